/// Puts the tables of a `PrefixTrie` together: byte by byte first, then with runs of lone bytes drawn into one edge.
struct PrefixTrieBuilder: ~Copyable {
  private struct Draft: BitwiseCopyable {
    var byte: UInt8 = 0
    /// Its children are chained, and so are its items.
    var firstChild: Int32 = -1
    var sibling: Int32 = -1
    var childCount: Int32 = 0
    var firstItem: Int32 = -1
    var lastItem: Int32 = -1
    /// Of the first node of a walk: how many items stand under it.
    var itemCount = 0
    /// Its number in the tables, or -1.
    var number: Int32 = -1
  }

  private struct Link: BitwiseCopyable {
    var item: PrefixTrie.Item
    var next: Int32 = -1
  }

  /// One bit for each item under a root.
  private static let itemsPerRoot = 64

  private let keys: [PrefixTrie.Key]
  private var drafts = Row<Draft>()
  private var links = Row<Link>()
  /// Drafts by their numbers, and the node from which each is reached, or -1.
  private var kept = Row<Int32>()
  private var parents = Row<Int32>()
  private(set) var nodes: [PrefixTrie.Node] = []
  private(set) var edges: [PrefixTrie.Edge] = []
  private(set) var items: [PrefixTrie.Item] = []
  /// For each node what leads to it from its own root.
  private(set) var ways: [[UInt8]] = []

  init(_ keys: [PrefixTrie.Key], pool: ConstantPool) {
    self.keys = keys
    let root = addRoot()
    let order = keys.indices.sorted { keys[$0].prefix.precedes(keys[$1].prefix) }
    var start = 0
    while start < order.count {
      let prefix = keys[order[start]].prefix
      let end = order[start...].firstIndex { !(keys[$0].prefix == prefix) } ?? order.count
      add(order[start..<end], level: 0, behind: prefix, from: root)
      start = end
    }
    compress(pool)
  }

  private mutating func addRoot() -> Int {
    drafts.append(Draft())
    return drafts.count - 1
  }

  /// The node at the end of a literal.
  private mutating func path(_ literal: ByteView, from root: Int) -> Int {
    var at = root
    for index in 0..<literal.count {
      let byte = literal[index]
      var next = drafts[at].firstChild
      while next >= 0, drafts[Int(next)].byte != byte { next = drafts[Int(next)].sibling }
      if next < 0 {
        next = Int32(drafts.count)
        drafts.append(Draft(byte: byte, sibling: drafts[at].firstChild))
        drafts[at].firstChild = next
        drafts[at].childCount += 1
      }
      at = Int(next)
    }
    return at
  }

  /// Adds the patterns whose literals so far are the same, in the order written; runs that branch at the same byte become one item.
  private mutating func add(_ patterns: ArraySlice<Int>, level: Int, behind literal: ByteView, from root: Int) {
    let node = path(literal, from: root)
    var index = patterns.startIndex
    while index < patterns.endIndex {
      guard let byte = branch(patterns[index], level)?.first else {
        let pattern = Int32(keys[patterns[index]].pattern)
        append(.init(pattern: pattern, root: -1, literalCount: Int32(literal.count), byte: 0, mark: 0), node, root)
        index += 1
        continue
      }
      let start = index
      while index < patterns.endIndex, index - start < Self.itemsPerRoot, branch(patterns[index], level)?.first == byte {
        index += 1
      }
      let inner = addRoot()
      append(.init(pattern: -1, root: Int32(inner), literalCount: Int32(literal.count), byte: byte, mark: 0), node, root)
      addBranches(patterns[start..<index], level: level, from: inner)
    }
  }

  /// Adds patterns that branch at the same byte, no more than `itemsPerRoot`, each literal's together.
  private mutating func addBranches(_ patterns: ArraySlice<Int>, level: Int, from root: Int) {
    var added: UInt64 = 0
    for (index, pattern) in patterns.enumerated() where added & 1 << UInt64(index) == 0 {
      guard let literal = branch(pattern, level) else { continue }
      var same: [Int] = []
      for (other, pattern) in patterns.enumerated().dropFirst(index) {
        guard let own = branch(pattern, level), own == literal else { continue }
        same.append(pattern)
        added |= 1 << UInt64(other)
      }
      add(same[...], level: level + 1, behind: literal, from: root)
    }
  }

  private func branch(_ pattern: Int, _ level: Int) -> ByteView? {
    level < keys[pattern].branches.count ? keys[pattern].branches[level] : nil
  }

  private mutating func append(_ item: PrefixTrie.Item, _ node: Int, _ root: Int) {
    var item = item
    item.mark = UInt8(drafts[root].itemCount % Self.itemsPerRoot)
    drafts[root].itemCount += 1
    let link = Int32(links.count)
    links.append(Link(item: item))
    if drafts[node].lastItem >= 0 { links[Int(drafts[node].lastItem)].next = link } else { drafts[node].firstItem = link }
    drafts[node].lastItem = link
  }

  /// Draws every run of nodes that hold nothing and lead to one place into one edge, and numbers the nodes that are left anew: each
  /// behind the one that it is reached from.
  private mutating func compress(_ pool: ConstantPool) {
    _ = number(0, from: -1)
    var at = 0
    while at < kept.count {
      let draft = drafts[Int(kept[at])]
      let (firstEdge, firstItem) = (Int32(edges.count), Int32(items.count))
      for child in sortedChildren(of: draft) {
        var target = child
        var label = [drafts[child].byte]
        while drafts[target].firstItem < 0, drafts[target].childCount == 1 {
          target = Int(drafts[target].firstChild)
          label.append(drafts[target].byte)
        }
        edges.append(.init(label: Literal(pool.view(label)), target: number(target, from: Int32(at), over: label)))
      }
      var link = draft.firstItem
      while link >= 0 {
        var item = links[Int(link)].item
        if item.root >= 0 { item.root = number(Int(item.root), from: -1) }
        items.append(item)
        link = links[Int(link)].next
      }
      // What ended on the way to a node may match there, too: longest first.
      if parents[at] >= 0 {
        let parent = nodes[Int(parents[at])]
        items += items[Int(parent.firstItem)..<Int(parent.endItem)]
      }
      nodes.append(
        .init(firstEdge: firstEdge, endEdge: Int32(edges.count), firstItem: firstItem, endItem: Int32(items.count)))
      at += 1
    }
  }

  private mutating func number(_ draft: Int, from parent: Int32, over label: [UInt8] = []) -> Int32 {
    if drafts[draft].number < 0 {
      drafts[draft].number = Int32(kept.count)
      kept.append(Int32(draft))
      parents.append(parent)
      ways.append(parent < 0 ? [] : ways[Int(parent)] + label)
    }
    return drafts[draft].number
  }

  private func sortedChildren(of draft: Draft) -> [Int] {
    var children: [Int] = []
    var next = draft.firstChild
    while next >= 0 {
      children.append(Int(next))
      next = drafts[Int(next)].sibling
    }
    if children.count > 1 { children.sort { drafts[$0].byte < drafts[$1].byte } }
    return children
  }
}

extension ByteView {
  fileprivate var first: UInt8? { isEmpty ? nil : self[0] }

  /// Whether it stands before another in the order of bytes.
  fileprivate func precedes(_ other: ByteView) -> Bool {
    let shorter = Swift.min(count, other.count)
    for index in 0..<shorter where self[index] != other[index] { return self[index] < other[index] }
    return count < other.count
  }
}
