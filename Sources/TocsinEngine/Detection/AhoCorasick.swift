/// One automaton of all literals: finds every one of them, without case, in a single pass over the text.
///
/// Bytes are mapped to classes, states are premultiplied by the number of classes, and states in which a literal ends are numbered
/// last, so that the inner loop is a load, an add, a load and a compare. Four texts are scanned in turn, since one alone waits for
/// memory at each step.
struct AhoCorasick {
  /// Where a literal ends.
  struct Hit: BitwiseCopyable {
    var position: UInt32
    /// Index of the state's list of literals.
    var list: UInt32
  }

  private var classes: ContiguousArray<UInt8> = ContiguousArray(repeating: 0, count: 256)
  private var next: ContiguousArray<UInt32> = []
  private var firstMatch: UInt32 = 0
  private var stride: UInt32 = 1
  /// Literals that end in a matching state, by its number among them.
  private(set) var lists: ContiguousArray<ContiguousArray<Int32>> = []

  var isEmpty: Bool { lists.isEmpty }

  /// Literals folded to small ASCII letters; bytes outside ASCII stand for themselves.
  init(_ literals: [[UInt8]]) {
    guard !literals.isEmpty else { return }
    // Class 0 is every byte that occurs in no literal.
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
    number(children, ends, classCount)
  }

  private mutating func number(_ children: [[Int]], _ ends: [[Int32]], _ classCount: Int) {
    let order = children.indices.filter { ends[$0].isEmpty } + children.indices.filter { !ends[$0].isEmpty }
    var numbers = Array(repeating: 0, count: children.count)
    for (number, state) in order.enumerated() { numbers[state] = number }
    stride = UInt32(classCount)
    firstMatch = UInt32(ends.count(where: \.isEmpty)) * stride
    next.reserveCapacity(children.count * classCount)
    for state in order {
      for child in children[state] { next.append(UInt32(numbers[child]) * stride) }
      if !ends[state].isEmpty { lists.append(ContiguousArray(ends[state])) }
    }
  }

  /// All hits in one text, positions counted from `base`.
  func scan(_ text: ByteView, base: Int = 0, into hits: inout ContiguousArray<Hit>) {
    guard !isEmpty else { return }
    unsafe next.withUnsafeBufferPointer { next in
      unsafe classes.withUnsafeBufferPointer { classes in
        var state: UInt32 = 0
        for index in 0..<text.count {
          unsafe state = next[Int(state) &+ Int(classes[Int(text[index])])]
          if state >= firstMatch {
            hits.append(Hit(position: UInt32(truncatingIfNeeded: base &+ index), list: (state &- firstMatch) / stride))
          }
        }
      }
    }
  }

  /// All hits in a text of lines, in ascending order, scanned as four parts that are cut at newlines.
  func scanLines(_ text: ByteView, into hits: inout ContiguousArray<Hit>) {
    guard !isEmpty else { return }
    guard text.count >= 4_096 else { return scan(text, into: &hits) }
    var cuts = [0, 0, 0, 0, text.count]
    for part in 1..<4 {
      cuts[part] = text.firstIndex(of: 0x0A, from: max(cuts[part - 1], text.count / 4 * part)).map { $0 + 1 } ?? text.count
    }
    let shortest = (0..<4).map { cuts[$0 + 1] - cuts[$0] }.min() ?? 0
    var second: ContiguousArray<Hit> = []
    var third: ContiguousArray<Hit> = []
    var fourth: ContiguousArray<Hit> = []
    let (firstMatch, stride) = (self.firstMatch, self.stride)
    unsafe next.withUnsafeBufferPointer { next in
      unsafe classes.withUnsafeBufferPointer { classes in
        unsafe withoutBounds(text) { bytes in
          var a: UInt32 = 0
          var b: UInt32 = 0
          var c: UInt32 = 0
          var d: UInt32 = 0
          let (startB, startC, startD) = (cuts[1], cuts[2], cuts[3])
          let table = next.baseAddress!
          let map = classes.baseAddress!
          for index in 0..<shortest {
            unsafe a = table[Int(a) &+ Int(map[Int(bytes[index])])]
            unsafe b = table[Int(b) &+ Int(map[Int(bytes[startB &+ index])])]
            unsafe c = table[Int(c) &+ Int(map[Int(bytes[startC &+ index])])]
            unsafe d = table[Int(d) &+ Int(map[Int(bytes[startD &+ index])])]
            if max(max(a, b), max(c, d)) >= firstMatch {
              let position = UInt32(truncatingIfNeeded: index)
              if a >= firstMatch { hits.append(Hit(position: position, list: (a &- firstMatch) / stride)) }
              if b >= firstMatch { second.append(Hit(position: position &+ UInt32(startB), list: (b &- firstMatch) / stride)) }
              if c >= firstMatch { third.append(Hit(position: position &+ UInt32(startC), list: (c &- firstMatch) / stride)) }
              if d >= firstMatch { fourth.append(Hit(position: position &+ UInt32(startD), list: (d &- firstMatch) / stride)) }
            }
          }
          func rest(_ state: UInt32, _ from: Int, _ to: Int, _ hits: inout ContiguousArray<Hit>) {
            var state = state
            var index = from
            while index < to {
              unsafe state = table[Int(state) &+ Int(map[Int(bytes[index])])]
              if state >= firstMatch {
                hits.append(Hit(position: UInt32(truncatingIfNeeded: index), list: (state &- firstMatch) / stride))
              }
              index += 1
            }
          }
          rest(a, shortest, cuts[1], &hits)
          rest(b, startB + shortest, cuts[2], &second)
          rest(c, startC + shortest, cuts[3], &third)
          rest(d, startD + shortest, cuts[4], &fourth)
        }
      }
    }
    hits += second
    hits += third
    hits += fourth
  }
}

/// The bytes of a view for a loop that keeps inside it by construction.
@inline(__always)
private func withoutBounds(_ view: ByteView, _ body: (UnsafePointer<UInt8>) -> Void) {
  unsafe body(view.base)
}
