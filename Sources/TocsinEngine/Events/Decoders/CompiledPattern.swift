/// A message pattern in the form it is matched in: steps from the left, then from the right, then the greedy rest.
struct CompiledPattern: BitwiseCopyable {
  struct Constant: BitwiseCopyable {
    /// As an event holds it.
    let whole: FieldValue
    var field: FieldID { whole.id }
    var value: ByteView { whole.value }
  }

  struct Step: BitwiseCopyable {
    /// The literal before the capture (from the left) or behind it (from the right); it may be empty.
    var literal: Literal
    /// The literal on the capture's other side, that bounds it.
    var bound: Literal
    /// The capture, or nil for a literal alone.
    var kind: Kind?
    /// Whether the capture is kept.
    var isNamed = false
    /// Whether the step before it, or who asks for a match, has found the literal already.
    var isLiteralKnown = false
    /// Whether the byte of the bound that touches the capture may itself stand in it.
    var mayHoldBound = false
  }

  /// What becomes of a named capture.
  struct Capture: BitwiseCopyable {
    var field: FieldID
    /// Where the field names an address: the field that takes it if it is an IP address.
    var ipField: FieldID
    var isAddress: Bool
    /// Its place among the pattern's spans.
    var span: UInt8
  }

  /// What becomes fields once the pattern matches.
  struct Kept: BitwiseCopyable {
    var captures: Table<Capture> = .empty
    var constants: Table<Constant> = .empty
  }

  enum Kind: UInt8, BitwiseCopyable { case word, integer, address, text, greedy }

  /// What no message can match without.
  var prefix: ByteView
  var suffix: Literal
  var fromLeft: Table<Step>
  var fromRight: Table<Step>
  /// So many steps from the left, the first, capture words whose ends the search for patterns has noted.
  private(set) var knownWords = 0
  /// Whether it ends with a number: then no message does otherwise.
  var endsWithInteger: Bool
  /// Whether there is a greedy capture; without one, both ends must meet.
  var hasGreedy: Bool
  var isGreedyNamed = false
  /// The named captures (those from the left, from the right, and the greedy one) and the constants.
  var kept: Kept
  /// Whether no two of its fields are one, and none is a header's.
  var hasNewFields: Bool
  var join: JoinRole
  var decoder: Int

  /// `constants` are what it asserts.
  init(
    _ pattern: MessagePattern, asserting constants: Table<Constant>, join: JoinRole, decoder: Int, fields: inout FieldTable,
    pool: ConstantPool
  ) {
    self.join = join
    self.decoder = decoder
    let parts = pattern.parts
    var greedyIndex: Int?
    let literals = parts.enumerated().map { index, part in
      switch part {
      case .literal(let bytes): return Literal(pool.view(bytes))
      case .capture(_, let kind):
        if kind == .greedy { greedyIndex = index }
        return .empty
      }
    }
    prefix = literals.first?.view ?? .empty
    suffix = parts.count > 1 ? literals[parts.count - 1] : .empty
    endsWithInteger = if case .capture(_, .integer) = parts.last { true } else { false }

    func literal(_ index: Int) -> Literal { literals.indices.contains(index) ? literals[index] : .empty }
    var captures: [Capture] = []
    /// Whether the capture is kept.
    func keep(_ name: String?, _ kind: Kind) -> Bool {
      guard let name, captures.count < Spans.limit else { return false }
      let field = name == CompiledPattern.multiplicityName ? CompiledPattern.multiplicity : fields.intern(name)
      var ipField = FieldID.unnamed
      if kind == .address, let owner = CompiledPattern.owner(ofAddress: name) { ipField = fields.intern("\(owner).ip") }
      captures.append(Capture(field: field, ipField: ipField, isAddress: kind == .address, span: UInt8(captures.count)))
      return true
    }
    func step(_ index: Int, before: Literal, bound: Literal, touching end: (ByteView) -> UInt8?) -> Step {
      guard case .capture(let name, let patternKind) = parts[index] else { return Step(literal: before, bound: .empty) }
      let kind = Kind(patternKind)
      let touching = end(bound.view)
      return Step(
        literal: before, bound: bound, kind: kind, isNamed: keep(name, kind),
        mayHoldBound: touching.map { CompiledPattern.holds(kind, $0) } ?? false)
    }
    let first = { (bound: ByteView) -> UInt8? in bound.isEmpty ? nil : bound[0] }
    let last = { (bound: ByteView) -> UInt8? in bound.isEmpty ? nil : bound[bound.count - 1] }

    var left: [Step] = []
    var right: [Step] = []
    let leftEnd = greedyIndex ?? parts.count
    var index = 0
    while index < leftEnd {
      if case .literal = parts[index] {
        // A literal before a capture goes with it; one before the greedy capture, or the last, stands alone.
        if index + 1 < leftEnd {
          left.append(step(index + 1, before: literal(index), bound: literal(index + 2), touching: first))
          index += 2
        } else {
          left.append(Step(literal: literal(index), bound: .empty))
          index += 1
        }
      } else {
        left.append(step(index, before: .empty, bound: literal(index + 1), touching: first))
        index += 1
      }
    }
    index = parts.count - 1
    while let greedyIndex, index > greedyIndex {
      if case .literal = parts[index] {
        if index - 1 > greedyIndex {
          right.append(step(index - 1, before: literal(index), bound: literal(index - 2), touching: last))
          index -= 2
        } else {
          right.append(Step(literal: literal(index), bound: .empty))
          index -= 1
        }
      } else {
        right.append(step(index, before: .empty, bound: literal(index - 1), touching: last))
        index -= 1
      }
    }
    // Prefix and suffix are looked at first of all; a word and a text end where their bound was found.
    if !left.isEmpty { left[0].isLiteralKnown = true }
    if !right.isEmpty { right[0].isLiteralKnown = true }
    knownWords = min(Self.branches(behind: prefix, of: left).count, Spans.limit)
    for index in left.indices.dropFirst() {
      left[index].isLiteralKnown = index <= knownWords || left[index - 1].kind == .word || left[index - 1].kind == .text
    }
    hasGreedy = greedyIndex != nil
    if let greedyIndex, case .capture(let name, _) = parts[greedyIndex] { isGreedyNamed = keep(name, .greedy) }
    fromLeft = pool.table(left)
    fromRight = pool.table(right)
    kept = Kept(captures: pool.table(captures), constants: constants)
    hasNewFields = Self.areNew(captures, constants)
  }

  /// `source` for `source.address`, nil for a name that does not end so.
  private static func owner(ofAddress name: String) -> Substring? {
    let suffix = ".address".utf8
    guard name.utf8.count > suffix.count, name.utf8.suffix(suffix.count).elementsEqual(suffix) else { return nil }
    return Substring(name.utf8.dropLast(suffix.count))
  }

  /// Whether no two fields are one, and none is a header's.
  private static func areNew(_ captures: [Capture], _ constants: Table<Constant>) -> Bool {
    var filled = Format.headerFields
    func add(_ field: FieldID) -> Bool {
      if field == multiplicity || filled.contains(field) { return false }
      filled.append(field)
      return true
    }
    for capture in captures {
      if capture.field != .unnamed, !add(capture.field) { return false }
      if capture.ipField != .unnamed, !add(capture.ipField) { return false }
    }
    return constants.allSatisfy { add($0.field) }
  }

  /// What all ways to write a pattern assert.
  static func constants(
    _ set: [(field: String, value: String)], _ fields: inout FieldTable, _ pool: ConstantPool
  ) -> Table<Constant> {
    pool.table(
      set.map { Constant(whole: FieldValue(id: fields.intern($0.field), kind: .text, value: pool.view($0.value))) })
  }

  static let multiplicityName = "tocsin.multiplicity"
  /// Stands for `tocsin.multiplicity`: not a field, but how many times the record counts.
  static let multiplicity = FieldID(rawValue: .max - 1)

  /// Where words follow the prefix: the literals that end them, one after the other. Patterns that begin alike are told apart by
  /// these. A number or an address counts as a word where its literal can only stand at its end.
  var branches: [ByteView] { Self.branches(behind: prefix, of: fromLeft) }

  private static func branches(behind prefix: ByteView, of steps: some Sequence<Step>) -> [ByteView] {
    var result: [ByteView] = []
    var expected = prefix.count
    for step in steps {
      guard let kind = step.kind, kind != .text, !step.bound.isEmpty, step.literal.count == expected else { break }
      if kind != .word, step.mayHoldBound { break }
      result.append(step.bound.view)
      expected = step.bound.count
    }
    return result
  }

  var captures: Table<Capture> { kept.captures }
  var constants: Table<Constant> { kept.constants }

  /// What of it fills the fields of which it is said; all where it cannot be told apart.
  func kept(only isRead: [Bool], pool: ConstantPool) -> Kept {
    guard hasNewFields else { return kept }
    func reads(_ field: FieldID) -> Bool { Int(field.rawValue) < isRead.count && isRead[Int(field.rawValue)] }
    let captures = kept.captures.filter { reads($0.field) || reads($0.ipField) }
    return Kept(captures: pool.table(captures), constants: pool.table(kept.constants.filter { reads($0.field) }))
  }

  /// The fields that it may fill.
  var fields: [FieldID] {
    constants.map(\.field) + captures.flatMap { [$0.field, $0.ipField] }.filter { $0 != .unnamed && $0 != Self.multiplicity }
  }

  /// Whether a byte may stand in a number or an address.
  static func holds(_ kind: Kind, _ byte: UInt8) -> Bool {
    if byte &- 0x30 < 10 { return true }
    guard kind == .address else { return false }
    return (byte | 0x20) &- 0x61 < 26 || byte == 0x2E || byte == 0x3A || byte == 0x2D || byte == 0x5F || byte == 0x25
  }
}

extension CompiledPattern.Kind {
  fileprivate init(_ kind: MessagePattern.Kind) {
    self =
      switch kind {
      case .word: .word
      case .integer: .integer
      case .address: .address
      case .text: .text
      case .greedy: .greedy
      }
  }
}
