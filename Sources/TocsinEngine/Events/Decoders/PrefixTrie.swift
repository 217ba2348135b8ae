/// Finds the patterns whose literal prefix a message begins with, in one walk over its first bytes.
struct PrefixTrie: BitwiseCopyable {
  private struct Node {
    var next: [(byte: UInt8, node: Int)] = []
    var patterns: [Int] = []
  }

  /// Flat form: children of node n stand at `edges[starts[n]..<starts[n + 1]]`, ascending by byte.
  private let edges: Table<Edge>
  private let starts: Table<Int32>
  /// For each node the candidates to try there, longest prefix first, in the order written: a range of `candidates`.
  private let candidates: Table<Int32>
  private let candidateStarts: Table<Int32>

  private struct Edge: BitwiseCopyable {
    var byte: UInt8
    var target: Int32
  }

  init(_ prefixes: [(prefix: [UInt8], pattern: Int)], pool: ConstantPool) {
    var nodes = [Node()]
    for (prefix, pattern) in prefixes {
      var at = 0
      for byte in prefix {
        if let edge = nodes[at].next.first(where: { $0.byte == byte }) {
          at = edge.node
        } else {
          nodes.append(Node())
          nodes[at].next.append((byte, nodes.count - 1))
          at = nodes.count - 1
        }
      }
      nodes[at].patterns.append(pattern)
    }
    // A walk that ends at a node may match what ended on the way there: longest first.
    var inherited = Array(repeating: [Int](), count: nodes.count)
    var order = [0]
    var index = 0
    while index < order.count {
      let at = order[index]
      index += 1
      inherited[at] = nodes[at].patterns + inherited[at]
      for edge in nodes[at].next {
        inherited[edge.node] = inherited[at]
        order.append(edge.node)
      }
    }
    var edges: [Edge] = []
    var starts: [Int32] = []
    var candidates: [Int32] = []
    var candidateStarts: [Int32] = []
    for (at, node) in nodes.enumerated() {
      starts.append(Int32(edges.count))
      edges += node.next.sorted { $0.byte < $1.byte }.map { Edge(byte: $0.byte, target: Int32($0.node)) }
      candidateStarts.append(Int32(candidates.count))
      candidates += inherited[at].map(Int32.init)
    }
    self.edges = pool.table(edges)
    self.starts = pool.table(starts + [Int32(edges.count)])
    self.candidates = pool.table(candidates)
    self.candidateStarts = pool.table(candidateStarts + [Int32(candidates.count)])
  }

  /// The node at which the message leaves the trie; `count(at:)` candidates wait there.
  @inline(__always)
  func walk(_ message: ByteView) -> Int {
    var at = 0
    var index = 0
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

  @inline(__always)
  func count(at node: Int) -> Int { Int(candidateStarts[node + 1] - candidateStarts[node]) }

  @inline(__always)
  func candidate(at node: Int, _ index: Int) -> Int { Int(candidates[Int(candidateStarts[node]) + index]) }
}
