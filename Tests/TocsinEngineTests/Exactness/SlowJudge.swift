import Sigma

/// Says whether a rule matches a record, as plainly as can be, from the specification alone. It shares nothing with the engine.
struct SlowJudge {
  let record: RandomRecord
  /// What the record is of: log sources.
  let sources: [LogSource]
  /// Texts in which keywords are looked for: values at any depth, and the whole line of a record that has no structure of its own.
  private let anywhere: [SlowText]
  private let read: SlowTexts

  init(_ record: RandomRecord, line: [UInt8], sources: [LogSource], read: SlowTexts = SlowTexts()) {
    (self.record, self.read) = (record, read)
    self.sources = sources + (record.shape == .syslog ? [LogSource(product: "linux", service: "syslog")] : [])
    func texts(_ datum: Datum) -> [[UInt8]] {
      switch datum {
      case .list(let elements): elements.flatMap(texts)
      case .object(let members): members.flatMap { texts($0.value) }
      default: datum.text.map { [$0] } ?? []
      }
    }
    let values = record.members.flatMap { texts($0.value) }
    let others: [[UInt8]] =
      switch record.shape {
      case .json: []
      case .keyValue, .plain: [line]
      // Whom and what it is from are values, too.
      case .syslog: [line, record.message] + ["gate", "app", "7"].map { Array($0.utf8) }
      }
    anywhere = (values + others).map { read($0) }
  }

  func matches(_ rule: SlowRule) -> Bool {
    let isFor = sources.contains { source in
      (rule.source.category == nil || rule.source.category == source.category)
        && (rule.source.product == nil || rule.source.product == source.product)
        && (rule.source.service == nil || rule.source.service == source.service)
    }
    return isFor && rule.conditions.contains { holds($0, rule) }
  }

  // MARK: Conditions (SPEC 5)

  private func holds(_ condition: SlowRule.Condition, _ rule: SlowRule) -> Bool {
    switch condition {
    case .name(let name): holds(rule.selections.first { $0.name == name }!.selection)
    case .quantified("all", let target): rule.targets(target).allSatisfy { holds(rule.selections[$0].selection) }
    case .quantified(_, let target): rule.targets(target).contains { holds(rule.selections[$0].selection) }
    case .not(let part): !holds(part, rule)
    case .and(let parts): parts.allSatisfy { holds($0, rule) }
    case .or(let parts): parts.contains { holds($0, rule) }
    }
  }

  // MARK: Selections (SPEC 3)

  private func holds(_ selection: SlowRule.Selection) -> Bool {
    switch selection {
    case .map(let items): items.allSatisfy { holds($0) }
    case .list(let parts): parts.contains { holds($0) }
    case .keyword(let item): holds(item)
    }
  }

  func holds(_ item: SlowRule.Item) -> Bool {
    func any(_ wants: [Want]) -> Bool { wants.contains { item.field.isEmpty ? isAnywhere($0) : holds($0, item.field) } }
    let isMet = item.modifiers.contains("all") ? item.wants.allSatisfy(any) : item.wants.contains(where: any)
    return item.modifiers.contains("neq") ? !isMet : isMet
  }

  // MARK: Fields (SPEC 3.7)

  /// The values of a field: of the whole name, else along its dots, wherever these are within keys.
  private func values(_ name: String) -> [Datum] {
    let whole = record.members.filter { $0.key == name }.map(\.value)
    return whole.isEmpty ? Self.values(name, of: record.members) : whole
  }

  private static func values(_ name: String, of members: [Datum.Member]) -> [Datum] {
    let own = members.filter { $0.key == name }.map(\.value)
    return own
      + members.flatMap { member in
        name.hasPrefix(member.key + ".") ? below(member.value, String(name.dropFirst(member.key.count + 1))) : []
      }
  }

  private static func below(_ datum: Datum, _ name: String) -> [Datum] {
    switch datum {
    case .object(let members): values(name, of: members)
    case .list(let elements): elements.flatMap { below($0, name) }
    default: []
    }
  }

  /// With the elements of arrays for the arrays.
  private static func elements(_ datum: Datum) -> [Datum] {
    if case .list(let elements) = datum { elements.flatMap(Self.elements) } else { [datum] }
  }

  private func holds(_ want: Want, _ field: String) -> Bool {
    let found = values(field)
    switch want {
    case .exists(let wanted): return found.isEmpty != wanted
    case .null where found.isEmpty: return true
    default: return found.flatMap(Self.elements).contains { passes(want, $0) }
    }
  }

  private func passes(_ want: Want, _ value: Datum) -> Bool {
    if case .null = want { if case .null = value { return true } else { return false } }
    guard let bytes = value.text else { return false }
    if case .boolean(let wanted) = want {
      // JSON's true is neither 1 nor any number, and no number is true.
      if case .number = value { return false }
      return read(bytes).folded == SlowText("\(wanted)").folded
    }
    if case .number(let wanted) = want { return order(value, wanted) == 0 }
    if case .compare(let operation, let wanted) = want { return order(value, wanted).map { Self.holds(operation, $0) } ?? false }
    return passes(want, read(bytes))
  }

  private func order(_ value: Datum, _ wanted: String) -> Int? {
    if case .boolean = value { return nil }
    guard let bytes = value.text, let own = SlowNumber(String(decoding: bytes, as: UTF8.self)) else { return nil }
    return SlowNumber.order(own, SlowNumber(wanted)!)
  }

  private static func holds(_ operation: String, _ order: Int) -> Bool {
    switch operation {
    case "lt": order < 0
    case "lte": order <= 0
    case "gt": order > 0
    default: order >= 0
    }
  }

  private func passes(_ want: Want, _ text: SlowText) -> Bool {
    switch want {
    case .text(let pieces, let isCased): return fits(pieces, text, isCased: isCased)
    case .regex(let regex): return regex.matches(text)
    case .network(let network): return SlowAddress.contains(network, String(decoding: text.bytes, as: UTF8.self))
    case .part(let part, let operation, let wanted):
      guard let value = SlowDate.part(part, of: String(decoding: text.bytes, as: UTF8.self)) else { return false }
      return operation.map { Self.holds($0, value < wanted ? -1 : value > wanted ? 1 : 0) } ?? (value == wanted)
    case .reference(let field, let affix, let isCased):
      return values(field).flatMap(Self.elements).compactMap(\.text).contains { other in
        let (left, right) = (text.scalars(cased: isCased), read(other).scalars(cased: isCased))
        return switch affix {
        case .whole: left == right
        case .startswith: left.starts(with: right)
        case .endswith: left.suffix(right.count) == right[...]
        case .contains: (0...left.count).contains { left.dropFirst($0).starts(with: right) }
        }
      }
    default: preconditionFailure("\(want) is for values of a kind")
    }
  }

  // MARK: Keywords (SPEC 3.8)

  private func isAnywhere(_ want: Want) -> Bool {
    switch want {
    case .number(let written): isAnywhere(.text(Array(written.utf8).map { .byte($0) }, isCased: false))
    case .boolean(let value): isAnywhere(.text(Array("\(value)".utf8).map { .byte($0) }, isCased: false))
    case .text(let pieces, let isCased): anywhere.contains { fits([.anyRun] + pieces + [.anyRun], $0, isCased: isCased) }
    default: anywhere.contains { passes(want, $0) }
    }
  }

  // MARK: Wildcards (SPEC 3.3)

  private enum Symbol: Equatable { case byte(UInt8), anyRun, anyOne }

  /// A byte of a text and how many its letter has; 0 for one within a letter.
  private struct Place {
    var byte: UInt8
    var length: Int
  }

  private static func places(_ scalars: [UInt32]) -> [Place] {
    scalars.flatMap { scalar in
      let bytes = Unicode.Scalar(scalar).map { Array(String($0).utf8) } ?? [UInt8(scalar - 0x11_0000)]
      return bytes.enumerated().map { Place(byte: $1, length: $0 == 0 ? bytes.count : 0) }
    }
  }

  private func fits(_ pieces: [Want.Piece], _ text: SlowText, isCased: Bool) -> Bool {
    var symbols: [Symbol] = []
    var run: [UInt8] = []
    func flush() {
      symbols += Self.places(read(run).scalars(cased: isCased)).map { .byte($0.byte) }
      run = []
    }
    for piece in pieces {
      switch piece {
      case .byte(let byte): run.append(byte)
      case .anyRun:
        flush()
        if symbols.last != .anyRun { symbols.append(.anyRun) }
      case .anyOne:
        flush()
        symbols.append(.anyOne)
      case .placeholder: preconditionFailure("a placeholder is left")
      }
    }
    flush()
    return Self.fits(symbols[...], Self.places(text.scalars(cased: isCased))[...])
  }

  /// Bytes that a rule encodes (`utf16le`) may be part of what reads as a letter in the value; wildcards stand for whole letters.
  private static func fits(_ symbols: ArraySlice<Symbol>, _ text: ArraySlice<Place>) -> Bool {
    guard let first = symbols.first else { return text.isEmpty }
    let rest = symbols.dropFirst()
    switch first {
    case .byte(let byte): return text.first?.byte == byte && fits(rest, text.dropFirst())
    case .anyOne: return text.first.map { fits(rest, text.dropFirst(max(1, $0.length))) } ?? false
    case .anyRun:
      return (0...text.count).contains { count in
        let text = text.dropFirst(count)
        if case .byte(let byte)? = rest.first { return text.first?.byte == byte && fits(rest, text) }
        return text.first?.length != 0 && fits(rest, text)
      }
    }
  }
}
