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
    var children: [[Int]] = [Array(repeating: -1, count: classCount)]
    var ends: [[Int32]] = [[]]
    for (number, literal) in literals.enumerated() {
      var at = 0
      for byte in literal {
        let byteClass = Int(classes[Int(byte)])
        if children[at][byteClass] < 0 {
          children.append(Array(repeating: -1, count: classCount))
          ends.append([])
          children[at][byteClass] = children.count - 1
        }
        at = children[at][byteClass]
      }
      ends[at].append(Int32(number))
    }
    var fail = Array(repeating: 0, count: children.count)
    var queue: [Int] = []
    for byteClass in 0..<classCount {
      if children[0][byteClass] > 0 { queue.append(children[0][byteClass]) } else { children[0][byteClass] = 0 }
    }
    var head = 0
    while head < queue.count {
      let at = queue[head]
      head += 1
      ends[at] += ends[fail[at]]
      for byteClass in 0..<classCount {
        let child = children[at][byteClass]
        if child >= 0 {
          fail[child] = children[fail[at]][byteClass]
          queue.append(child)
        } else {
          children[at][byteClass] = children[fail[at]][byteClass]
        }
      }
    }
    // Matching states last.
    let order = children.indices.filter { ends[$0].isEmpty } + children.indices.filter { !ends[$0].isEmpty }
    var numbers = Array(repeating: 0, count: children.count)
    for (number, state) in order.enumerated() { numbers[state] = number }
    let stride = UInt32(classCount)
    var next: [UInt32] = []
    next.reserveCapacity(children.count * classCount)
    var starts: [Int32] = [0]
    var listed: [Int32] = []
    for state in order {
      for child in children[state] { next.append(UInt32(numbers[child]) * stride) }
      guard !ends[state].isEmpty else { continue }
      listed += ends[state]
      starts.append(Int32(listed.count))
    }
    self.classes = pool.table(classes)
    self.next = pool.table(next)
    self.stride = stride
    firstMatch = UInt32(ends.count(where: \.isEmpty)) * stride
    listStarts = pool.table(starts)
    self.listed = pool.table(listed)
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
