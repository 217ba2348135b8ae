import Sigma
import Testing

struct ContainedRulesTests {
  private func contained(_ rules: [String]) -> [String] {
    load(rules.joined(separator: "---\n")).containedRules().compactMap(\.title)
  }

  private func document(_ title: String, _ selection: String, source: String = "product: test", header: String = "") -> String {
    "title: \(title)\n\(header)logsource: {\(source)}\ndetection: {sel: {\(selection)}, condition: sel}\n"
  }

  @Test func ofTwoTheSameTheLaterIsNamed() {
    let set = load([document("A", "F: a, G: b"), document("B", "G: b, F: a")].joined(separator: "---\n"))
    #expect(
      set.containedRules().map(\.description) == [
        "rule.yml:5:1: warning: `A` (rule.yml:1) matches all that this rule does; remove this one, or give it a higher level [B]"
      ])
  }

  @Test func theNarrowerIsNamed() {
    #expect(contained([document("Narrow", "F: administrator"), document("Wide", "F|contains: admin")]) == ["Narrow"])
    #expect(contained([document("Both", "F: a, G: b"), document("One", "F: a")]) == ["Both"])
  }

  @Test func anotherLogSourceIsNoContainer() {
    let narrow = document("Narrow", "F: a", source: "product: test, service: s")
    #expect(contained([narrow, document("Wide", "F: a")]) == ["Narrow"])
    #expect(contained([narrow, document("Other", "F: a", source: "product: test, service: t")]) == [])
    #expect(contained([document("Wide", "F: a, G: b"), document("Small", "F: a", source: "product: test, service: s")]) == [])
  }

  @Test func aHigherLevelIsAReason() {
    #expect(contained([document("High", "F: a, G: b", header: "level: high\n"), document("Medium", "F: a")]) == [])
    #expect(contained([document("Low", "F: a, G: b", header: "level: low\n"), document("Medium", "F: a")]) == ["Low"])
  }

  @Test func whatACorrelationUsesIsLeftAlone() {
    let correlation = "title: C\ncorrelation: {type: event_count, rules: [a], timespan: 1m, condition: {gte: 2}}\n"
    #expect(contained([document("A", "F: a", header: "name: a\n"), document("B", "F: a"), correlation]) == [])
  }

  @Test func manyRulesAreFoundByTheirValues() {
    var rules = (0..<400).map { document("N\($0)", "F|endswith: [x\($0), y\($0)], G: z") }
    #expect(contained(rules) == [])
    rules.append(document("Part", "F|endswith: [y7], G: [z, z], H: 1"))
    #expect(contained(rules) == ["Part"])
  }
}
