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
  }

  /// All hits in one text, positions counted from `base`.
  func scan(_ text: ByteView, base: Int = 0, into hits: inout ContiguousArray<Hit>) {
    guard !isEmpty else { return }
    var state: UInt32 = 0
    run(text, from: 0, to: text.count, base: base, &state, &hits)
  }

  @inline(__always)
  private func run(
    _ text: ByteView, from start: Int, to end: Int, base: Int, _ state: inout UInt32, _ hits: inout ContiguousArray<Hit>
  ) {
    var at = state
    var index = start
    while index < end {
      at = step(at, text[index])
      if at >= firstMatch {
        hits.append(Hit(position: UInt32(truncatingIfNeeded: base &+ index), list: (at &- firstMatch) / stride))
      }
      index += 1
    }
    state = at
  }

  /// The state after one more byte: inside the table by construction.
  @inline(__always)
  private func step(_ state: UInt32, _ byte: UInt8) -> UInt32 {
    next.unchecked(Int(state) &+ Int(classes.unchecked(Int(byte))))
  }

  /// All hits in a text of lines, in ascending order, scanned as four parts that are cut at newlines.
  func scanLines(_ text: ByteView, into hits: inout ContiguousArray<Hit>) {
    guard !isEmpty else { return }
    guard text.count >= 4_096 else { return scan(text, into: &hits) }
    func cut(_ part: Int, after: Int) -> Int {
      text.firstIndex(of: 0x0A, from: max(after, text.count / 4 * part)).map { $0 + 1 } ?? text.count
    }
    let one = cut(1, after: 0)
    let two = cut(2, after: one)
    let three = cut(3, after: two)
    let shortest = min(min(one, two - one), min(three - two, text.count - three))
    var second: ContiguousArray<Hit> = []
    var third: ContiguousArray<Hit> = []
    var fourth: ContiguousArray<Hit> = []
    var (a, b, c, d): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    var index = 0
    while index < shortest {
      a = step(a, text.unchecked(index))
      b = step(b, text.unchecked(one &+ index))
      c = step(c, text.unchecked(two &+ index))
      d = step(d, text.unchecked(three &+ index))
      if max(max(a, b), max(c, d)) >= firstMatch {
        let position = UInt32(truncatingIfNeeded: index)
        if a >= firstMatch { hits.append(Hit(position: position, list: (a &- firstMatch) / stride)) }
        if b >= firstMatch { second.append(Hit(position: position &+ UInt32(one), list: (b &- firstMatch) / stride)) }
        if c >= firstMatch { third.append(Hit(position: position &+ UInt32(two), list: (c &- firstMatch) / stride)) }
        if d >= firstMatch { fourth.append(Hit(position: position &+ UInt32(three), list: (d &- firstMatch) / stride)) }
      }
      index += 1
    }
    run(text, from: shortest, to: one, base: 0, &a, &hits)
    run(text, from: one + shortest, to: two, base: 0, &b, &second)
    run(text, from: two + shortest, to: three, base: 0, &c, &third)
    run(text, from: three + shortest, to: text.count, base: 0, &d, &fourth)
    hits += second
    hits += third
    hits += fourth
  }
}
