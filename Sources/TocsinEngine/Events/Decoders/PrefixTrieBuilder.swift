/// Puts the nodes of a `PrefixTrie` together: byte by byte first, then with runs of lone bytes drawn into one edge.
struct PrefixTrieBuilder {
  struct Node {
    var edges: [PrefixTrie.Edge] = []
    var items: [PrefixTrie.Item] = []
  }

  private struct Draft {
    var next: [(byte: UInt8, target: Int)] = []
    var items: [PrefixTrie.Item] = []
  }

  /// One bit for each item under a root.
  private static let itemsPerRoot = 64

  private var drafts: [Draft] = []
  /// The first node of each walk, and how many items stand under it.
  private var roots: [Int: Int] = [:]
  private var rootNodes: [Int] = []
  private(set) var nodes: [Node] = []

  init(_ keys: [PrefixTrie.Key], pool: ConstantPool) {
    let root = addRoot()
    var groups: [[UInt8]: [PrefixTrie.Key]] = [:]
    var order: [[UInt8]] = []
    for key in keys {
      if groups[key.prefix] == nil { order.append(key.prefix) }
      groups[key.prefix, default: []].append(key)
    }
    for prefix in order { add(groups[prefix] ?? [], level: 0, behind: prefix, from: root) }
    compress(pool)
    for root in rootNodes { inherit(from: root) }
  }

  private mutating func addRoot() -> Int {
    drafts.append(Draft())
    roots[drafts.count - 1] = 0
    return drafts.count - 1
  }

  /// The node at the end of a literal.
  private mutating func path(_ literal: [UInt8], from root: Int) -> Int {
    var at = root
    for byte in literal {
      if let edge = drafts[at].next.first(where: { $0.byte == byte }) {
        at = edge.target
      } else {
        drafts.append(Draft())
        drafts[at].next.append((byte, drafts.count - 1))
        at = drafts.count - 1
      }
    }
    return at
  }

  /// Adds the patterns whose literals so far are the same, in the order written; runs that branch at the same byte become one item.
  private mutating func add(_ keys: [PrefixTrie.Key], level: Int, behind literal: [UInt8], from root: Int) {
    let node = path(literal, from: root)
    var index = 0
    while index < keys.count {
      var run: [PrefixTrie.Key] = []
      if let byte = Self.branch(keys[index], level)?.first {
        while index < keys.count, Self.branch(keys[index], level)?.first == byte, run.count < Self.itemsPerRoot {
          run.append(keys[index])
          index += 1
        }
        let inner = addRoot()
        append(.init(pattern: -1, root: Int32(inner), literalCount: Int32(literal.count), byte: byte, mark: 0), node, root)
        var order: [[UInt8]] = []
        for key in run {
          guard let branch = Self.branch(key, level), !order.contains(branch) else { continue }
          order.append(branch)
          add(
            run.filter { Self.branch($0, level) == branch }, level: level + 1, behind: branch, from: inner)
        }
      } else {
        append(
          .init(pattern: Int32(keys[index].pattern), root: -1, literalCount: Int32(literal.count), byte: 0, mark: 0), node, root)
        index += 1
      }
    }
  }

  private static func branch(_ key: PrefixTrie.Key, _ level: Int) -> [UInt8]? {
    key.branches.indices.contains(level) ? key.branches[level] : nil
  }

  private mutating func append(_ item: PrefixTrie.Item, _ node: Int, _ root: Int) {
    var item = item
    item.mark = UInt8(roots[root, default: 0] % Self.itemsPerRoot)
    roots[root, default: 0] += 1
    drafts[node].items.append(item)
  }

  /// Draws every run of nodes that hold nothing and lead to one place into one edge, and numbers the nodes that are left anew.
  private mutating func compress(_ pool: ConstantPool) {
    var numbers = Array(repeating: -1, count: drafts.count)
    var kept: [Int] = []
    func number(_ draft: Int) -> Int32 {
      if numbers[draft] < 0 {
        numbers[draft] = kept.count
        kept.append(draft)
      }
      return Int32(numbers[draft])
    }
    _ = number(0)
    var index = 0
    while index < kept.count {
      let draft = drafts[kept[index]]
      index += 1
      var node = Node()
      for step in draft.next.sorted(by: { $0.byte < $1.byte }) {
        var target = step.target
        var label: [UInt8] = []
        while drafts[target].items.isEmpty, drafts[target].next.count == 1 {
          label.append(drafts[target].next[0].byte)
          target = drafts[target].next[0].target
        }
        node.edges.append(.init(byte: step.byte, target: number(target), label: Literal(pool.view(label))))
      }
      for var item in draft.items {
        if item.root >= 0 { item.root = number(Int(item.root)) }
        node.items.append(item)
      }
      nodes.append(node)
    }
    rootNodes = roots.keys.map { numbers[$0] }
  }

  /// What ended on the way to a node may match there, too: longest first.
  private mutating func inherit(from root: Int) {
    var order = [root]
    var index = 0
    while index < order.count {
      let at = order[index]
      index += 1
      for edge in nodes[at].edges {
        nodes[Int(edge.target)].items += nodes[at].items
        order.append(Int(edge.target))
      }
    }
  }
}
