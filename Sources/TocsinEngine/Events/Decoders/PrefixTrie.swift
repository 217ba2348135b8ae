/// What is done with each pattern that a message may fit.
protocol PatternTest {
  /// True where the search is over.
  mutating func holds(_ pattern: Int) -> Bool
  /// The search has looked at the message's bytes before `end`; beyond its count where it looked for more than is there.
  mutating func looked(before end: Int)
  /// The search has looked whether a literal stands at a place.
  mutating func looked(for literal: ByteView, in message: ByteView, at place: Int)
  /// For the patterns asked of next, the word behind so many others ends here, where its literal begins.
  mutating func wordEnds(_ index: Int, at end: Int)
}

/// Finds the patterns that a message may fit by the literal it begins with, and where words follow that literal, by the literals
/// behind the words: a few short walks instead of trying one pattern after another.
struct PrefixTrie: BitwiseCopyable {
  /// A pattern as the trie knows it.
  struct Key {
    var prefix: ByteView
    /// The literals behind the words that follow the prefix, one after the other.
    var branches: [ByteView]
    var pattern: Int
  }

  /// A step to a node: its first byte, and what must follow that byte.
  struct Edge: BitwiseCopyable {
    var byte: UInt8
    var target: Int32
    var label: Literal
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

  private let nodes: Table<Node>
  private let edges: Table<Edge>
  private let items: Table<Item>
  /// The first node's edges (whose numbers begin with 0) by their byte, or -1.
  private let firstEdges: Table<Int16>

  init(_ keys: [Key], pool: ConstantPool) {
    let builder = PrefixTrieBuilder(keys, pool: pool)
    var first = Array(repeating: Int16(-1), count: 256)
    for index in 0..<Int(builder.nodes[0].endEdge) { first[Int(builder.edges[index].byte)] = Int16(index) }
    nodes = pool.table(builder.nodes)
    edges = pool.table(builder.edges)
    items = pool.table(builder.items)
    firstEdges = pool.table(first)
  }

  /// The deepest node that the message leads to from the first one.
  @inline(__always)
  private func walk(_ message: ByteView, _ test: inout some PatternTest) -> Int {
    test.looked(before: 1)
    guard message.count > 0 else { return 0 }
    let first = Int(firstEdges[Int(message[0])])
    guard first >= 0 else { return 0 }
    test.looked(for: edges[first].label.view, in: message, at: 1)
    guard edges[first].label.stands(in: message, at: 1) else { return 0 }
    return walk(message, from: 1 &+ edges[first].label.count, root: Int(edges[first].target), &test)
  }

  /// The deepest node that what stands at `start` leads to.
  @inline(__always)
  private func walk(_ message: ByteView, from start: Int, root: Int, _ test: inout some PatternTest) -> Int {
    var at = root
    var index = start
    while true {
      var edge = Int(nodes[at].firstEdge)
      let end = Int(nodes[at].endEdge)
      if edge == end { break }
      test.looked(before: index &+ 1)
      guard index < message.count else { break }
      let byte = message.unchecked(index)
      while edge < end, edges[edge].byte != byte { edge &+= 1 }
      guard edge < end else { break }
      test.looked(for: edges[edge].label.view, in: message, at: index &+ 1)
      guard edges[edge].label.stands(in: message, at: index &+ 1) else { break }
      index &+= 1 &+ edges[edge].label.count
      at = Int(edges[edge].target)
    }
    return at
  }

  /// Asks the test of each pattern that the message may fit, best first, until one holds.
  @inline(__always)
  func find(_ message: ByteView, _ test: inout some PatternTest) -> Bool {
    let node = walk(message, &test)
    var index = Int(nodes[node].firstItem)
    let end = Int(nodes[node].endItem)
    while index < end {
      let pattern = items[index].pattern
      if pattern >= 0 ? test.holds(Int(pattern)) : branch(index, message, from: Int(items[index].literalCount), 0, &test) {
        return true
      }
      index &+= 1
    }
    return false
  }

  /// The word ends at the first place where its literal stands: every place where one may begin is looked at, in order, and each
  /// literal counts at the first place only, which also keeps the work in proportion to the message. White space ends the word, too,
  /// and may itself begin a literal. `words` is how many came before.
  private func branch(_ item: Int, _ message: ByteView, from start: Int, _ words: Int, _ test: inout some PatternTest) -> Bool {
    let root = Int(items[item].root)
    let first = items[item].byte
    var seen: UInt64 = 0
    var next = start
    while let at = message.firstIndex(of: first, or: 0x20, or: 0x09, from: next) {
      next = at &+ 1
      test.looked(before: next)
      let byte = message.unchecked(at)
      if byte == first {
        let node = walk(message, from: at, root: root, &test)
        var index = Int(nodes[node].firstItem)
        let end = Int(nodes[node].endItem)
        if index < end { test.wordEnds(words, at: at) }
        while index < end {
          let mark: UInt64 = 1 &<< UInt64(items[index].mark)
          if seen & mark == 0 {
            seen |= mark
            let pattern = items[index].pattern
            if pattern >= 0
              ? test.holds(Int(pattern)) : branch(index, message, from: at &+ Int(items[index].literalCount), words &+ 1, &test)
            {
              return true
            }
          }
          index &+= 1
        }
      }
      if byte == 0x20 || byte == 0x09 { return false }
    }
    test.looked(before: message.count + 1)
    return false
  }
}

extension PrefixTrie.Key {
  init(_ compiled: CompiledPattern, pattern: Int) {
    self.init(prefix: compiled.prefix, branches: compiled.branches, pattern: pattern)
  }
}
