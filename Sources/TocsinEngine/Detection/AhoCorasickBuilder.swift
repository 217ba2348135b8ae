/// Puts the states of an `AhoCorasick` together: a tree of the literals, the links between its nodes, and the table that both make.
struct AhoCorasickBuilder: ~Copyable {
  private struct State: BitwiseCopyable {
    var byteClass: UInt8
    /// Its children are chained.
    var firstChild: Int32 = -1
    var sibling: Int32 = -1
    /// The literal that ends here, or -1.
    var literal: Int32 = -1
    /// Where to go on when nothing fits.
    var fail: Int32 = 0
    /// The nearest state, itself or by way of its fails, in which a literal ends, or -1.
    var output: Int32 = -1
    var number: UInt32 = 0
  }

  /// Class 0 is every byte that occurs in no literal.
  private(set) var classes = Array(repeating: UInt8(0), count: 256)
  private(set) var classCount = 1
  /// How many states are numbered before those in which a literal ends.
  private(set) var plainCount: UInt32 = 0
  /// For each of the others a range of `listed`.
  private(set) var listStarts: [Int32] = [0]
  private(set) var listed: [Int32] = []

  private var states = Row<State>()
  /// The first state's children by class: it may have many.
  private var roots = Array(repeating: Int32(-1), count: 256)
  /// All states but the first, level by level.
  private var order = Row<Int32>()

  /// Literals folded to small ASCII letters; bytes outside ASCII stand for themselves.
  init(_ literals: [[UInt8]]) {
    for literal in literals {
      for byte in literal where classes[Int(byte)] == 0 {
        classes[Int(byte)] = UInt8(classCount)
        if byte &- 0x61 < 26 { classes[Int(byte & 0xDF)] = UInt8(classCount) }
        classCount += 1
      }
    }
    states.append(State(byteClass: 0))
    for (number, literal) in literals.enumerated() { add(literal, Int32(number)) }
    link()
    number()
  }

  private mutating func add(_ literal: [UInt8], _ number: Int32) {
    var at: Int32 = 0
    for byte in literal {
      let byteClass = classes[Int(byte)]
      var next = child(at, byteClass)
      if next < 0 {
        next = Int32(states.count)
        states.append(State(byteClass: byteClass, sibling: states[Int(at)].firstChild))
        states[Int(at)].firstChild = next
        if at == 0 { roots[Int(byteClass)] = next }
      }
      at = next
    }
    states[Int(at)].literal = number
  }

  /// Where a class leads to in the tree, or -1.
  @inline(__always)
  private func child(_ state: Int32, _ byteClass: UInt8) -> Int32 {
    if state == 0 { return roots[Int(byteClass)] }
    var next = states[Int(state)].firstChild
    while next >= 0, states[Int(next)].byteClass != byteClass { next = states[Int(next)].sibling }
    return next
  }

  /// Level by level: where a state has no child, it goes on where its fail does.
  private mutating func link() {
    order.reserve(states.count)
    appendChildren(of: 0)
    var index = 0
    while index < order.count {
      let at = order[index]
      index += 1
      let fail = states[Int(at)].fail
      states[Int(at)].output = states[Int(at)].literal >= 0 ? at : states[Int(fail)].output
      appendChildren(of: at)
      var next = states[Int(at)].firstChild
      while next >= 0 {
        states[Int(next)].fail = onward(from: fail, states[Int(next)].byteClass)
        next = states[Int(next)].sibling
      }
    }
  }

  private mutating func appendChildren(of state: Int32) {
    var next = states[Int(state)].firstChild
    while next >= 0 {
      order.append(next)
      next = states[Int(next)].sibling
    }
  }

  private func onward(from state: Int32, _ byteClass: UInt8) -> Int32 {
    var at = state
    while true {
      let next = child(at, byteClass)
      if next >= 0 { return next }
      if at == 0 { return 0 }
      at = states[Int(at)].fail
    }
  }

  /// States in which a literal ends are numbered last.
  private mutating func number() {
    for state in 0..<states.count where states[state].output < 0 {
      states[state].number = plainCount
      plainCount += 1
    }
    var matching = plainCount
    for state in 0..<states.count where states[state].output >= 0 {
      states[state].number = matching
      matching += 1
      var output = states[state].output
      while output >= 0 {
        listed.append(states[Int(output)].literal)
        output = states[Int(states[Int(output)].fail)].output
      }
      listStarts.append(Int32(listed.count))
    }
  }

  /// For each state, by number, where each class leads to, as a place in the table: what its fail has, but for its own children.
  func table(_ pool: ConstantPool) -> Table<UInt32> {
    let stride = UInt32(classCount)
    return unsafe pool.table(count: states.count * classCount) { table in
      func set(_ state: Int32) {
        let row = unsafe table + Int(states[Int(state)].number * stride)
        if state == 0 {
          unsafe row.initialize(repeating: 0, count: classCount)
        } else {
          unsafe row.initialize(from: table + Int(states[Int(states[Int(state)].fail)].number * stride), count: classCount)
        }
        var next = states[Int(state)].firstChild
        while next >= 0 {
          unsafe row[Int(states[Int(next)].byteClass)] = states[Int(next)].number * stride
          next = states[Int(next)].sibling
        }
      }
      set(0)
      for index in 0..<order.count { set(order[index]) }
    }
  }
}
