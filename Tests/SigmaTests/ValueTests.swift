import Sigma
import Testing

/// SPEC 3.2, 3.5, 3.6: what YAML's scalars become.
struct ValueTests {
  @Test(arguments: [
    ("4625", Sigma.Test.number(.integer(4625))),
    ("-5", .number(.integer(-5))),
    ("9007199254740993", .number(.integer(9_007_199_254_740_993))),
    ("0x1F", .number(.integer(31))),
    ("0o17", .number(.integer(15))),
    ("1.5", .number(.real(1.5))),
    ("1e3", .number(.integer(1000))),
    ("true", .boolean(true)),
    ("False", .boolean(false)),
    ("null", .null),
    ("~", .null),
    ("", .null),
    ("[]", .null),
    ("!!str 12", .text(Pattern("12"), cased: false)),
    ("'12'", .text(Pattern("12"), cased: false)),
    ("''", .text(Pattern(""), cased: false)),
    ("yes", .text(Pattern("yes"), cased: false)),
    ("off", .text(Pattern("off"), cased: false)),
    ("00000429", .text(Pattern("00000429"), cased: false)),
    ("1.2.3.4", .text(Pattern("1.2.3.4"), cased: false)),
    ("2024-01-31", .text(Pattern("2024-01-31"), cased: false)),
    ("12:30:45", .text(Pattern("12:30:45"), cased: false)),
    ("1_000", .text(Pattern("1_000"), cased: false)),
    ("-", .null),
    ("18446744073709551616", .text(Pattern("18446744073709551616"), cased: false)),
  ])
  func scalars(_ text: String, _ test: Sigma.Test) {
    // A lone dash in a flow or block value is a list with an empty entry.
    let selection = text == "-" ? "F:\n  -" : "F: \(text)"
    #expect(expression(selection) == .field("F", test))
  }

  @Test func aListIsAnyOfItsValues() {
    #expect(
      expression("F:\n- 1\n- two\n- null")
        == .or([.field("F", .number(.integer(1))), .text("F", "two"), .field("F", .null)]))
  }

  @Test(arguments: ["F: {a: b}", "F: [{a: b}]", "F: [[a, b]]"])
  func mapsAndNestedListsAreRefused(_ selection: String) {
    #expect(expression(selection) == nil)
    #expect(problems(selection).first?.severity == .error)
  }

  @Test func anEmptyListIsRefusedWhereItCannotMeanNull() {
    #expect(expression("F|contains: []") == nil)
    #expect(expression("'|all': []") == nil)
    #expect(expression("F|neq: []") == .not(.field("F", .null)))
  }
}
