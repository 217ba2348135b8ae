/// A message pattern in the form it is matched in: steps from the left, then from the right, then the greedy rest.
struct CompiledPattern: BitwiseCopyable {
  struct Constant: BitwiseCopyable {
    var field: FieldID
    var value: ByteView
  }

  struct Step: BitwiseCopyable {
    /// Before the capture (from the left) or behind it (from the right); may be empty.
    var literal: Literal
    /// The literal on the capture's other side, that bounds it.
    var bound = Literal.empty
    /// Its first byte; where there is none, a space, which ends a word anyway.
    var boundByte: UInt8 = 0x20
    /// The capture, or nil for a literal alone.
    var kind: Kind?
    /// Whether the capture is kept.
    var isNamed = false
    /// Whether the step before it, or who asks for a match, has found the literal already.
    var isLiteralKnown = false
    /// Whether the byte of `bound` that touches the capture may itself stand in it.
    var mayHoldBound = false
  }

  /// What becomes of a named capture.
  struct Capture: BitwiseCopyable {
    var field: FieldID
    /// Where the field names an address: the field that takes it if it is an IP address.
    var ipField: FieldID
    var isAddress: Bool
  }

  enum Kind: UInt8, BitwiseCopyable { case word, integer, address, text, greedy }

  /// What no message can match without.
  var prefix: ByteView
  var suffix: Literal
  var fromLeft: Table<Step>
  var fromRight: Table<Step>
  /// Whether there is a greedy capture; without one, both ends must meet.
  var hasGreedy: Bool
  var isGreedyNamed = false
  /// The named captures: those from the left, from the right, and the greedy one.
  var captures: Table<Capture>
  /// Whether no two of its fields are one, and none is a header's.
  var hasNewFields: Bool
  var constants: Table<Constant>
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
      if parts.indices.contains(index), case .literal(let bytes) = parts[index] { return Literal(pool.view(bytes)) }
      return .empty
    }
    var captures: [Capture] = []
    /// Whether the capture is kept.
    func keep(_ name: String?, _ kind: Kind) -> Bool {
      guard let name, captures.count < Spans.limit else { return false }
      let field = name == CompiledPattern.multiplicityName ? CompiledPattern.multiplicity : fields.intern(name)
      var ipField = FieldID.unnamed
      if kind == .address, name.hasSuffix(".address") { ipField = fields.intern(name.dropLast(7) + "ip") }
      captures.append(Capture(field: field, ipField: ipField, isAddress: kind == .address))
      return true
    }
    func step(_ index: Int, before: Literal, bound: Literal, touching end: (ByteView) -> UInt8) -> Step {
      guard case .capture(let name, let patternKind) = parts[index] else { return Step(literal: before) }
      let kind = Kind(patternKind)
      return Step(
        literal: before, bound: bound, boundByte: bound.isEmpty ? 0x20 : bound.view[0], kind: kind, isNamed: keep(name, kind),
        mayHoldBound: !bound.isEmpty && CompiledPattern.holds(kind, end(bound.view)))
    }
    let first = { (bound: ByteView) in bound[0] }
    let last = { (bound: ByteView) in bound[bound.count - 1] }

    constants = pool.table(set.map { Constant(field: fields.intern($0.field), value: pool.view($0.value)) })
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
          left.append(Step(literal: literal(index)))
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
          right.append(Step(literal: literal(index)))
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
    self.captures = pool.table(captures)
    let filled = captures.flatMap { [$0.field, $0.ipField] }.filter { $0 != .unnamed } + constants.map(\.field)
    hasNewFields =
      !filled.contains(Self.multiplicity)
      && Set(filled + Format.headerFields).count == filled.count + Format.headerFields.count
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

  /// The fields that it may fill.
  var fields: [FieldID] {
    constants.map(\.field) + captures.flatMap { [$0.field, $0.ipField] }.filter { $0 != .unnamed && $0 != Self.multiplicity }
  }

  /// Whether the whole message, which begins with `prefix`, matches; where its named captures stand is then in the event's `spans`.
  @inline(__always)
  func matches(_ message: ByteView, _ event: Event) -> Bool {
    message.count >= suffix.count && suffix.stands(in: message, at: message.count &- suffix.count) && fill(message, event.spans)
  }

  /// Adds what the captures and constants say to the event, once the message is known to match.
  @inline(__always)
  func keep(_ message: ByteView, in event: Event) {
    if hasNewFields, event.hasFixedFields, captures.count &* 2 &+ constants.count <= event.room {
      Self.add(captures, constants, message, event)
    } else {
      Self.set(captures, constants, message, event)
    }
  }

  /// Where no field can have a value already, and all have room.
  @inline(never)
  private static func add(_ captures: Table<Capture>, _ constants: Table<Constant>, _ message: ByteView, _ event: Event) {
    var writer = event.writer
    var index = 0
    while index < captures.count {
      let span = event.spans[index]
      let capture = captures[index]
      index &+= 1
      let captured = message.slice(span.start, span.end)
      if capture.isAddress {
        let value = captured.withoutMappedPrefix
        writer.add(capture.field, value)
        if capture.ipField != .unnamed, IPAddress.isAddress(value) { writer.add(capture.ipField, value) }
      } else {
        writer.add(capture.field, captured)
      }
    }
    index = 0
    while index < constants.count {
      writer.add(constants[index].field, constants[index].value)
      index &+= 1
    }
    event.finish(writer)
  }

  @inline(never)
  private static func set(_ captures: Table<Capture>, _ constants: Table<Constant>, _ message: ByteView, _ event: Event) {
    for index in captures.indices {
      let span = event.spans[index]
      captures[index].set(message.slice(span.start, span.end), in: event)
    }
    for constant in constants { event.set(constant.field, constant.value) }
  }

  @inline(__always)
  private func fill(_ message: ByteView, _ spans: Spans) -> Bool {
    var left = 0
    var used = 0
    var index = 0
    while index < fromLeft.count {
      let step = fromLeft[index]
      index &+= 1
      if !step.isLiteralKnown, !step.literal.stands(in: message, at: left) { return false }
      left &+= step.literal.count
      if let kind = step.kind {
        let end = step.end(of: kind, message, from: left)
        if end < 0 { return false }
        if step.isNamed {
          spans[used] = .init(start: left, end: end)
          used &+= 1
        }
        left = end
      }
    }
    if !hasGreedy { return left == message.count }
    var right = message.count
    index = 0
    while index < fromRight.count {
      let step = fromRight[index]
      index &+= 1
      right &-= step.literal.count
      if right < left { return false }
      if !step.isLiteralKnown, !step.literal.stands(in: message, at: right) { return false }
      if let kind = step.kind {
        let start = step.start(of: kind, message, from: left, to: right)
        if start < 0 { return false }
        if step.isNamed {
          spans[used] = .init(start: start, end: right)
          used &+= 1
        }
        right = start
      }
    }
    if right < left { return false }
    if isGreedyNamed { spans[used] = .init(start: left, end: right) }
    return true
  }

  /// Whether a byte may stand in a number or an address.
  fileprivate static func holds(_ kind: Kind, _ byte: UInt8) -> Bool {
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

extension CompiledPattern.Capture {
  fileprivate func set(_ captured: ByteView, in event: Event) {
    if isAddress {
      let value = captured.withoutMappedPrefix
      event.set(field, value)
      if ipField != .unnamed, IPAddress.isAddress(value) { event.set(ipField, value) }
    } else if field == CompiledPattern.multiplicity {
      event.multiplicity = max(1, min(captured.decimal ?? 1, Event.multiplicityLimit))
    } else {
      event.set(field, captured)
    }
  }
}

extension CompiledPattern.Step {
  /// Where a capture that begins at `start` ends, or -1.
  @inline(__always)
  fileprivate func end(of kind: CompiledPattern.Kind, _ message: ByteView, from start: Int) -> Int {
    switch kind {
    case .integer:
      let end = message.skipDigits(start)
      return end > start ? end : -1
    case .address:
      var end = message.skipAddress(start)
      // What follows may begin with a byte that an address may hold (a full stop, a colon).
      if mayHoldBound { while end > start, !bound.stands(in: message, at: end) { end -= 1 } }
      return end > start ? end : -1
    case .word: return wordEnd(message, from: start)
    case .text: return bound.isEmpty ? message.count : message.firstRange(of: bound.view, from: start) ?? -1
    case .greedy: return -1
    }
  }

  /// A word has no white space, so what follows it begins at the first white space at the latest.
  @inline(__always)
  private func wordEnd(_ message: ByteView, from start: Int) -> Int {
    let hit = message.firstIndex(of: boundByte, or: 0x20, or: 0x09, from: start) ?? message.count
    if hit < message.count, !bound.isEmpty, bound.stands(in: message, at: hit) { return hit > start ? hit : -1 }
    return laterWordEnd(message, from: start, hit)
  }

  /// The same where the first byte that may begin the bound does not.
  private func laterWordEnd(_ message: ByteView, from start: Int, _ first: Int) -> Int {
    var hit = first
    while hit < message.count {
      if !bound.isEmpty, bound.stands(in: message, at: hit) { return hit > start ? hit : -1 }
      if message[hit] == 0x20 || message[hit] == 0x09 { return -1 }
      hit = message.firstIndex(of: boundByte, or: 0x20, or: 0x09, from: hit + 1) ?? message.count
    }
    return bound.isEmpty && hit > start ? hit : -1
  }

  /// Where a capture that ends at `end` begins, at `limit` at the earliest, or -1.
  @inline(__always)
  fileprivate func start(of kind: CompiledPattern.Kind, _ message: ByteView, from limit: Int, to end: Int) -> Int {
    let start: Int =
      switch kind {
      case .integer: message.skipDigits(back: end, to: limit)
      case .address: mayHoldBound ? addressStart(message, from: limit, to: end) : message.skipAddress(back: end, to: limit)
      case .word: wordStart(message, from: limit, to: end)
      case .text, .greedy: end
      }
    return start < end ? start : -1
  }

  /// What stands before an address may end with a byte that an address may hold.
  private func addressStart(_ message: ByteView, from limit: Int, to end: Int) -> Int {
    let first = message.skipAddress(back: end, to: limit)
    var start = end
    while start > first {
      if start < end, start - bound.count >= limit, bound.stands(in: message, at: start - bound.count) { break }
      start -= 1
    }
    return start
  }

  private func wordStart(_ message: ByteView, from limit: Int, to end: Int) -> Int {
    var start = end
    while start > limit, message[start - 1] != 0x20, message[start - 1] != 0x09 {
      if !bound.isEmpty, start - bound.count >= limit, bound.stands(in: message, at: start - bound.count) { break }
      start -= 1
    }
    return start
  }
}
