/// One automaton of all literals: finds every one of them, without case, in a single pass over the text.
///
/// Bytes are mapped to classes, states are premultiplied by the number of classes, and states in which a literal ends are numbered
/// last, so that the inner loop is a load, an add, a load and a compare. Four texts are scanned in turn, since one alone waits for
/// memory at each step.
struct AhoCorasick: BitwiseCopyable {
  /// Where a literal ends.
  struct Hit: BitwiseCopyable {
    var position: UInt32
    /// Index of the state's list of literals.
    var list: UInt32
  }

  private let classes: Table<UInt8>
  private let next: Table<UInt32>
  private let firstMatch: UInt32
  private let stride: UInt32
  /// For each matching state a range of `listed`.
  private let listStarts: Table<Int32>
  private let listed: Table<Int32>

  /// One less than the longest literal has.
  private let overlap: Int
  /// In shorter texts the parts would be mostly overlap.
  private static let shortestInParts = 48

  var isEmpty: Bool { listStarts.count < 2 }

  /// The literals that end in a matching state.
  @inline(__always)
  func literals(_ hit: Hit) -> Range<Int> { Int(listStarts[Int(hit.list)])..<Int(listStarts[Int(hit.list) + 1]) }

  @inline(__always)
  func literal(at index: Int) -> Int32 { listed[index] }

  /// Literals folded to small ASCII letters; bytes outside ASCII stand for themselves.
  init(_ literals: [[UInt8]], pool: ConstantPool) {
    // Class 0 is every byte that occurs in no literal.
    var classes = Array(repeating: UInt8(0), count: 256)
    var classCount = 1
    for literal in literals {
      for byte in literal where classes[Int(byte)] == 0 {
        classes[Int(byte)] = UInt8(classCount)
        if byte &- 0x61 < 26 { classes[Int(byte & 0xDF)] = UInt8(classCount) }
        classCount += 1
      }
    }
    let trie = Trie(literals, classes: classes, classCount: classCount)
    // Matching states last.
    var numbers = ContiguousArray(repeating: UInt32(0), count: trie.count)
    var plain: UInt32 = 0
    for state in 0..<trie.count where trie.outputs[state] < 0 {
      numbers[state] = plain
      plain += 1
    }
    var matching = plain
    var starts: [Int32] = [0]
    var listed: [Int32] = []
    for state in 0..<trie.count where trie.outputs[state] >= 0 {
      numbers[state] = matching
      matching += 1
      var output = Int(trie.outputs[state])
      while output >= 0 {
        listed.append(trie.ends[output])
        output = Int(trie.outputs[Int(trie.fails[output])])
      }
      starts.append(Int32(listed.count))
    }
    let stride = UInt32(classCount)
    next = unsafe pool.table(count: trie.count * classCount) { table in
      for state in 0..<trie.count {
        let row = Int(numbers[state]) * classCount
        for byteClass in 0..<classCount {
          unsafe table[row + byteClass] = numbers[Int(trie.next[state * classCount + byteClass])] * stride
        }
      }
    }
    self.classes = pool.table(classes)
    self.stride = stride
    firstMatch = plain * stride
    listStarts = pool.table(starts)
    self.listed = pool.table(listed)
    overlap = max(0, (literals.map(\.count).max() ?? 0) - 1)
  }

  /// The automaton while it is built: one row of `classCount` states for each state.
  private struct Trie {
    var next: ContiguousArray<Int32> = []
    /// The literal that ends in a state, or -1.
    var ends: ContiguousArray<Int32> = [-1]
    /// Where to go on when nothing fits.
    var fails: ContiguousArray<Int32> = []
    /// The nearest state, itself or by way of its fails, in which a literal ends, or -1.
    var outputs: ContiguousArray<Int32> = []
    var count: Int { ends.count }

    init(_ literals: [[UInt8]], classes: [UInt8], classCount: Int) {
      next.reserveCapacity((1 + Self.size(literals)) * classCount)
      next.append(contentsOf: repeatElement(-1, count: classCount))
      for (number, literal) in literals.enumerated() {
        var at = 0
        for byte in literal {
          let edge = at * classCount + Int(classes[Int(byte)])
          if next[edge] < 0 {
            next[edge] = Int32(ends.count)
            ends.append(-1)
            next.append(contentsOf: repeatElement(-1, count: classCount))
          }
          at = Int(next[edge])
        }
        ends[at] = Int32(number)
      }
      fails = ContiguousArray(repeating: 0, count: count)
      outputs = ContiguousArray(repeating: -1, count: count)
      link(classCount)
    }

    /// How many states the literals have: each byte that it does not share with the literal before it in the alphabet makes one.
    private static func size(_ literals: [[UInt8]]) -> Int {
      let sorted = literals.sorted { $0.lexicographicallyPrecedes($1) }
      return zip(sorted, [[]] + sorted).reduce(0) { sum, pair in
        sum + pair.0.count - zip(pair.0, pair.1).prefix { $0 == $1 }.count
      }
    }

    /// Level by level: where a state has no edge, it goes where its fail goes.
    private mutating func link(_ classCount: Int) {
      var queue: [Int32] = []
      for byteClass in 0..<classCount {
        if next[byteClass] > 0 { queue.append(next[byteClass]) } else { next[byteClass] = 0 }
      }
      var head = 0
      while head < queue.count {
        let at = Int(queue[head])
        head += 1
        let fail = Int(fails[at])
        outputs[at] = ends[at] >= 0 ? Int32(at) : outputs[fail]
        for byteClass in 0..<classCount {
          let edge = at * classCount + byteClass
          let onward = next[fail * classCount + byteClass]
          if next[edge] >= 0 {
            fails[Int(next[edge])] = onward
            queue.append(next[edge])
          } else {
            next[edge] = onward
          }
        }
      }
    }
  }

  /// All hits in a text, in ascending order. Longer ones are scanned as four parts, of which each but the first begins so far before
  /// the end of the one before that it sees every literal which ends behind that.
  func scan(_ text: ByteView, into hits: inout Row<Hit>) {
    guard !isEmpty else { return }
    var a: UInt32 = 0
    guard text.count >= Self.shortestInParts, text.count >= 4 * overlap else {
      return run(text, from: 0, to: text.count, &a, &hits)
    }
    let size = (text.count + 3 * overlap + 3) / 4
    let one = size - overlap
    let (two, three) = (2 * one, 3 * one)
    // The last part is the shortest.
    let shortest = text.count - three
    var (b, c, d): (UInt32, UInt32, UInt32) = (0, 0, 0)
    var second = Row<Hit>()
    var third = Row<Hit>()
    var fourth = Row<Hit>()
    var index = 0
    while index < shortest {
      a = step(a, text.unchecked(index))
      b = step(b, text.unchecked(one &+ index))
      c = step(c, text.unchecked(two &+ index))
      d = step(d, text.unchecked(three &+ index))
      if max(max(a, b), max(c, d)) >= firstMatch {
        note(a, at: index, &hits)
        // What ends before that, the part before has found.
        if index >= overlap {
          note(b, at: one &+ index, &second)
          note(c, at: two &+ index, &third)
          note(d, at: three &+ index, &fourth)
        }
      }
      index &+= 1
    }
    run(text, from: shortest, to: size, &a, &hits)
    run(text, from: one + shortest, to: one + size, &b, &second)
    run(text, from: two + shortest, to: two + size, &c, &third)
    hits.append(second.view)
    hits.append(third.view)
    hits.append(fourth.view)
  }

  @inline(__always)
  private func run(_ text: ByteView, from start: Int, to end: Int, _ state: inout UInt32, _ hits: inout Row<Hit>) {
    precondition(start >= 0 && end <= text.count)
    var at = state
    var index = start
    while index < end {
      at = step(at, text.unchecked(index))
      note(at, at: index, &hits)
      index &+= 1
    }
    state = at
  }

  /// The state after one more byte: inside the table by construction.
  @inline(__always)
  private func step(_ state: UInt32, _ byte: UInt8) -> UInt32 {
    next.unchecked(Int(state) &+ Int(classes.unchecked(Int(byte))))
  }

  @inline(__always)
  private func note(_ state: UInt32, at position: Int, _ hits: inout Row<Hit>) {
    if state >= firstMatch {
      hits.append(Hit(position: UInt32(truncatingIfNeeded: position), list: (state &- firstMatch) / stride))
    }
  }
}
