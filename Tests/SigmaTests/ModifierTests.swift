import Sigma
import Testing

/// SPEC 4: what each modifier and chain makes of its values.
struct ModifierTests {
  @Test(arguments: [
    ("F|contains: a", "*a*"), ("F|startswith: a", "a*"), ("F|endswith: a", "*a"), ("F|contains: ''", "*"),
    ("F|contains: '*a'", "*a*"),
    (#"F|endswith: \"#, #"*\"#), (#"F|contains: foo\"#, #"*foo\*"#),
    (#"F|startswith: C:\Users\\*\AppData"#, #"C:\Users\*\AppData*"#),
    (#"F|endswith: \temp\\*.exe"#, #"*\temp\*.exe"#), ("F|endswith: '*ab'", "*ab"), ("F|contains: a?c", "*a?c*"),
    ("F|startswith: ''", "*"),
    ("F|contains|contains: a", "*a*"), ("F|startswith|endswith: a", "*a*"),
  ])
  func affixes(_ selection: String, _ pattern: String) {
    #expect(expression(selection) == .text("F", pattern))
  }

  @Test func allJoinsValuesAndKeepsAlternatives() {
    #expect(expression("F|contains|all: [a, b]") == .and([.text("F", "*a*"), .text("F", "*b*")]))
    #expect(expression("F|all|contains: [a, b]") == .and([.text("F", "*a*"), .text("F", "*b*")]))
    guard case .and(let parts)? = expression("F|windash|contains|all: [' -a ', b]") else {
      Issue.record("not an and")
      return
    }
    #expect(parts.count == 2)
    if case .or(let variants) = parts[0] { #expect(variants.count == 5) } else { Issue.record("the dashes are not alternatives") }
  }

  @Test func allWithOneValueIsWarnedOf() {
    #expect(expression("F|contains|all: a") == .text("F", "*a*"))
    #expect(problems("F|contains|all: a").map(\.message) == ["`all` has one value only; remove `|all` or add a value"])
    #expect(problems("F|contains|all: [a]").map(\.severity) == [.warning])
  }

  @Test func casedHoldsInAnyPlace() {
    #expect(expression("F|cased: A*c") == .text("F", "A*c", cased: true))
    #expect(expression("F|contains|cased: A") == .text("F", "*A*", cased: true))
    #expect(expression("F|cased|startswith: A") == .text("F", "A*", cased: true))
    #expect(expression("F|fieldref|cased: G") == .field("F", .sameAs(field: "G", .whole, cased: true)))
  }

  @Test func existsTestsPresence() {
    #expect(expression("F|exists: true") == .field("F", .exists(true)))
    #expect(expression("F|exists: false") == .field("F", .exists(false)))
    #expect(expression("F|exists|neq: true") == .not(.field("F", .exists(true))))
  }

  @Test func neqNegatesTheWholeItem() {
    #expect(expression("F|neq: [a, b]") == .not(.or([.text("F", "a"), .text("F", "b")])))
    #expect(expression("F|contains|neq: a") == .not(.text("F", "*a*")))
    #expect(expression("F|neq: null") == .not(.field("F", .null)))
    #expect(expression("F|neq: 5") == .not(.field("F", .number(.integer(5)))))
    #expect(expression("F|neq|all: [a, b]") == .not(.and([.text("F", "a"), .text("F", "b")])))
    #expect(expression("F|fieldref|neq: G") == .not(.field("F", .sameAs(field: "G", .whole, cased: false))))
  }

  @Test func comparisonsTakeNumbers() {
    #expect(
      expression("F|gte: 10\nF|lt: 20.5")
        == .and([.field("F", .compare(.greaterOrEqual, .integer(10))), .field("F", .compare(.less, .real(20.5)))]))
    #expect(expression("F|gt: -1") == .field("F", .compare(.greater, .integer(-1))))
    #expect(expression("F|lte: 0") == .field("F", .compare(.lessOrEqual, .integer(0))))
  }

  @Test func partsOfADateChainWithComparisons() {
    #expect(expression("t|hour: 14") == .field("t", .timePart(.hour, .equal, 14)))
    #expect(
      expression("t|hour|gte: 14\nt|minute|lt: 30")
        == .and([.field("t", .timePart(.hour, .greaterOrEqual, 14)), .field("t", .timePart(.minute, .less, 30))]))
    for (name, part) in [("day", TimePart.day), ("week", .week), ("month", .month), ("year", .year)] {
      #expect(expression("t|\(name): 5") == .field("t", .timePart(part, .equal, 5)))
    }
    #expect(problems("t|hour: 25").map(\.severity) == [.warning])
  }

  @Test func referencesTakeAffixes() {
    #expect(expression("F|fieldref: G") == .field("F", .sameAs(field: "G", .whole, cased: false)))
    #expect(expression("F|fieldref|contains: G") == .field("F", .sameAs(field: "G", .contains, cased: false)))
    #expect(expression("F|fieldref|startswith: G") == .field("F", .sameAs(field: "G", .startsWith, cased: false)))
    #expect(expression("F|fieldref|endswith: a.b") == .field("F", .sameAs(field: "a.b", .endsWith, cased: false)))
  }

  @Test func regexesAreVerbatimAndTakeFlags() {
    #expect(expression(#"F|re: a\*b\\"#) == .field("F", .regex(Regex(pattern: #"a\*b\\"#))))
    #expect(expression("F|re|i|m: ^B$") == .field("F", .regex(Regex(pattern: "^B$", ignoresCase: true, multiline: true))))
    #expect(
      expression("F|re|ignorecase|multiline|dotall: a")
        == .field("F", .regex(Regex(pattern: "a", ignoresCase: true, multiline: true, dotMatchesNewline: true))))
    #expect(expression("F|re|s: a") == .field("F", .regex(Regex(pattern: "a", dotMatchesNewline: true))))
    // A search is not changed by `.*` at its ends.
    #expect(expression("F|re|contains: a") == .field("F", .regex(Regex(pattern: "a"))))
    #expect(expression("F|re|all: [a, z]") == .and(["a", "z"].map { .field("F", .regex(Regex(pattern: $0))) }))
  }

  @Test(arguments: [
    "F|contains: 5", "F|contains: null", "F|contains: true", "F|startswith: 5", "F|endswith: null", "F|cased: 5", "F|re|cased: a",
    "F|cased|re: a",
    "F|exists: 'true'", "F|exists: 1", "F|exists: maybe", "F|exists|contains: true", "F|contains|exists: true",
    "F|contains|re: a", "F|re: 5",
    "F|i: a", "F|m: a", "F|s: a", "F|re: (a", "F|base64: a*", "F|base64offset|contains: foo*bar", "F|contains|base64: a",
    "F|base64: 5",
    "F|base64offset: ''", "F|wide: 5", "F|windash: 5", "F|re|windash: a", "F|cidr: 192.168.1.1/24", "F|cidr|contains: 10.0.0.0/8",
    "F|contains|cidr: 10.0.0.0/8", "F|cidr: host", "F|lt: '5'", "F|gt: abc", "F|gte: null", "F|lte: true",
    "F|gt: 99999999999999999999",
    "F|hour: '14'", "F|hour: 1.5", "F|gte|hour: 14", "F|fieldref: G*", "F|fieldref: 5", "F|fieldref: ''",
    "F|contains|fieldref: G",
    "F|fieldref|startswith|endswith: G", "F|expand: '%unknown%'", "F|expand: 5", "F|base64|wide: a", "F|base64|windash: '-a'",
  ])
  func misuseIsRefused(_ selection: String) {
    #expect(expression(selection) == nil)
    #expect(problems(selection).contains { $0.severity == .error && $0.position.line == 6 })
  }

  @Test func allNamesAreSaidWhereNoneIsNear() {
    let message = problems("F|frobnicate: a").first?.message ?? ""
    #expect(message.hasPrefix("unknown modifier `frobnicate`; the modifiers are contains, ") && message.hasSuffix(", expand"))
  }

  @Test(arguments: [
    ("F|contians: a", "unknown modifier `contians`; did you mean `contains`?", 7),
    ("F|Contains: a", "unknown modifier `Contains`; modifiers are lower case: `contains`", 7),
    ("F|not: a", "unknown modifier `not`; use `not selection` in the condition, or `neq`", 7),
    ("F|re|ignorcase: a", "unknown modifier `ignorcase`; did you mean `ignorecase`?", 10),
    ("F|regex: a", "unknown modifier `regex`; did you mean `re`?", 7),
    ("F|: a", "a modifier is missing in `F|`; remove the `|` that nothing follows", 7),
  ])
  func unknownNamesAreRefusedWithTheNearest(_ selection: String, _ message: String, _ column: Int) {
    #expect(problems(selection).map(\.message) == [message])
    #expect(problems(selection).first?.position == Position(path: "rule.yml", line: 6, column: column))
  }

  @Test func allMistakesOfARuleAreReported() {
    #expect(problems("F|contains: 5\nG|foo: a\nH|re: '('").map(\.position.line) == [6, 7, 8])
  }
}
