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
  /// Whether there is a greedy capture; without one, both ends must meet.
  var hasGreedy: Bool
  var isGreedyNamed = false
  /// The named captures (those from the left, from the right, and the greedy one) and the constants.
  var kept: Kept
  /// Whether no two of its fields are one, and none is a header's.
  var hasNewFields: Bool
  var join: JoinRole
  var decoder: Int

  init(
    _ pattern: MessagePattern, set: [(field: String, value: String)], join: JoinRole, decoder: Int, fields: inout FieldTable,
    constants pool: ConstantPool
  ) {
    self.join = join
    self.decoder = decoder
    let parts = pattern.parts
    prefix = .empty
    suffix = .empty
    if case .literal(let bytes)? = parts.first { prefix = pool.view(bytes) }
    if case .literal(let bytes)? = parts.last, parts.count > 1 { suffix = Literal(pool.view(bytes)) }
    let greedyIndex = parts.firstIndex {
      if case .capture(_, .greedy) = $0 { return true }
      return false
    }

    func literal(_ index: Int) -> Literal {
      guard parts.indices.contains(index), case .literal(let bytes) = parts[index] else { return .empty }
      return Literal(pool.view(bytes))
    }
    var captures: [Capture] = []
    /// Whether the capture is kept.
    func keep(_ name: String?, _ kind: Kind) -> Bool {
      guard let name, captures.count < Spans.limit else { return false }
      let field = name == CompiledPattern.multiplicityName ? CompiledPattern.multiplicity : fields.intern(name)
      var ipField = FieldID.unnamed
      if kind == .address, name.hasSuffix(".address") { ipField = fields.intern(name.dropLast(7) + "ip") }
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
    let first = { (bound: ByteView) in bound.bytes.first }
    let last = { (bound: ByteView) in bound.bytes.last }

    let constants = set.map { Constant(whole: FieldValue(id: fields.intern($0.field), kind: .text, value: pool.view($0.value))) }
    kept = Kept()
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
    for index in left.indices.dropFirst() {
      left[index].isLiteralKnown = left[index - 1].kind == .word || left[index - 1].kind == .text
    }
    hasGreedy = greedyIndex != nil
    if let greedyIndex, case .capture(let name, _) = parts[greedyIndex] { isGreedyNamed = keep(name, .greedy) }
    fromLeft = pool.table(left)
    fromRight = pool.table(right)
    kept = Kept(captures: pool.table(captures), constants: pool.table(constants))
    let filled = captures.flatMap { [$0.field, $0.ipField] }.filter { $0 != .unnamed } + constants.map(\.field)
    hasNewFields =
      !filled.contains(Self.multiplicity)
      && Set(filled + Format.headerFields).count == filled.count + Format.headerFields.count
    knownWords = min(branches.count, Spans.limit)
  }

  static let multiplicityName = "tocsin.multiplicity"
  /// Stands for `tocsin.multiplicity`: not a field, but how many times the record counts.
  static let multiplicity = FieldID(rawValue: .max - 1)

  /// Where words follow the prefix: the literals that end them, one after the other. Patterns that begin alike are told apart by
  /// these. A number or an address counts as a word where its literal can only stand at its end.
  var branches: [ByteView] {
    var result: [ByteView] = []
    var expected = prefix.count
    for step in fromLeft {
      guard let kind = step.kind, kind != .text, !step.bound.isEmpty, step.literal.count == expected else { break }
      if kind != .word, step.mayHoldBound { break }
      result.append(step.bound.view)
      expected = step.bound.count
    }
    return result
  }

  var constants: Table<Constant> { kept.constants }

  /// What of it fills these fields; all where it cannot be told apart.
  func kept(only fields: Set<FieldID>, pool: ConstantPool) -> Kept {
    guard hasNewFields else { return kept }
    let captures = kept.captures.filter { fields.contains($0.field) || fields.contains($0.ipField) }
    return Kept(captures: pool.table(captures), constants: pool.table(constants.filter { fields.contains($0.field) }))
  }

  /// The fields that it may fill.
  var fields: [FieldID] {
    constants.map(\.field) + kept.captures.flatMap { [$0.field, $0.ipField] }.filter { $0 != .unnamed && $0 != Self.multiplicity }
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
