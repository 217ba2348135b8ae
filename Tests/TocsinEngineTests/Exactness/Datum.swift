import TestSupport

/// A value of an event, as JSON has it.
indirect enum Datum {
  case text([UInt8])
  /// As written.
  case number(String)
  case boolean(Bool)
  case null
  case list([Datum])
  case object([Member])

  struct Member {
    var key: String
    var value: Datum
    init(_ key: String, _ value: Datum) { (self.key, self.value) = (key, value) }
  }

  /// What a value of no parts is as text; nil for null and for what has parts.
  var text: [UInt8]? {
    switch self {
    case .text(let bytes): bytes
    case .number(let written): Array(written.utf8)
    case .boolean(let value): Array("\(value)".utf8)
    case .null, .list, .object: nil
    }
  }

  // MARK: JSON

  /// JSON with blanks and escapes here and there.
  func json(_ dice: inout Dice) -> [UInt8] {
    func blank(_ dice: inout Dice) -> [UInt8] { dice.chance(85) ? [] : Array(dice.pick([" ", "  ", "\t"]).utf8) }
    func joined(_ parts: [[UInt8]], _ open: String, _ close: String, _ dice: inout Dice) -> [UInt8] {
      var result = Array(open.utf8) + blank(&dice)
      for (index, part) in parts.enumerated() {
        if index > 0 { result += blank(&dice) + Array(",".utf8) + blank(&dice) }
        result += part
      }
      return result + blank(&dice) + Array(close.utf8)
    }
    switch self {
    case .text(let bytes): return Self.quoted(bytes, &dice)
    case .number(let written): return Array(written.utf8)
    case .boolean(let value): return Array("\(value)".utf8)
    case .null: return Array("null".utf8)
    case .list(let elements): return joined(elements.map { $0.json(&dice) }, "[", "]", &dice)
    case .object(let members):
      let parts = members.map { member in
        Self.quoted(Array(member.key.utf8), &dice) + blank(&dice) + Array(":".utf8) + blank(&dice) + member.value.json(&dice)
      }
      return joined(parts, "{", "}", &dice)
    }
  }

  /// A JSON string; what need not be escaped is escaped now and then.
  static func quoted(_ bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
    var result = Array("\"".utf8)
    let escapesAll = dice.chance(4)
    for scalar in SlowText.scalars(bytes) {
      let short: [UInt32: String] = [
        8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 0x22: "\\\"", 0x5C: "\\\\", 0x2F: "\\/",
      ]
      let isForced = scalar < 0x20 || scalar == 0x22 || scalar == 0x5C
      if let written = short[scalar], isForced ? dice.chance(80) : dice.chance(10) {
        result += Array(written.utf8)
      } else if isForced || (scalar < 0x11_0000 && (escapesAll || dice.chance(2))) {
        for unit in String(Unicode.Scalar(scalar)!).utf16 {
          let hex = String(unit, radix: 16, uppercase: dice.chance(50))
          result += Array(("\\u" + String(repeating: "0", count: 4 - hex.count) + hex).utf8)
        }
      } else if scalar >= 0x11_0000 {
        result.append(UInt8(scalar - 0x11_0000))
      } else {
        result += Array(String(Unicode.Scalar(scalar)!).utf8)
      }
    }
    return result + Array("\"".utf8)
  }
}

/// A record of a log, as what it says.
struct RandomRecord {
  enum Shape: Sendable, CaseIterable { case json, keyValue, syslog, plain }
  var shape: Shape
  /// The record's fields: the members of the object, or the pairs of the line.
  var members: [Datum.Member] = []
  /// The message of a line of syslog or of plain text.
  var message: [UInt8] = []

  /// The line; the same for the same seed.
  func line(seed: UInt64) -> [UInt8] {
    var dice = Dice(seed: seed)
    switch shape {
    case .json: return Datum.object(members).json(&dice)
    case .keyValue:
      var result: [UInt8] = []
      for member in members {
        if !result.isEmpty { result += Array((dice.chance(10) ? "  " : " ").utf8) }
        result += Array("\(member.key)=".utf8)
        let text = member.value.text ?? []
        let isBare = text.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F } && !dice.chance(20)
        result += isBare ? text : Datum.quoted(text, &dice)
      }
      return result
    case .syslog: return Array("Nov 24 15:46:27 gate app[7]: ".utf8) + message
    case .plain: return message
    }
  }
}
