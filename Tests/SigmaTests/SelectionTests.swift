import Sigma
import Testing

/// SPEC 3.1, 3.2, 3.8: selections and keywords.
struct SelectionTests {
  @Test func anUnknownSelectionSaysHowToMendIt() {
    let unknown = load(rule("sel: {F: a}\nfilter: {G: b}\ncondition: sel and other")).errors.map(\.message)
    #expect(unknown == ["there is no selection `other`; add it, or name one of `filter`, `sel`"])
    let near = load(rule("sel: {F: a}\ncondition: sell")).errors.map(\.message)
    #expect(near == ["there is no selection `sell`; did you mean `sel`?"])
  }

  /// Beside a selection that could not be read, too; what is missing is named once.
  @Test func allThatIsWrongWithAConditionComesAtOnce() {
    let errors = load(rule("a: {F|conatins: x}\nok: {F: 1}\ncondition: (a and not b) or 1 of c* or ok or b and d")).errors
    #expect(
      errors.map { $0.message.prefix(while: { $0 != ";" }) } == [
        "unknown modifier `conatins`", "there is no selection `b`", "`c*` fits no selection", "there is no selection `d`",
      ])
    #expect(errors.dropFirst().map { $0.position.column - errors[1].position.column } == [0, 11, 29])
  }

  @Test func aMapIsAllOfItsItems() {
    #expect(expression("F: a\nG: b") == .and([.text("F", "a"), .text("G", "b")]))
  }

  @Test func aListOfMapsIsAnyOfThem() {
    #expect(
      expression("- F: a\n- G: b\n  H: c") == .or([.text("F", "a"), .and([.text("G", "b"), .text("H", "c")])]))
  }

  @Test func keywordsAreFoundAnywhere() {
    #expect(expression("- foo\n- 4625\n- a*b") == .or([.keyword("*foo*"), .keyword("*4625*"), .keyword("*a*b*")]))
    #expect(load(rule("sel: one word\ncondition: sel")).rules.first?.expression == .keyword("*one word*"))
  }

  @Test func mapsKeywordsAndNestedListsMix() {
    #expect(expression("- F: a\n- foo\n- [b, c]") == .or([.text("F", "a"), .keyword("*foo*"), .keyword("*b*"), .keyword("*c*")]))
  }

  @Test func itemsWithoutAFieldAreKeywords() {
    #expect(expression("'|all':\n- foo\n- bar") == .and([.keyword("*foo*"), .keyword("*bar*")]))
    #expect(expression("'': foo") == .keyword("*foo*"))
    #expect(expression("'|re': ev.l") == .anywhere(.regex(Regex(pattern: "ev.l"))))
    #expect(expression("'|cased': Foo") == .anywhere(.text(Pattern("*Foo*"), cased: true)))
    #expect(expression("'|contains|neq': foo") == .not(.keyword("*foo*")))
  }

  @Test func anAnchorOnAKeywordIsWarnedOf() {
    #expect(expression("'|startswith': foo") == .keyword("*foo*"))
    #expect(problems("'|startswith': foo").map(\.severity) == [.warning])
  }

  @Test(arguments: ["'|exists': true", "'|cidr': 10.0.0.0/8", "'|gt': 5", "'|fieldref': G", "'|hour': 5", "'': null", "- null"])
  func whatNeedsAFieldIsRefusedWithoutOne(_ selection: String) {
    #expect(expression(selection) == nil)
    #expect(problems(selection).first?.message.contains("field") == true)
  }

  @Test(arguments: ["sel: {}", "sel: []", "sel:", "sel: [[]]", "sel: [{}]"])
  func emptySelectionsAreRefused(_ selection: String) {
    let set = load(rule("\(selection)\ncondition: sel"))
    #expect(set.rules.isEmpty)
    #expect(set.errors.count == 1)
    #expect(set.errors.first?.message.contains("empty") == true)
  }

  @Test func aDetectionNeedsSelectionsAndACondition() {
    #expect(load(rule("condition: sel")).errors.contains { $0.message.contains("no selection") })
    let misspelt = load(rule("sel: {F: a}\ncondtion: sel"))
    #expect(misspelt.errors.contains { $0.message == "`condition` is missing; is `condtion` meant to be it?" })
  }

  @Test func aTimeframeIsIgnoredWithAWarning() {
    let set = load(rule("sel: {F: a}\ntimeframe: 5m\ncondition: all of them"))
    #expect(set.rules.map(\.expression) == [.text("F", "a")])
    #expect(set.problems.map(\.severity) == [.warning])
    #expect(set.problems.first?.position.line == 6)
  }
}
