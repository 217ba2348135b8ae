/// One value of a detection item while its modifiers are applied.
enum ItemValue {
  case string(SigmaString, Text)
  case number(Number)
  case hugeInteger(String)
  case boolean(Bool)
  case null
  case regex(Regex)
  case network(Network)
  case comparison(Comparison, Number)
  case timePart(TimePart, Comparison, Int)
  case reference(field: String, Affix, cased: Bool)
  case exists(Bool)

  /// What belongs to a string besides its parts.
  struct Text {
    /// As written in the rule, for modifiers that take it verbatim.
    var raw: String
    var cased = false
    /// Whether `wide`, `base64` or the like made bytes of it.
    var isEncoded = false
    var isModified = false
    init(raw: String) { self.raw = raw }
  }

  var kind: String {
    switch self {
    case .string: "a string"
    case .number, .hugeInteger: "a number"
    case .boolean: "a boolean"
    case .null: "null"
    case .regex: "a regular expression"
    case .network: "a network"
    case .comparison: "a comparison"
    case .timePart: "a part of a date"
    case .reference: "a field reference"
    case .exists: "a test for presence"
    }
  }

  /// The test of a named field; nil where a placeholder is left.
  var test: Test? {
    switch self {
    case .string(let string, let text): string.pattern.map { .text($0, cased: text.cased) }
    case .number(let number): .number(number)
    case .hugeInteger(let digits): .text(Pattern(pieces: [.literal(Array(digits.utf8))]), cased: false)
    case .boolean(let value): .boolean(value)
    case .null: .null
    case .regex(let regex): .regex(regex)
    case .network(let network): .network(network)
    case .comparison(let comparison, let number): .compare(comparison, number)
    case .timePart(let part, let comparison, let value): .timePart(part, comparison, value)
    case .reference(let field, let affix, let cased): .sameAs(field: field, affix, cased: cased)
    case .exists(let value): .exists(value)
    }
  }

  /// The test of a keyword, anywhere in an event; nil where the value makes no sense there.
  var keywordTest: Test? {
    switch self {
    case .string(let string, let text): string.open(start: true, end: true).pattern.map { .text($0, cased: text.cased) }
    case .number(.integer(let value)): Self.keyword("\(value)")
    case .number(.real(let value)): Self.keyword("\(value)")
    case .hugeInteger(let digits): Self.keyword(digits)
    case .boolean(let value): Self.keyword("\(value)")
    case .regex(let regex): .regex(regex)
    case .null, .network, .comparison, .timePart, .reference, .exists: nil
    }
  }

  private static func keyword(_ text: String) -> Test {
    .text(Pattern(pieces: [.anyRun, .literal(Array(text.utf8)), .anyRun]), cased: false)
  }
}
