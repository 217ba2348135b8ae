import Sigma
import Testing

/// SPEC 5: conditions.
struct ConditionTests {
  private static let a = Expression.text("A", "1"), b = Expression.text("B", "1"), c = Expression.text("C", "1"),
    h = Expression.text("H", "1")

  private func load(_ condition: String) -> RuleSet {
    SigmaTests.load(
      rule(
        "sel_a: {A: '1'}\nsel_b: {B: '1'}\nflt_c: {C: '1'}\n_hid: {H: '1'}\nnotepad: {A: '1'}\norder: {B: '1'}\ncondition: \(condition)"
      ))
  }

  @Test(arguments: [
    ("sel_a or sel_b and flt_c", Expression.or([a, .and([b, c])])), ("(sel_a or sel_b) and flt_c", .and([.or([a, b]), c])),
    ("not sel_a and sel_b", .and([.not(a), b])), ("not (sel_a and sel_b)", .not(.and([a, b]))), ("not not sel_a", a),
    ("not(sel_a)and(sel_b)", .and([.not(a), b])),
    ("sel_a and not 1 of sel_*", .and([a, .not(.or([a, b]))])), ("1 of sel_*", .or([a, b])), ("any of sel_*", .or([a, b])),
    ("all of sel_*", .and([a, b])), ("all of them", .and([a, b, c, a, b])), ("1 of *", .or([a, b, c, a, b])), ("1 of _*", h),
    ("1 of *_a", a),
    ("1 of s*l*_b", b), ("all of s*e*_*", .and([a, b])), ("all of sel_a", a), ("1 of _hid", h), ("sel_a and _hid", .and([a, h])),
    ("notepad or order", .or([a, b])),
    ("1  of   sel_*", .or([a, b])), ("'sel_a\n\n     and\tsel_b'", .and([a, b])),
    ("[sel_a, sel_b and flt_c]", .or([a, .and([b, c])])),
    ("[sel_a]", a), ("sel_a and sel_b and flt_c", .and([a, b, c])), ("(((sel_a)))", a),
  ])
  func conditions(_ condition: String, _ expected: Expression) {
    #expect(load(condition).rules.first?.expression == expected, "\(load(condition).problems)")
  }

  @Test(arguments: [
    ("(sel_a and sel_b", "never closed", 14), ("sel_a and sel_b)", "closes nothing", 29),
    ("sel_a AND sel_b", "lower case; write `and`", 20), ("NOT sel_a", "lower case; write `not`", 14),
    ("sel_a | count() > 5", "correlation", 20), ("sel_d", "no selection `sel_d`; did you mean", 14),
    ("1 of nomatch*", "fits no selection", 19), ("all of x", "fits no selection", 21),
    ("2 of sel_*", "`2 of` is not in the language", 14), ("sel_a and", "ends where a selection", 23),
    ("and sel_a", "stands where a selection", 14), ("sel_a sel_b", "without an operator", 20),
    ("sel_*", "needs a quantifier", 14), ("them", "needs a quantifier", 14), ("1 of (sel_a)", "needs `them` or a pattern", 14),
    ("sel_a not sel_b", "write `and not`", 20), ("sel.a", "unexpected `.`", 17),
    ("()", "closes nothing", 15), ("Sel_a", "no selection `Sel_a`; did you mean `sel_a`?", 14),
    ("not", "ends where a selection", 17), ("sel_a and 1 of", "needs `them`", 24),
  ])
  func mistakesAreLocated(_ condition: String, _ word: String, _ column: Int) {
    let set = load(condition)
    #expect(set.rules.isEmpty)
    #expect(set.errors.map(\.position) == [Position(path: "rule.yml", line: 11, column: column)], "\(set.problems)")
    #expect(set.errors.first?.message.contains(word) == true, "\(set.problems)")
  }

  @Test(arguments: ["''", "5", "{a: b}", "[]", "[5]", "null"])
  func otherValuesAreRefused(_ condition: String) {
    #expect(load(condition).rules.isEmpty)
    #expect(!load(condition).errors.isEmpty)
  }

  @Test func deepBracketsAreRefused() {
    let deep = String(repeating: "(", count: 100_000) + "sel_a" + String(repeating: ")", count: 100_000)
    #expect(load(deep).errors.first?.message.contains("too deep") == true)
    #expect(load(String(repeating: "not ", count: 100_000) + "sel_a").rules.first?.expression == Self.a)
  }

  @Test func aBrokenSelectionIsReportedOnce() {
    let set = SigmaTests.load(rule("sel: {F|foo: 1}\ncondition: sel and 1 of s*"))
    #expect(set.errors.count == 1)
    #expect(set.errors.first?.message.contains("unknown modifier") == true)
  }
}
