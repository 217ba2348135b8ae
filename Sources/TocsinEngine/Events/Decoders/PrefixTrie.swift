/// Finds the patterns that a message may fit by the literal it begins with, and where a word follows that literal, by the one behind
/// the word: two short walks instead of trying one pattern after another.
struct PrefixTrie: BitwiseCopyable {
  /// A pattern as the trie knows it.
  struct Key {
    var prefix: [UInt8]
    /// The literal behind the word that follows the prefix, or nil.
    var branch: [UInt8]?
    var pattern: Int
  }

  private struct Edge: BitwiseCopyable {
    var byte: UInt8
    var target: Int32
  }

  /// What waits at a node: one pattern, or all that branch at the first `byte` behind the prefix.
  private struct Item: BitwiseCopyable {
    /// The pattern, or -1.
    var pattern: Int32
    /// Root of the walk over the literals behind the word.
    var root: Int32
    var prefixCount: Int32
    var byte: UInt8
  }

  /// Flat form: children of node n stand at `edges[starts[n]..<starts[n + 1]]`; likewise its items.
  private let edges: Table<Edge>
  private let starts: Table<Int32>
  private let items: Table<Item>
  private let itemStarts: Table<Int32>

  init(_ keys: [Key], pool: ConstantPool) {
    var builder = Builder()
    let root = builder.addNode()
    var groups: [[UInt8]: [Key]] = [:]
    var order: [[UInt8]] = []
    for key in keys {
      if groups[key.prefix] == nil { order.append(key.prefix) }
      groups[key.prefix, default: []].append(key)
    }
    for prefix in order { builder.add(groups[prefix] ?? [], prefix, at: root) }
    builder.inherit(from: root)
    edges = pool.table(builder.nodes.flatMap { $0.next.sorted { $0.byte < $1.byte } })
    starts = pool.table(Self.sums(builder.nodes.map(\.next.count)))
    items = pool.table(builder.nodes.flatMap(\.items))
    itemStarts = pool.table(Self.sums(builder.nodes.map(\.items.count)))
  }

  private static func sums(_ counts: [Int]) -> [Int32] {
    var sums: [Int32] = [0]
    for count in counts { sums.append((sums.last ?? 0) + Int32(count)) }
    return sums
  }

  private struct Node {
    var next: [Edge] = []
    var items: [Item] = []
  }

  private struct Builder {
    var nodes: [Node] = []

    mutating func addNode() -> Int {
      nodes.append(Node())
      return nodes.count - 1
    }

    /// The node at the end of a literal.
    mutating func path(_ literal: [UInt8], from root: Int) -> Int {
      var at = root
      for byte in literal {
        if let edge = nodes[at].next.first(where: { $0.byte == byte }) {
          at = Int(edge.target)
        } else {
          let new = addNode()
          nodes[at].next.append(Edge(byte: byte, target: Int32(new)))
          at = new
        }
      }
      return at
    }

    /// Adds the patterns of one prefix in the order written; runs that branch at the same byte become one item.
    mutating func add(_ keys: [Key], _ prefix: [UInt8], at root: Int) {
      let node = path(prefix, from: root)
      var roots: [UInt8: Int] = [:]
      for key in keys {
        let plain = Item(pattern: Int32(key.pattern), root: -1, prefixCount: Int32(prefix.count), byte: 0)
        guard let branch = key.branch, let byte = branch.first else {
          roots = [:]
          nodes[node].items.append(plain)
          continue
        }
        if roots[byte] == nil {
          // Another kind of branch in between keeps the order written.
          roots = [:]
          let new = addNode()
          roots[byte] = new
          nodes[node].items.append(Item(pattern: -1, root: Int32(new), prefixCount: Int32(prefix.count), byte: byte))
        }
        guard let inner = roots[byte] else { continue }
        let end = path(branch, from: inner)
        nodes[end].items.append(plain)
      }
      for case let item in nodes[node].items where item.root >= 0 { inherit(from: Int(item.root)) }
    }

    /// What ended on the way to a node may match there, too: longest first.
    mutating func inherit(from root: Int) {
      var order = [root]
      var index = 0
      while index < order.count {
        let at = order[index]
        index += 1
        for edge in nodes[at].next {
          nodes[Int(edge.target)].items += nodes[at].items
          order.append(Int(edge.target))
        }
      }
    }
  }

  @inline(__always)
  private func walk(_ message: ByteView, from start: Int, root: Int) -> Int {
    var at = root
    var index = start
    while index < message.count {
      let byte = message[index]
      var edge = Int(starts[at])
      let end = Int(starts[at + 1])
      while edge < end, edges[edge].byte != byte { edge += 1 }
      guard edge < end else { break }
      at = Int(edges[edge].target)
      index += 1
    }
    return at
  }

  /// Calls `body` with each pattern that the message may fit, best first, until it says that one does.
  @inline(__always)
  func find(_ message: ByteView, _ body: (Int) -> Bool) -> Bool {
    let node = walk(message, from: 0, root: 0)
    var index = Int(itemStarts[node])
    let end = Int(itemStarts[node + 1])
    while index < end {
      let item = items[index]
      index += 1
      if item.pattern >= 0 {
        if body(Int(item.pattern)) { return true }
      } else if branch(item, message, body) {
        return true
      }
    }
    return false
  }

  /// The word ends at the first place where its literal stands; every place where one may begin is looked at, in order.
  private func branch(_ item: Item, _ message: ByteView, _ body: (Int) -> Bool) -> Bool {
    var at = Int(item.prefixCount)
    while at < message.count {
      let byte = message[at]
      if byte == item.byte {
        let node = walk(message, from: at, root: Int(item.root))
        var index = Int(itemStarts[node])
        let end = Int(itemStarts[node + 1])
        while index < end {
          if body(Int(items[index].pattern)) { return true }
          index += 1
        }
      }
      if byte == 0x20 || byte == 0x09 { return false }
      at += 1
    }
    return false
  }
}
