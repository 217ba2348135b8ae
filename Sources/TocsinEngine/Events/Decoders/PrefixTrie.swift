/// What is done with each pattern that a message may fit.
protocol PatternTest {
  /// True where the search is over.
  mutating func holds(_ pattern: Int) -> Bool
  /// Whether it wants to know what the search has looked at.
  static var followsLooks: Bool { get }
  /// The search has looked at the message's bytes before `end`; beyond its count where it looked for more than is there.
  mutating func looked(before end: Int)
  /// The search has looked whether a literal stands at a place.
  mutating func looked(for literal: ByteView, in message: ByteView, at place: Int)
  /// For the patterns asked of next, the word behind so many others ends here, where its literal begins.
  mutating func wordEnds(_ index: Int, at end: Int)
  /// What held was found behind so many words, by an item of the node where the walk ended; or what led to it was.
  mutating func found(behind words: Int, node: Int, item: Int)
}

/// Finds the patterns that a message may fit by the literal it begins with, and where words follow that literal, by the literals
/// behind the words: a few short walks instead of trying one pattern after another.
///
/// One word, whatever it points at: constants of a pool, which must outlive it.
@safe
struct PrefixTrie: BitwiseCopyable, @unchecked Sendable {
  /// A pattern as the trie knows it.
  struct Key {
    var prefix: ByteView
    /// The literals behind the words that follow the prefix, one after the other.
    var branches: [ByteView]
    var pattern: Int
  }

  /// A step to a node, over a literal of at least one byte; those from one node begin with different bytes.
  struct Edge: BitwiseCopyable {
    var label: Literal
    var target: Int32
  }

  /// What waits at a node: one pattern, or all that branch at the first `byte` of what stands behind a word.
  struct Item: BitwiseCopyable {
    /// The pattern, or -1.
    var pattern: Int32
    /// Root of the walk over the literals behind the word.
    var root: Int32
    /// Bytes of the literal that leads here from its own root.
    var literalCount: Int32
    var byte: UInt8
    /// Its bit among the items under one root.
    var mark: UInt8
  }

  /// A node's children and items among those of all.
  struct Node: BitwiseCopyable {
    var firstEdge: Int32
    var endEdge: Int32
    var firstItem: Int32
    var endItem: Int32
  }

  private struct Parts: BitwiseCopyable {
    let nodes: Table<Node>
    let edges: Table<Edge>
    let items: Table<Item>
    /// For each node what leads to it from its own root.
    let ways: Table<Literal>
    /// The first node's edges (whose numbers begin with 0) by their byte, or -1.
    let firstEdges: Table<Int16>
  }

  private let parts: UnsafePointer<Parts>

  @inline(__always)
  private var nodes: Table<Node> { unsafe parts.pointee.nodes }
  @inline(__always)
  private var edges: Table<Edge> { unsafe parts.pointee.edges }
  @inline(__always)
  private var items: Table<Item> { unsafe parts.pointee.items }
  @inline(__always)
  private var ways: Table<Literal> { unsafe parts.pointee.ways }
  @inline(__always)
  private var firstEdges: Table<Int16> { unsafe parts.pointee.firstEdges }

  init(_ keys: [Key], pool: ConstantPool) {
    let builder = PrefixTrieBuilder(keys, pool: pool)
    var first = Array(repeating: Int16(-1), count: 256)
    for index in 0..<Int(builder.nodes[0].endEdge) { first[Int(builder.edges[index].label.firstByte)] = Int16(index) }
    let parts = Parts(
      nodes: pool.table(builder.nodes), edges: pool.table(builder.edges), items: pool.table(builder.items),
      ways: pool.table(builder.ways.map { Literal(pool.view($0)) }), firstEdges: pool.table(first))
    unsafe self.parts = pool.table([parts]).start
  }

  /// The deepest node that the message leads to from the first one.
  @inline(__always)
  private func walk<Test: PatternTest>(_ message: ByteView, _ test: inout Test) -> Int {
    if Test.followsLooks { test.looked(before: 1) }
    guard message.count > 0 else { return 0 }
    let first = Int(firstEdges.unchecked(Int(message.unchecked(0))))
    guard first >= 0 else { return 0 }
    if Test.followsLooks { test.looked(for: edges[first].label.view, in: message, at: 0) }
    guard edges[first].label.stands(in: message, at: 0) else { return 0 }
    return walk(message, from: edges[first].label.count, root: Int(edges[first].target), &test)
  }

  /// The deepest node that what stands at `start` leads to. The tables hold no numbers but each other's.
  @inline(__always)
  private func walk<Test: PatternTest>(_ message: ByteView, from start: Int, root: Int, _ test: inout Test) -> Int {
    var at = root
    var index = start
    while true {
      let node = nodes.unchecked(at)
      if node.firstEdge == node.endEdge { break }
      if Test.followsLooks { test.looked(before: index &+ 1) }
      guard index < message.count else { break }
      let isNearEnd = index > message.count &- 8
      let word = isNearEnd ? message.shortWord(at: index) : message.wordInside(at: index)
      var edge = Int(node.firstEdge)
      let end = Int(node.endEdge)
      while edge < end, !edges.unchecked(edge).label.mayBegin(word) { edge &+= 1 }
      if edge < end {
        let label = edges.unchecked(edge).label
        if !isNearEnd && label.count <= 8 || message.matches(label.view, at: index) {
          index &+= label.count
          at = Int(edges.unchecked(edge).target)
          if Test.followsLooks { test.looked(before: index) }
          continue
        }
      }
      if Test.followsLooks { tell(&test, of: node, message, at: index) }
      break
    }
    return at
  }

  /// None of a node's edges stands: it was looked whether the one does that begins with the byte at hand.
  @inline(never)
  private func tell(_ test: inout some PatternTest, of node: Node, _ message: ByteView, at index: Int) {
    for edge in Int(node.firstEdge)..<Int(node.endEdge) where edges[edge].label.firstByte == message[index] {
      test.looked(for: edges[edge].label.view, in: message, at: index)
    }
  }

  /// Asks the test of each pattern that the message may fit, best first, until one holds.
  @inline(never)
  func find(_ message: ByteView, _ test: inout some PatternTest) -> Bool {
    let node = walk(message, &test)
    var index = Int(nodes.unchecked(node).firstItem)
    let end = Int(nodes.unchecked(node).endItem)
    while index < end {
      let item = items.unchecked(index)
      if item.pattern >= 0 ? test.holds(Int(item.pattern)) : branch(item, message, from: Int(item.literalCount), 0, &test) {
        test.found(behind: 0, node: node, item: index)
        return true
      }
      index &+= 1
    }
    return false
  }

  /// The word ends at the first place where its literal stands: every place where one may begin is looked at, in order, and each
  /// literal counts at the first place only, which also keeps the work in proportion to the message. White space ends the word, too,
  /// and may itself begin a literal. `words` is how many came before.
  private func branch<Test: PatternTest>(
    _ item: Item, _ message: ByteView, from start: Int, _ words: Int, _ test: inout Test
  ) -> Bool {
    let (root, first) = (Int(item.root), item.byte)
    var seen: UInt64 = 0
    var next = start
    while let at = message.firstIndex(of: first, or: 0x20, or: 0x09, from: next) {
      next = at &+ 1
      if Test.followsLooks { test.looked(before: next) }
      let byte = message.unchecked(at)
      if byte == first {
        let node = walk(message, from: at, root: root, &test)
        var index = Int(nodes.unchecked(node).firstItem)
        let end = Int(nodes.unchecked(node).endItem)
        if index < end { test.wordEnds(words, at: at) }
        while index < end {
          let item = items.unchecked(index)
          let mark: UInt64 = 1 &<< UInt64(item.mark)
          if seen & mark == 0 {
            seen |= mark
            if item.pattern >= 0
              ? test.holds(Int(item.pattern)) : branch(item, message, from: at &+ Int(item.literalCount), words &+ 1, &test)
            {
              test.found(behind: words &+ 1, node: node, item: index)
              return true
            }
          }
          index &+= 1
        }
      }
      if byte == 0x20 || byte == 0x09 { return false }
    }
    if Test.followsLooks { test.looked(before: message.count + 1) }
    return false
  }

  // MARK: Ways gone before

  /// The same search for a message that goes a known way of so many turns; false where it does not, or nothing holds on it.
  @inline(never)
  func find(_ message: ByteView, along trail: PrefixTrail, _ turns: Int, _ test: inout some PatternTest) -> Bool {
    var start = 0
    var words = 0
    while words < turns {
      let (node, taken) = (Int(trail[words].node), Int(trail[words].item))
      guard ways.unchecked(node).stands(in: message, at: start) else { return false }
      if leadsOn(node, message, from: start &+ ways.unchecked(node).count) { return false }
      if words > 0 { test.wordEnds(words &- 1, at: start) }
      var index = Int(nodes.unchecked(node).firstItem)
      // What is asked first.
      while index < taken {
        let item = items.unchecked(index)
        if item.pattern >= 0
          ? test.holds(Int(item.pattern)) : branch(item, message, from: start &+ Int(item.literalCount), words, &test)
        {
          return true
        }
        index &+= 1
      }
      let item = items.unchecked(taken)
      if item.pattern >= 0 { return test.holds(Int(item.pattern)) }
      guard let end = message.firstIndex(of: item.byte, or: 0x20, or: 0x09, from: start &+ Int(item.literalCount)) else {
        return false
      }
      start = end
      words &+= 1
    }
    return false
  }

  /// Whether a walk that has come to a node goes on.
  @inline(__always)
  private func leadsOn(_ node: Int, _ message: ByteView, from index: Int) -> Bool {
    nodes.unchecked(node).firstEdge != nodes.unchecked(node).endEdge && leads(from: node, over: message, at: index)
  }

  @inline(never)
  private func leads(from node: Int, over message: ByteView, at index: Int) -> Bool {
    guard index < message.count else { return false }
    // Of the first node's edges there may be many.
    if node == 0 {
      let first = Int(firstEdges.unchecked(Int(message[index])))
      return first >= 0 && edges.unchecked(first).label.stands(in: message, at: index)
    }
    let word = message.shortWord(at: index)
    var edge = Int(nodes.unchecked(node).firstEdge)
    let end = Int(nodes.unchecked(node).endEdge)
    while edge < end, !edges.unchecked(edge).label.mayBegin(word) { edge &+= 1 }
    return edge < end && edges.unchecked(edge).label.stands(in: message, at: index)
  }
}

extension PrefixTrie.Key {
  init(_ compiled: CompiledPattern, pattern: Int) {
    self.init(prefix: compiled.prefix, branches: compiled.branches, pattern: pattern)
  }
}
