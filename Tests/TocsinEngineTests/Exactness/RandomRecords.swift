import TestSupport

/// Records made for rules: with what they ask for, or nearly so.
struct RandomRecords {
  var dice: Dice

  /// A record that may match the rule.
  mutating func record(for rule: SlowRule) -> RandomRecord {
    var shape: RandomRecord.Shape = .json
    switch dice.roll(0...19) {
    case 0...2: shape = .keyValue
    case 3: shape = .syslog
    case 4: shape = .plain
    default: break
    }
    var record = RandomRecord(shape: shape)
    if shape == .keyValue { record.members = [.init("q", .text(Array("1".utf8))), .init("noise", .text(Array("x y".utf8)))] }
    var message: [UInt8] = dice.chance(50) ? [] : Array(dice.pick(RandomRule.words).utf8)
    // Some of the items, each mostly met.
    for item in rule.items where dice.chance(80) {
      let wanted = dice.chance(item.modifiers.contains("all") ? 70 : 0) ? item.wants : [dice.pick(item.wants)]
      // Values for all that are wanted at once stand in an array.
      let values = wanted.map { witness(dice.pick($0), item, &record) }
      for case .text(let bytes)? in values { message += (dice.chance(80) ? [0x20] : []) + bytes }
      if item.field.isEmpty {
        for value in values.compactMap(\.self) {
          put(value, at: dice.pick(["noise.\(record.members.count)", "z", "deep.er.still"]), &record)
        }
      } else if values.count == 1 {
        if let value = values[0] { put(value, at: item.field, &record) }
      } else {
        put(.list(values.compactMap(\.self)), at: item.field, &record)
      }
    }
    for field in RandomRule.fields where dice.chance(15) { put(noise(1), at: field, &record) }
    if dice.chance(30) { put(noise(2), at: "other.\(dice.roll(1...3))", &record) }
    if shape == .json { record.members.shuffle(using: &dice) }
    record.message = Self.visible(message)
    if shape == .plain { record.message = Array("~ ".utf8) + record.message + [0x2E] }
    return record
  }

  /// Without what would end a line, and without blanks at the ends, which no message has.
  private static func visible(_ bytes: [UInt8]) -> [UInt8] {
    let plain = bytes.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "_") : $0 }
    let middle = plain.drop { $0 == 0x20 }
    return middle.last == 0x20 ? middle + Array("_".utf8) : Array(middle)
  }

  // MARK: Places

  /// Adds a value under a dotted name: flat, nested, in part nested, or through arrays. What is there stays.
  mutating func put(_ value: Datum, at name: String, _ record: inout RandomRecord) {
    var value = value
    if record.shape != .json {
      // Lines of other shapes have no fields but their own.
      if record.shape == .keyValue, let text = value.text { record.members.append(.init(name, .text(text))) }
      return
    }
    if dice.chance(12) {
      value = .list((0..<dice.roll(0...1)).map { _ in noise(0) } + [value] + (0..<dice.roll(0...1)).map { _ in noise(1) })
    }
    put(value, name.split(separator: ".").map(String.init), &record.members)
  }

  private mutating func put(_ value: Datum, _ path: [String], _ members: inout [Datum.Member]) {
    let taken = dice.chance(40) ? path.count : dice.roll(1...path.count)
    let key = path.prefix(taken).joined(separator: ".")
    let rest = Array(path.dropFirst(taken))
    let known = members.firstIndex { $0.key == key }
    if rest.isEmpty {
      if known == nil { members.append(.init(key, value)) }
      return
    }
    switch known.map({ members[$0].value }) {
    case nil:
      var inner: [Datum.Member] = []
      put(value, rest, &inner)
      let object = Datum.object(inner)
      members.append(.init(key, dice.chance(80) ? object : .list([noise(1), object].shuffled(using: &dice))))
    case .object(var inner)?:
      put(value, rest, &inner)
      members[known!].value = .object(inner)
    default: break
    }
  }

  /// Something that nobody asked for.
  private mutating func noise(_ depth: Int) -> Datum {
    switch dice.roll(0...(depth > 0 ? 9 : 6)) {
    case 0: .number(dice.pick(["0", "22", "4625", "1.50", "1e3", "-1", "9007199254740993"]))
    case 1: .boolean(dice.chance(50))
    case 2: .null
    case 3: .text([])
    case 7: .list((0..<dice.roll(0...2)).map { _ in noise(depth - 1) })
    case 8...9:
      .object((0..<dice.roll(0...2)).map { .init(["b", "c", "in\($0)", "k y"][dice.roll(0...3)] + "\($0)", noise(depth - 1)) })
    default: .text(Array(dice.pick(RandomRule.words).utf8))
    }
  }

  // MARK: Witnesses

  /// A value that a want accepts, or nearly; nil for none.
  private mutating func witness(_ want: Want, _ item: SlowRule.Item, _ record: inout RandomRecord) -> Datum? {
    switch want {
    case .text(let pieces, _): return written(mutated(text(pieces)))
    case .regex(let regex): return written(mutated(String(sample(regex.node)).utf8.map(\.self)))
    case .number(let number), .compare(_, let number): return self.number(number)
    case .boolean(let value):
      return dice.pick([
        .boolean(value), .boolean(!value), .text(Array("\(value)".utf8)), .text(Array("\(value)".uppercased().utf8)),
        .number("1"),
      ])
    case .null: return dice.pick([.null, .null, nil, .text([]), noise(1)])
    case .exists: return dice.pick([nil, .null, .text([]), .list([]), .object([]), noise(1)])
    case .network(let network): return .text(Array(address(network).utf8))
    case .part(let part, _, let value): return .text(Array(date(part, value).utf8))
    case .reference(let field, let affix, _):
      let other = written(Array(dice.pick(RandomRule.words).utf8))
      if field != item.field { put(other, at: field, &record) }
      var text = other.text ?? []
      if affix != .whole || dice.chance(10) {
        if affix != .startswith { text = Array(dice.pick(RandomRule.words).utf8) + text }
        if affix != .endswith { text += Array(dice.pick(RandomRule.words).utf8) }
      }
      return written(mutated(text))
    }
  }

  /// As a number or boolean where the text reads as one, now and then.
  private mutating func written(_ text: [UInt8]) -> Datum {
    let string = String(decoding: text, as: UTF8.self)
    if dice.chance(50), let value = Int64(string), String(value) == string { return .number(string) }
    if dice.chance(50), string == "true" || string == "false" { return .boolean(string == "true") }
    return .text(text)
  }

  private mutating func text(_ pieces: [Want.Piece]) -> [UInt8] {
    pieces.flatMap { piece -> [UInt8] in
      switch piece {
      case .byte(let byte): [byte]
      case .anyOne: Array(dice.pick(["x", "\u{E9}", "\n", "\u{1F600}", "*"]).utf8)
      default: Array(dice.pick(["", "", "x", "\n", "a b", "\u{E9}", "adm", "-", "k"]).utf8)
      }
    }
  }

  /// Mostly as it is; else with letters in another case, or one letter more, less, or another.
  private mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    switch dice.roll(0...9) {
    case 0...3: return bytes
    case 4...6:
      let often = dice.pick([10, 50, 100])
      return SlowText.scalars(bytes).flatMap { scalar -> [UInt8] in
        guard scalar < 0x11_0000 else { return [UInt8(scalar - 0x11_0000)] }
        let other = dice.chance(often) ? SlowText.other(scalar, dice.roll(0...11)) : scalar
        return Array(String(Unicode.Scalar(other)!).utf8)
      }
    default:
      var scalars = SlowText.scalars(bytes)
      let at = dice.roll(0...scalars.count)
      let letter = dice.pick(["x", "K", "\u{E9}", "\n", " ", "\\", "*", "\u{131}", "0"]).unicodeScalars.first!.value
      switch dice.roll(0...2) {
      case 0: scalars.insert(letter, at: at)
      case 1 where at < scalars.count: scalars.remove(at: at)
      case 2 where at < scalars.count: scalars[at] = letter
      default: scalars.insert(letter, at: dice.chance(50) ? 0 : scalars.count)
      }
      var result = scalars.flatMap { $0 < 0x11_0000 ? Array(String(Unicode.Scalar($0)!).utf8) : [UInt8($0 - 0x11_0000)] }
      // A byte that is no text.
      if dice.chance(5) { result.insert(0xFF, at: dice.roll(0...result.count)) }
      return result
    }
  }

  /// A text that the expression is likely to match.
  private mutating func sample(_ node: SlowRegex.Node) -> String.UnicodeScalarView {
    var result = String.UnicodeScalarView()
    switch node {
    case .one(let scalar): result.append(scalar)
    case .any: result.append(dice.pick(["x", "\u{E9}", "1", "\n"]))
    case .oneOf(let scalars, let isNegated): result.append(isNegated || scalars.isEmpty ? "z" : dice.pick(scalars))
    case .digit: result.append(dice.pick(["0", "7"]))
    case .word: result.append(dice.pick(["a", "_", "9"]))
    case .start, .end: if dice.chance(25) { result.append("\n") }
    case .boundary: if dice.chance(25) { result.append(" ") }
    case .sequence(let parts): for part in parts { result.append(contentsOf: sample(part)) }
    case .either(let parts): result = sample(dice.pick(parts))
    case .times(let part, let least, let most):
      for _ in 0..<dice.roll(least...max(least, min(most ?? least + 2, least + 2))) { result.append(contentsOf: sample(part)) }
    }
    return result
  }

  /// The number written in some way, or one close by.
  private mutating func number(_ number: String) -> Datum {
    var written = number
    if let whole = Int128(number) {
      switch dice.roll(0...9) {
      case 0...1: written = String(whole + 1)
      case 2...3: written = String(whole - 1)
      // Beyond 64 bits with a sign a number is compared as it is written.
      case 4 where Int64(exactly: whole) != nil: written += ".0"
      // Beyond 2^52 no double has a fraction.
      case 5 where abs(whole) < 1 << 52: written += dice.pick([".5", ".25", ".00"])
      case 6 where abs(whole) < 1 << 40: written += dice.pick(["e0", "E+0", "0e-1"])
      default: break
      }
    } else {
      switch dice.roll(0...4) {
      case 0: written += "0"
      case 1: written += "1"
      case 2: written = String(written.prefix { $0 != "." })
      default: break
      }
    }
    if dice.chance(50) { return .number(written) }
    switch written.count > 19 ? 7 : dice.roll(0...7) {
    case 0: written = written.hasPrefix("-") ? written : "0" + written
    case 1: written = written.hasPrefix("-") ? written : "+" + written
    case 2: written = dice.pick([" ", ""]) + written + " "
    case 3: written += dice.pick(["x", "_", "-", "e", "."])
    case 4: written = "0x16"
    default: break
    }
    return .text(Array(written.utf8))
  }

  private mutating func address(_ network: String) -> String {
    let parts = network.split(separator: "/")
    let bits = SlowAddress.bits(String(parts[0]))!
    var own = bits
    let length = parts.count == 2 ? Int(parts[1])! : bits.count
    // Somewhere within; then perhaps a bit at the edge the other way.
    for index in length..<max(length, bits.count) where dice.chance(50) { own[index].toggle() }
    if length > 0, dice.chance(40) { own[dice.chance(50) ? length - 1 : dice.roll(0...length - 1)].toggle() }
    let bytes = stride(from: 0, to: own.count, by: 8).map { own[$0..<$0 + 8].reduce(0) { $0 * 2 + ($1 ? 1 : 0) } }
    // The address of IPv4, or the end of one of IPv6, which may be a mapped one.
    let v4 = bytes.suffix(4).map(String.init).joined(separator: ".")
    let groups = stride(from: 0, to: bytes.count, by: 2).map { bytes[$0] << 8 | bytes[$0 + 1] }
    let hex = groups.map { String($0, radix: 16, uppercase: dice.chance(30)) }
    var text = own.count == 32 ? v4 : hex.joined(separator: ":")
    if own.count == 128, let zeros = groups.firstIndex(of: 0), dice.chance(60) {
      let end = groups[zeros...].firstIndex { $0 != 0 } ?? groups.count
      text = hex[..<zeros].joined(separator: ":") + "::" + hex[end...].joined(separator: ":")
    }
    switch dice.roll(0...12) {
    case 0: return text + dice.pick(["x", ".1", ":", " ", "/24"])
    case 1: return "::ffff:" + v4
    case 2: return "::FFFF:" + hex.suffix(2).joined(separator: ":")
    case 3: return v4
    case 4: return dice.pick(["", "localhost", "1.2.3", "1.2.3.256", "01.2.3.4", "::g", "1::2::3", ":::", "::", "192.0.2.007"])
    default: return text
    }
  }

  private mutating func date(_ part: String, _ value: Int) -> String {
    func two(_ number: Int) -> String { (number < 10 && number >= 0 ? "0" : "") + String(number) }
    var (year, month, day) = (dice.pick([1999, 2000, 2004, 2015, 2020, 2021, 2024, 2026]), dice.roll(1...12), dice.roll(1...31))
    var (hour, minute) = (dice.roll(0...23), dice.roll(0...59))
    let near = value + dice.pick([0, 0, 0, 1, -1])
    switch part {
    case "year": year = near
    case "month": month = near
    case "day": day = near
    case "hour": hour = near
    case "minute": minute = near
    default:
      // Around the turn of the year, or a day of the week asked for.
      for _ in 0..<(dice.chance(30) ? 1 : 300) {
        (month, day) =
          dice.chance(40) ? dice.pick([(1, dice.roll(1...4)), (12, dice.roll(28...31))]) : (dice.roll(1...12), dice.roll(1...28))
        if SlowDate.part("week", of: "\(year)-\(two(month))-\(two(day))") == near { break }
      }
    }
    var text = "\(year)-\(two(month))-\(two(day))"
    if !dice.chance(10) {
      text +=
        dice.pick(["T", " "]) + two(hour) + ":" + two(minute) + dice.pick([":59", ":07.123456", ""])
        + dice.pick(["Z", "+14:00", "-08:00", ""])
    }
    return dice.chance(5) ? dice.pick(["yesterday", "24/11/2026", String(text.dropFirst()), ""]) : text
  }
}
