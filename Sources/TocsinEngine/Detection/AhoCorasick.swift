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
    let builder = AhoCorasickBuilder(literals)
    next = builder.table(pool)
    classes = pool.table(builder.classes)
    stride = UInt32(builder.classCount)
    firstMatch = builder.plainCount * stride
    listStarts = pool.table(builder.listStarts)
    listed = pool.table(builder.listed)
    overlap = max(0, (literals.map(\.count).max() ?? 0) - 1)
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
