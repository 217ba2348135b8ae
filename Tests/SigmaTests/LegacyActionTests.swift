import Sigma
import Testing

/// SPEC 1.4: `action:`.
struct LegacyActionTests {
  private let global = "action: global\ntitle: G\nlogsource: {product: test}\ndetection: {condition: sel}\n---\n"

  @Test func aGlobalDocumentIsMergedIntoThoseAfterIt() {
    let set = load("\(global)detection: {sel: {k: a}}\n---\nlevel: high\ndetection: {sel: {k: b}}\n")
    #expect(set.rules.map(\.expression) == [.text("k", "a"), .text("k", "b")])
    #expect(set.rules.map(\.metadata.title) == ["G", "G"])
    #expect(set.rules.map(\.metadata.level) == [nil, .high])
    #expect(set.problems.isEmpty)
  }

  @Test func onAClashTheGlobalValueWinsAndIsWarnedOf() {
    let set = load("\(global)title: Own\ndetection: {sel: {k: a}}\n")
    #expect(set.rules.map(\.metadata.title) == ["G"])
    #expect(set.problems.map(\.severity) == [.warning])
    #expect(set.problems.first?.position.line == 6)
  }

  @Test func resetDropsTheGlobalDocument() {
    let set = load("\(global)detection: {sel: {k: a}}\n---\naction: reset\n---\ndetection: {sel: {k: b}}\n")
    #expect(set.rules.count == 1)
    #expect(set.errors.map(\.position.line) == [10, 10, 10])
  }

  @Test func repeatIsThePreviousDocumentWithChanges() {
    let first = "title: P\nlogsource: {product: test}\ndetection: {sel: {k: a}, condition: sel}\n"
    let set = load(
      "\(first)---\naction: repeat\ntitle: Q\ndetection: {sel: {k: b}}\n---\naction: repeat\ndetection: {sel: {l: c}}\n")
    #expect(set.rules.map(\.metadata.title) == ["P", "Q", "Q"])
    #expect(set.rules.map(\.expression) == [.text("k", "a"), .text("k", "b"), .and([.text("k", "b"), .text("l", "c")])])
    #expect(load("action: repeat\n\(first)").errors.first?.message.contains("no document before it") == true)
  }

  @Test func correlationsAreNotMerged() {
    let set = load(
      "\(global)name: a\ndetection: {sel: {k: a}}\n---\ntitle: X\ncorrelation: {type: event_count, rules: a, timespan: 1m, condition: {gte: 2}}\n"
    )
    #expect(set.correlations.map(\.metadata.title) == ["X"])
    #expect(set.problems.isEmpty)
  }

  @Test func otherActionsAreRefused() {
    #expect(
      load("action: foo\ntitle: G\n").errors.map(\.message) == [
        "unknown action `foo`; the actions are `global`, `reset` and `repeat`"
      ])
    #expect(load("action: [global]\n").errors.count == 1)
    #expect(load("action: globl\n").errors.first?.message.contains("did you mean `global`?") == true)
  }
}
