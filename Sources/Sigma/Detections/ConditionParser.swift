/// Parses the grammar of SPEC 5.1: or, and, not, quantifiers, brackets; loosest first.
struct ConditionParser {
  private static let maximumDepth = 100

  private struct Token {
    var text: String
    var offset: Int
  }
  private var tokens: [Token] = []
  private var index = 0
  private let end: Int

  static func parse(_ text: String) throws(Mistake) -> ConditionNode {
    var parser = try ConditionParser(text)
    if parser.tokens.isEmpty { throw Mistake("the condition is empty; name a selection") }
    let node = try parser.parseOr(0)
    if let token = parser.current { throw parser.unexpected(token) }
    return node
  }

  private var current: Token? { index < tokens.count ? tokens[index] : nil }

  // MARK: Tokens

  private init(_ text: String) throws(Mistake) {
    let scalars = Array(text.unicodeScalars)
    end = scalars.count
    var at = 0
    while at < scalars.count {
      let scalar = scalars[at]
      if Self.isName(scalar) {
        let start = at
        while at < scalars.count, Self.isName(scalars[at]) { at += 1 }
        // Names are ASCII.
        let word = scalars[start..<at].map { UInt8(truncatingIfNeeded: $0.value) }
        tokens.append(Token(text: String(decoding: word, as: UTF8.self), offset: start))
      } else if scalar == " " || scalar.properties.isWhitespace {
        at += 1
      } else if scalar == "(" || scalar == ")" {
        tokens.append(Token(text: String(scalar), offset: at))
        at += 1
      } else if scalar == "|" {
        throw Mistake("aggregations after `|` belong to old Sigma; write a correlation document", at: at)
      } else {
        throw Mistake("unexpected `\(scalar)`; names have letters, digits, `_`, `-`, and `*` after `of`", at: at)
      }
    }
  }

  private static func isName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: true
    default: scalar == "_" || scalar == "-" || scalar == "*"
    }
  }

  // MARK: Grammar

  private mutating func parseOr(_ depth: Int) throws(Mistake) -> ConditionNode {
    guard depth < Self.maximumDepth else { throw Mistake("brackets are nested too deep; flatten them", at: current?.offset) }
    var parts = [try parseAnd(depth)]
    while current?.text == "or" {
      index += 1
      parts.append(try parseAnd(depth))
    }
    return parts.count == 1 ? parts[0] : .or(parts)
  }

  private mutating func parseAnd(_ depth: Int) throws(Mistake) -> ConditionNode {
    var parts = [try parseNot(depth)]
    while current?.text == "and" {
      index += 1
      parts.append(try parseNot(depth))
    }
    return parts.count == 1 ? parts[0] : .and(parts)
  }

  private mutating func parseNot(_ depth: Int) throws(Mistake) -> ConditionNode {
    var isNegated = false
    var hasNot = false
    while current?.text == "not" {
      index += 1
      isNegated.toggle()
      hasNot = true
    }
    let node = try parsePrimary(depth)
    return hasNot && isNegated ? .not(node) : node
  }

  private mutating func parsePrimary(_ depth: Int) throws(Mistake) -> ConditionNode {
    guard let token = current else { throw Mistake("the condition ends where a selection should stand; name one", at: end) }
    index += 1
    if token.text == "(" {
      let node = try parseOr(depth + 1)
      guard current?.text == ")" else { throw Mistake("the bracket that opens here is never closed; add `)`", at: token.offset) }
      index += 1
      return node
    }
    if current?.text == "of" { return try parseQuantifier(token) }
    switch token.text {
    case ")": throw Mistake("this bracket closes nothing; remove it", at: token.offset)
    case "and", "or", "of": throw Mistake("`\(token.text)` stands where a selection should; name one before it", at: token.offset)
    case "AND", "OR", "NOT": throw upperCase(token)
    default: break
    }
    if token.text.contains("*") {
      throw Mistake("a pattern needs a quantifier; write `1 of \(token.text)` or `all of \(token.text)`", at: token.offset)
    }
    return .name(token.text, token.offset)
  }

  private mutating func parseQuantifier(_ token: Token) throws(Mistake) -> ConditionNode {
    index += 1
    guard ["1", "any", "all"].contains(token.text) else {
      throw Mistake("`\(token.text) of` is not in the language; write `1 of`, `any of` or `all of`", at: token.offset)
    }
    guard let target = current, target.text != "(", target.text != ")" else {
      throw Mistake("`\(token.text) of` needs `them` or a pattern such as `selection_*`", at: token.offset)
    }
    index += 1
    return .quantified(all: token.text == "all", target: target.text, target.offset)
  }

  private func upperCase(_ token: Token) -> Mistake {
    Mistake("operators are lower case; write `\(token.text.lowercased())`", at: token.offset)
  }

  private func unexpected(_ token: Token) -> Mistake {
    switch token.text {
    case ")": Mistake("this bracket closes nothing; remove it", at: token.offset)
    case "AND", "OR", "NOT": upperCase(token)
    case "not": Mistake("`not` stands after a selection; write `and not`", at: token.offset)
    case "OF", "Of", "And", "Or", "Not": upperCase(token)
    default:
      if let quantifier = index > 0 ? tokens[index - 1] : nil, ["1", "any", "all"].contains(quantifier.text) {
        Mistake("`\(quantifier.text)` needs `of`; write `\(quantifier.text) of \(token.text)`", at: quantifier.offset)
      } else {
        Mistake("`\(token.text)` follows without an operator; join with `and` or `or`", at: token.offset)
      }
    }
  }
}
