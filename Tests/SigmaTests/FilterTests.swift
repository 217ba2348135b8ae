import Sigma
import Testing

/// SPEC 7: filters.
struct FilterTests {
  private let rules = """
    title: A
    id: b3e5a8c2-7d41-4f0e-9a66-2c1d5f7e8b90
    name: a
    logsource: {product: test, service: s}
    detection: {sel_x: {k: a}, condition: all of *}
    ---
    title: B
    name: b
    logsource: {product: other}
    detection: {sel: {k: b}, condition: sel}
    ---

    """

  /// With the lines of a `filter`; line 15 is its first.
  private func load(_ lines: String, logSource: String = "{product: test}") -> RuleSet {
    let body = lines.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    return SigmaTests.load("\(rules)title: F\nlogsource: \(logSource)\nfilter:\n\(body)\n")
  }

  private static let filtered = Expression.and([.text("k", "a"), .not(.text("U", "adm"))])

  @Test(arguments: ["[a]", "[b3e5a8c2-7d41-4f0e-9a66-2c1d5f7e8b90]", "any", "[]", "a"])
  func aFilterIsAndedIntoTheRulesItNames(_ names: String) {
    let set = load("rules: \(names)\nselection: {U: adm}\ncondition: not selection")
    #expect(set.rules.map(\.expression) == [Self.filtered, .text("k", "b")], "\(set.problems)")
    #expect(set.problems.isEmpty)
  }

  @Test func theLogSourceMustContainTheRules() {
    let narrow = load("rules: [a]\nselection: {U: adm}\ncondition: not selection", logSource: "{product: test, category: c}")
    #expect(narrow.rules.first?.expression == .text("k", "a"))
    #expect(narrow.problems.map(\.severity) == [.warning])
    #expect(
      load("rules: any\nselection: {U: adm}\ncondition: not selection", logSource: "{service: s}").rules.first?.expression
        == Self.filtered)
  }

  @Test func selectorsSeeTheFiltersSelectionsOnly() {
    let set = load("rules: [a]\nsel_u: {U: adm}\nsel_v: {U: root}\ncondition: not 1 of sel_*")
    #expect(set.rules.first?.expression == .and([.text("k", "a"), .not(.or([.text("U", "adm"), .text("U", "root")]))]))
    #expect(
      load("rules: [a]\nselection: {U: adm}\ncondition: not sel_x").errors.first?.message.contains("no selection `sel_x`") == true
    )
  }

  @Test func filtersStack() {
    let one = "title: F\nlogsource: {product: test}\nfilter: {rules: [a], s: {U: adm}, condition: not s}\n"
    let two = "title: G\nlogsource: {product: test}\nfilter: {rules: any, s: {U: root}, condition: not s}\n"
    let set = SigmaTests.load("\(one)---\n\(rules)\(two)")
    #expect(set.rules.first?.expression == .and([.text("k", "a"), .not(.text("U", "adm")), .not(.text("U", "root"))]))
  }

  @Test func aConditionThatKeepsIsWarnedOf() {
    let set = load("rules: [a]\nselection: {U: adm}\ncondition: selection")
    #expect(set.rules.first?.expression == .and([.text("k", "a"), .text("U", "adm")]))
    #expect(set.problems.map(\.severity) == [.warning])
    #expect(set.problems.first?.message.contains("write `not selection`") == true)
  }

  @Test(arguments: [
    ("selection: {U: adm}\ncondition: not selection", "`rules` is missing", 14),
    ("rules: [nothing]\nselection: {U: adm}\ncondition: not selection", "there is no rule", 15),
    ("rules: [a]\ncondition: not selection", "no selection", 14),
    ("rules: [a]\nselection: {U: adm}", "`condition` is missing", 14),
    ("rules: [a]\nselection: {U|foo: adm}\ncondition: not selection", "unknown modifier", 16),
    ("rules: [a]\nselection: {U: adm}\ncondition: [not selection]", "must be a string", 17),
    ("rules: {a: b}\nselection: {U: adm}\ncondition: not selection", "must be a list", 15),
  ])
  func mistakesAreRefused(_ lines: String, _ word: String, _ line: Int) {
    let set = load(lines)
    #expect(set.rules.first?.expression == .text("k", "a"))
    #expect(set.errors.contains { $0.message.contains(word) && $0.position.line == line && $0.title == "F" }, "\(set.problems)")
  }

  @Test func aLogSourceIsNeeded() {
    let set = SigmaTests.load("\(rules)title: F\nfilter: {rules: [a], s: {U: adm}, condition: not s}\n")
    #expect(set.errors.map(\.message) == ["`logsource` is missing; add it"])
  }

  @Test func correlationsAreNotFiltered() {
    let correlation = "title: X\nname: x\ncorrelation: {type: event_count, rules: a, timespan: 1m, condition: {gte: 2}}\n---\n"
    let set = SigmaTests.load(
      "\(rules)\(correlation)title: F\nlogsource: {product: test}\nfilter: {rules: [a, x], s: {U: adm}, condition: not s}\n")
    #expect(set.errors.first?.message.contains("name the rules that it watches") == true)
    #expect(set.rules.first?.expression == .text("k", "a"))
  }
}
