import Sigma
import TestSupport

/// Writes rules as YAML, in one of the many ways that mean the same.
struct RuleText {
  private var dice: Dice

  init(seed: UInt64) { dice = Dice(seed: seed) }

  static func write(_ rule: SlowRule, title: String, seed: UInt64) -> String {
    var text = RuleText(seed: seed)
    return text.document(rule, title)
  }

  private mutating func document(_ rule: SlowRule, _ title: String) -> String {
    var lines = ["title: \(title)", "logsource:"]
    for (key, value) in [("category", rule.source.category), ("product", rule.source.product), ("service", rule.source.service)] {
      if let value { lines.append("  \(key): \(value)") }
    }
    lines.append("detection:")
    for (name, selection) in rule.selections { lines += write(selection, after: "  \(scalar(key: name)):", indent: 4) }
    let conditions = rule.conditions.map { quoted(write($0, within: 0)) }
    lines.append("  condition: " + (conditions.count == 1 ? conditions[0] : "[" + conditions.joined(separator: ", ") + "]"))
    return lines.map { $0 + "\n" }.joined()
  }

  // MARK: Selections

  private mutating func write(_ selection: SlowRule.Selection, after head: String, indent: Int) -> [String] {
    let space = String(repeating: " ", count: indent)
    switch selection {
    case .map(let items):
      var lines = [head]
      for item in items { lines += write(item, space) }
      return lines
    case .list(let parts):
      var lines = [head]
      for part in parts {
        switch part {
        case .keyword(let item): lines.append("\(space)- \(scalar(item.values[0]))")
        // A map or list within: its first line stands behind the dash.
        default:
          var inner = write(part, after: "", indent: indent + 2)
          inner.removeFirst()
          let first = inner.removeFirst().dropFirst(indent + 2)
          lines.append("\(space)- \(first)")
          lines += inner
        }
      }
      return lines
    case .keyword(let item): return ["\(head) \(scalar(item.values[0]))"]
    }
  }

  private mutating func write(_ item: SlowRule.Item, _ space: String) -> [String] {
    let key = scalar(key: ([item.field] + item.modifiers).joined(separator: "|"))
    let values = item.values.map { scalar($0) }
    if values.count == 1, !item.isList { return ["\(space)\(key): \(values[0])"] }
    if dice.chance(50) { return ["\(space)\(key): [" + values.joined(separator: ", ") + "]"] }
    return ["\(space)\(key):"] + values.map { "\(space)  - \($0)" }
  }

  // MARK: Scalars

  private mutating func scalar(key: String) -> String {
    let isPlain =
      key.first?.isLetter == true && key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.|-".contains($0)) }
    return isPlain && dice.chance(80) ? key : quoted(key)
  }

  private mutating func scalar(_ value: SlowRule.Value) -> String {
    switch value {
    case .text(let text), .regex(let text, _): return self.text(text)
    case .number(let written): return number(written)
    case .boolean(let value): return dice.pick(value ? ["true", "True", "TRUE"] : ["false", "False", "FALSE"])
    case .null: return dice.pick(["null", "~", "Null", "NULL"])
    }
  }

  /// A number in one of the ways in which YAML has it.
  private mutating func number(_ written: String) -> String {
    guard dice.chance(30) else { return written }
    if written.contains(".") { return dice.pick([written + "0", written + "e0"]) }
    guard let value = Int64(written), value >= 0 else { return written }
    var ways = ["+\(value)", "0x" + String(value, radix: 16), "0o" + String(value, radix: 8)]
    if value < 1 << 40 { ways += ["\(value).0", "\(value)e0"] }
    return dice.pick(ways)
  }

  private mutating func text(_ text: String) -> String {
    let words = ["null", "true", "false"]
    let isPlain =
      text.first?.isLetter == true && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.\\/?*".contains($0)) }
      && !words.contains(text.lowercased())
    return isPlain && dice.chance(50) ? text : quoted(text)
  }

  private mutating func quoted(_ text: String) -> String {
    let needsEscapes = text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.value == 0xFEFF }
    if !needsEscapes, dice.chance(70) { return "'" + text.replacing("'", with: "''") + "'" }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case "\n": result += "\\n"
      case "\t" where dice.chance(50): result += "\\t"
      default:
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
          let hex = String(scalar.value, radix: 16)
          result += "\\x" + (hex.count == 1 ? "0" : "") + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  // MARK: Conditions

  private mutating func blank() -> String { dice.chance(90) ? " " : dice.pick(["  ", "\t", "\n"]) }

  /// `within` is how tightly what stands around it binds: 0 `or`, 1 `and`, 2 `not`.
  private mutating func write(_ condition: SlowRule.Condition, within: Int) -> String {
    let (text, binding): (String, Int)
    switch condition {
    case .name(let name): (text, binding) = (name, 3)
    case .quantified(let word, let target): (text, binding) = (word + blank() + "of" + blank() + target, 3)
    case .not(let part):
      // `not` stands before brackets without a blank, too.
      let inner = write(part, within: 2)
      (text, binding) = ("not" + (inner.hasPrefix("(") && dice.chance(50) ? "" : blank()) + inner, 2)
    case .and(let parts): (text, binding) = (joined(parts, "and", 1), 1)
    case .or(let parts): (text, binding) = (joined(parts, "or", 0), 0)
    }
    // Parts of an `and` within an `and` need none, but the tree is what it was.
    if binding < within || dice.chance(10) { return "(" + (dice.chance(10) ? " " : "") + text + ")" }
    return text
  }

  private mutating func joined(_ parts: [SlowRule.Condition], _ word: String, _ binding: Int) -> String {
    var text = ""
    for part in parts {
      let next = write(part, within: binding + 1)
      if !text.isEmpty {
        text += text.hasSuffix(")") && dice.chance(30) ? word : blank() + word
        text += next.hasPrefix("(") && dice.chance(30) ? "" : blank()
      }
      text += next
    }
    return text
  }
}
