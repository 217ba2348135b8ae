/// A message pattern in the form it is matched in: steps from the left, then from the right, then the greedy rest.
struct CompiledPattern: BitwiseCopyable {
  struct Constant: BitwiseCopyable {
    var field: FieldID
    var value: ByteView
  }

  struct Step: BitwiseCopyable {
    /// Before the capture (from the left) or behind it (from the right); may be empty.
    var literal: ByteView
    /// The capture, or nil for a literal alone.
    var kind: Kind?
    var field: FieldID
    /// Where the field names an address: the field that takes it if it is an IP address.
    var ipField: FieldID
    /// The literal on the capture's other side, that bounds it.
    var bound: ByteView
  }

  enum Kind: UInt8, BitwiseCopyable { case word, integer, address, text, greedy }

  /// What no message can match without.
  var prefix: ByteView
  var suffix: ByteView
  var fromLeft: Table<Step>
  var fromRight: Table<Step>
  /// The greedy capture; without one, both ends must meet.
  var greedy: Step?
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
    if case .literal(let bytes)? = parts.last, parts.count > 1 { suffix = pool.view(bytes) }
    let greedyIndex = parts.firstIndex {
      if case .capture(_, .greedy) = $0 { return true }
      return false
    }

    func literal(_ index: Int) -> ByteView {
      if parts.indices.contains(index), case .literal(let bytes) = parts[index] { return pool.view(bytes) }
      return .empty
    }
    func step(_ index: Int, before: ByteView, bound: ByteView) -> Step {
      guard case .capture(let name, let patternKind) = parts[index] else {
        return Step(literal: before, kind: nil, field: .unnamed, ipField: .unnamed, bound: .empty)
      }
      let kind: Kind =
        switch patternKind {
        case .word: .word
        case .integer: .integer
        case .address: .address
        case .text: .text
        case .greedy: .greedy
        }
      var field = FieldID.unnamed
      var ipField = FieldID.unnamed
      if let name {
        field = name == CompiledPattern.multiplicityName ? CompiledPattern.multiplicity : fields.intern(name)
        if kind == .address, name.hasSuffix(".address") { ipField = fields.intern(name.dropLast(7) + "ip") }
      }
      return Step(literal: before, kind: kind, field: field, ipField: ipField, bound: bound)
    }

    constants = pool.table(set.map { Constant(field: fields.intern($0.field), value: pool.view($0.value)) })
    var left: [Step] = []
    var right: [Step] = []
    let leftEnd = greedyIndex ?? parts.count
    var index = 0
    while index < leftEnd {
      if case .literal = parts[index] {
        // A literal before a capture goes with it; one before the greedy capture, or the last, stands alone.
        if index + 1 < leftEnd {
          left.append(step(index + 1, before: literal(index), bound: literal(index + 2)))
          index += 2
        } else {
          left.append(Step(literal: literal(index), kind: nil, field: .unnamed, ipField: .unnamed, bound: .empty))
          index += 1
        }
      } else {
        left.append(step(index, before: .empty, bound: literal(index + 1)))
        index += 1
      }
    }
    fromLeft = pool.table(left)
    guard let greedyIndex else {
      fromRight = pool.table([])
      return
    }
    greedy = step(greedyIndex, before: .empty, bound: .empty)
    index = parts.count - 1
    while index > greedyIndex {
      if case .literal = parts[index] {
        if index - 1 > greedyIndex {
          right.append(step(index - 1, before: literal(index), bound: literal(index - 2)))
          index -= 2
        } else {
          right.append(Step(literal: literal(index), kind: nil, field: .unnamed, ipField: .unnamed, bound: .empty))
          index -= 1
        }
      } else {
        right.append(step(index, before: .empty, bound: literal(index - 1)))
        index -= 1
      }
    }
    fromRight = pool.table(right)
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
      if kind != .word, Self.holds(kind, step.bound[0]) { break }
      result.append(step.bound)
      expected = step.bound.count
    }
    return result
  }

  /// The fields that it may fill.
  var fields: [FieldID] {
    let steps = Array(fromLeft) + Array(fromRight) + [greedy].compactMap { $0 }
    return constants.map(\.field) + steps.flatMap { [$0.field, $0.ipField] }.filter { $0 != .unnamed && $0 != Self.multiplicity }
  }

  /// Matches the whole message and adds its captures and constants to the event; nothing is added where it does not match.
  @inline(__always)
  func match(_ message: ByteView, into event: Event) -> Bool {
    guard message.starts(with: prefix), message.matches(suffix, at: message.count - suffix.count) else { return false }
    event.captures.clear()
    guard fill(message, event) else { return false }
    for captured in event.captures.view {
      if captured.id == Self.multiplicity {
        event.multiplicity = max(1, min(captured.value.decimal ?? 1, Event.multiplicityLimit))
      } else {
        event.set(captured.id, captured.value)
      }
    }
    for constant in constants { event.set(constant.field, constant.value) }
    return true
  }

  private func fill(_ message: ByteView, _ event: Event) -> Bool {
    var left = 0
    var index = 0
    while index < fromLeft.count {
      let step = fromLeft[index]
      index += 1
      guard message.matches(step.literal, at: left) else { return false }
      left += step.literal.count
      guard let kind = step.kind else { continue }
      guard let end = Self.end(of: kind, message, from: left, bound: step.bound) else { return false }
      keep(message.slice(left, end), step, event)
      left = end
    }
    guard let greedy else { return left == message.count }
    var right = message.count
    index = 0
    while index < fromRight.count {
      let step = fromRight[index]
      index += 1
      guard right - step.literal.count >= left, message.matches(step.literal, at: right - step.literal.count) else {
        return false
      }
      right -= step.literal.count
      guard let kind = step.kind else { continue }
      guard let start = Self.start(of: kind, message, from: left, to: right, bound: step.bound) else { return false }
      keep(message.slice(start, right), step, event)
      right = start
    }
    keep(message.slice(left, right), greedy, event)
    return true
  }

  @inline(__always)
  private func keep(_ value: ByteView, _ step: Step, _ event: Event) {
    if step.field == .unnamed { return }
    var value = value
    if step.kind == .address {
      if value.has("::ffff:") || value.has("::FFFF:"), value.firstIndex(of: 0x2E) != nil { value = value.from(7) }
      _ = event.captures.append(FieldValue(id: step.field, kind: .text, value: value))
      if step.ipField != .unnamed, IPAddress.parse(value) != nil {
        _ = event.captures.append(FieldValue(id: step.ipField, kind: .text, value: value))
      }
      return
    }
    _ = event.captures.append(FieldValue(id: step.field, kind: .text, value: value))
  }

  /// Where a capture that begins at `start` ends, or nil.
  private static func end(of kind: Kind, _ message: ByteView, from start: Int, bound: ByteView) -> Int? {
    switch kind {
    case .integer, .address:
      var end = start
      while end < message.count, holds(kind, message[end]) { end += 1 }
      // What follows may begin with a byte that an address may hold (a full stop, a colon).
      if kind == .address, !bound.isEmpty, end > start, holds(kind, bound[0]) {
        while end > start, !message.matches(bound, at: end) { end -= 1 }
      }
      return end > start ? end : nil
    case .word:
      // A word has no white space, so what follows it begins at the first white space at the latest.
      var end = start
      while end < message.count {
        if !bound.isEmpty, message[end] == bound[0], message.matches(bound, at: end) { return end > start ? end : nil }
        if message[end] == 0x20 || message[end] == 0x09 { return nil }
        end += 1
      }
      return bound.isEmpty && end > start ? end : nil
    case .text:
      return bound.isEmpty ? message.count : message.firstRange(of: bound, from: start)
    case .greedy:
      return nil
    }
  }

  /// Where a capture that ends at `end` begins, at `limit` at the earliest, or nil.
  private static func start(of kind: Kind, _ message: ByteView, from limit: Int, to end: Int, bound: ByteView) -> Int? {
    switch kind {
    case .integer, .address:
      var start = end
      while start > limit, holds(kind, message[start - 1]) {
        // What stands before an address may end with a byte that an address may hold.
        if kind == .address, start < end, !bound.isEmpty, start - bound.count >= limit,
          holds(kind, bound[bound.count - 1]), message.matches(bound, at: start - bound.count)
        {
          break
        }
        start -= 1
      }
      return start < end ? start : nil
    case .word:
      var start = end
      while start > limit, message[start - 1] != 0x20, message[start - 1] != 0x09 {
        if !bound.isEmpty, start - bound.count >= limit, message.matches(bound, at: start - bound.count) { break }
        start -= 1
      }
      return start < end ? start : nil
    case .text, .greedy:
      return nil
    }
  }

  @inline(__always)
  private static func holds(_ kind: Kind, _ byte: UInt8) -> Bool {
    if byte &- 0x30 < 10 { return true }
    guard kind == .address else { return false }
    return (byte | 0x20) &- 0x61 < 26 || byte == 0x2E || byte == 0x3A || byte == 0x2D || byte == 0x5F || byte == 0x25
  }
}
