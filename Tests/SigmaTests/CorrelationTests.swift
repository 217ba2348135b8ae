import Sigma
import Testing

/// SPEC 6: correlation documents.
struct CorrelationTests {
  private static let rules = ["a", "b", "c"].enumerated().map { index, name in
    "title: T\(name)\nname: \(name)\nid: 0000000\(index)-0000-4000-8000-000000000000\nlogsource: {product: test}\ndetection: {sel: {k: \(name)}, condition: sel}\n---\n"
  }.joined()

  /// With the lines of a `correlation`, behind rules `a`, `b` and `c`; line 21 is its first.
  private func load(_ lines: String, root: String = "") -> RuleSet {
    let body = lines.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    return SigmaTests.load("\(Self.rules)title: X\n\(root)correlation:\n\(body)\n")
  }

  @Test func anEventCount() throws {
    let set = load(
      "type: event_count\nrules: [a, 00000001-0000-4000-8000-000000000000]\ngroup-by: [U, V]\ntimespan: 5m\ncondition: {gte: 3, lt: 9.5}"
    )
    let correlation = try #require(set.correlations.first, "\(set.problems)")
    #expect(set.problems.isEmpty)
    #expect(correlation.kind == .eventCount)
    #expect(correlation.references == [.rule(0), .rule(1)])
    #expect(correlation.referenceNames == ["a", "00000001-0000-4000-8000-000000000000"])
    #expect(correlation.timespan == 300_000_000)
    #expect(correlation.groupBy == ["U", "V"])
    #expect(correlation.bounds == [.init(op: .gte, value: .integer(3)), .init(op: .lt, value: .real(9.5))])
    #expect(correlation.generate == false)
    #expect(
      correlation.logic == nil && correlation.fields.isEmpty && correlation.percentile == nil && correlation.aliases.isEmpty)
  }

  @Test func rulesAndGroupsMayBeOneString() throws {
    let set = load("type: value_count\nrules: b\ngroup-by: U\ntimespan: 1h\ncondition: {field: F, neq: -1}")
    let correlation = try #require(set.correlations.first, "\(set.problems)")
    #expect(correlation.references == [.rule(1)])
    #expect(correlation.groupBy == ["U"])
    #expect(correlation.fields == ["F"])
    #expect(correlation.bounds == [.init(op: .neq, value: .integer(-1))])
  }

  @Test(arguments: [
    ("value_sum", Correlation.Kind.valueSum), ("value_avg", .valueAvg), ("value_median", .valueMedian),
    ("value_count", .valueCount),
  ])
  func valueKinds(_ name: String, _ kind: Correlation.Kind) {
    let set = load("type: \(name)\nrules: [a]\ntimespan: 1m\ncondition: {field: N, gt: 1.5}")
    #expect(set.correlations.map(\.kind) == [kind], "\(set.problems)")
    #expect(
      load("type: \(name)\nrules: [a]\ntimespan: 1m\ncondition: {gt: 1.5}").errors.first?.message.contains("add `field: name`")
        == true)
    #expect(
      load("type: \(name)\nrules: [a]\ntimespan: 1m\ncondition: {field: N}").errors.first?.message.contains("compares nothing")
        == true)
    #expect(load("type: \(name)\nrules: [a]\ntimespan: 1m").errors.first?.message.contains("`condition` is missing") == true)
    let two = load("type: \(name)\nrules: [a]\ntimespan: 1m\ncondition: {field: [N, M], gt: 1}")
    #expect(two.errors.isEmpty == (kind == .valueCount))
  }

  @Test func aPercentileNeedsToKnowWhich() {
    let set = load("type: value_percentile\nrules: [a]\ntimespan: 1m\ncondition: {field: N, percentile: 95, gt: 100}")
    #expect(set.correlations.first?.percentile == 95, "\(set.problems)")
    #expect(
      load("type: value_percentile\nrules: [a]\ntimespan: 1m\ncondition: {field: N, gt: 100}").errors.first?.message.contains(
        "add `percentile: 95`") == true)
    #expect(
      load("type: value_percentile\nrules: [a]\ntimespan: 1m\ncondition: {field: N, percentile: 101, gt: 1}").errors.count == 1)
    #expect(load("type: event_count\nrules: [a]\ntimespan: 1m\ncondition: {percentile: 5, gt: 1}").errors.count == 1)
  }

  @Test func temporalWantsAllRulesUnlessToldOtherwise() throws {
    let all = try #require(load("type: temporal\nrules: [a, b, a]\ntimespan: 1m").correlations.first)
    #expect(all.references == [.rule(0), .rule(1)])
    #expect(all.bounds == [.init(op: .gte, value: .integer(2))])
    #expect(
      load("type: temporal\nrules: [a, b]\ntimespan: 1m\ncondition: {gte: 1}").correlations.first?.bounds == [
        .init(op: .gte, value: .integer(1))
      ])
    let ordered = try #require(load("type: temporal_ordered\nrules: [a, b, a]\ntimespan: 1m").correlations.first)
    #expect(ordered.references == [.rule(0), .rule(1), .rule(0)])
    #expect(ordered.kind == .temporalOrdered)
  }

  @Test func temporalTakesALogicOfRules() throws {
    let set = load(
      "type: temporal\nrules: [a, b, 00000002-0000-4000-8000-000000000000]\ntimespan: 1m\ncondition: a and (b or not c)")
    let correlation = try #require(set.correlations.first, "\(set.problems)")
    #expect(correlation.logic == .and([.reference(0), .or([.reference(1), .not(.reference(2))])]))
    #expect(correlation.bounds.isEmpty)
    let without = try #require(load("type: temporal\ntimespan: 1m\ncondition: c and a").correlations.first)
    #expect(without.references == [.rule(2), .rule(0)])
    #expect(without.referenceNames == ["c", "a"])
    #expect(without.logic == .and([.reference(0), .reference(1)]))
  }

  @Test func aliasesStandForAFieldOfEachRule() throws {
    let set = load(
      "type: temporal\nrules: [00000000-0000-4000-8000-000000000000, b, c]\ntimespan: 1m\ngroup-by: [ip]\naliases:\n  ip:\n    a: source.ip\n    00000001-0000-4000-8000-000000000000: client"
    )
    let correlation = try #require(set.correlations.first, "\(set.problems)")
    #expect(correlation.aliases == ["ip": ["source.ip", "client", nil]])
  }

  @Test func generateStandsInEitherPlace() {
    #expect(
      load("type: event_count\nrules: a\ntimespan: 1m\ncondition: {gte: 1}\ngenerate: true").correlations.first?.generate == true)
    #expect(
      load("type: event_count\nrules: a\ntimespan: 1m\ncondition: {gte: 1}", root: "generate: true\n").correlations.first?
        .generate == true)
    #expect(
      load("type: event_count\nrules: a\ntimespan: 1m\ncondition: {gte: 1}\ngenerate: false", root: "generate: true\n").errors
        .count == 1)
    #expect(load("type: event_count\nrules: a\ntimespan: 1m\ncondition: {gte: 1}\ngenerate: 'yes'").errors.count == 1)
  }

  @Test(arguments: [
    ("type: event_count\nrules: [a]\ntimeframe: 1m\ncondition: {gte: 1}", "write `timespan`", 23, 3),
    ("type: event_cout\nrules: [a]\ntimespan: 1m\ncondition: {gte: 1}", "did you mean `event_count`?", 21, 9),
    ("rules: [a]\ntimespan: 1m\ncondition: {gte: 1}", "`type` is missing", 20, 1),
    ("type: event_count\ntimespan: 1m\ncondition: {gte: 1}", "`rules` is missing", 20, 1),
    ("type: event_count\nrules: []\ntimespan: 1m\ncondition: {gte: 1}", "names no rule", 22, 3),
    ("type: event_count\nrules: [a]\ncondition: {gte: 1}", "`timespan` is missing", 20, 1),
    ("type: event_count\nrules: [aa]\ntimespan: 1m\ncondition: {gte: 1}", "there is no rule `aa`", 22, 11),
    ("type: event_count\nrules: [{a: b}]\ntimespan: 1m\ncondition: {gte: 1}", "ids or names", 22, 11),
    ("type: event_count\nrules: [a]\ntimespan: 1m\ncondition: {gte: 3, foo: 1}", "unknown key `foo`", 24, 23),
    ("type: event_count\nrules: [a]\ntimespan: 1m\ncondition: {get: 3}", "did you mean `gte`?", 24, 15),
    ("type: event_count\nrules: [a]\ntimespan: 1m\ncondition: {gte: '3'}", "without quotes", 24, 20),
    ("type: event_count\nrules: [a]\ntimespan: 1m\ncondition: a and b", "for `temporal` only", 24, 14),
    ("type: event_count\nrules: [a]\ntimespan: 1m\ncondition: [a]", "must be a map", 24, 14),
    ("type: event_count\nrules: [a]\ntimespan: 1m\ncondition: {gte: 1, field: F}", "use `value_count`", 24, 23),
    ("type: event_count\nrules: [a]\ntimespan: 1m\ngroupby: [U]\ncondition: {gte: 1}", "did you mean `group-by`?", 24, 3),
    ("type: temporal\nrules: [a, b]\ntimespan: 1m\ncondition: a and c", "`c` is not among `rules`", 24, 20),
    ("type: temporal\nrules: [a, b, c]\ntimespan: 1m\ncondition: a and b", "`c` is among `rules`", 24, 14),
    ("type: temporal\nrules: [a, b]\ntimespan: 1m\ncondition: a and", "ends where", 24, 19),
    ("type: temporal\nrules: [a, b]\ntimespan: 1m\ncondition: 1 of them", "name each rule", 24, 19),
    ("type: temporal\nrules: [a, b]\ntimespan: 1m\naliases: {x: {c: F}}", "not among `rules`", 24, 17),
    ("type: temporal\nrules: [a, b]\ntimespan: 1m\naliases: {x: F}", "which field", 24, 16),
    ("type: temporal\nrules: [a, b]\ntimespan: 1m\naliases: [x]", "must be a map", 24, 12),
  ])
  func mistakesAreRefused(_ lines: String, _ word: String, _ line: Int, _ column: Int) {
    let set = load(lines)
    #expect(set.correlations.isEmpty)
    #expect(set.rules.count == 3)
    let expected = Position(path: "rule.yml", line: line, column: column)
    #expect(set.errors.contains { $0.message.contains(word) && $0.position == expected && $0.title == "X" }, "\(set.problems)")
  }

  @Test(arguments: [
    ("90s", 90_000_000), ("15m", 900_000_000), ("1h", 3_600_000_000), ("7d", 604_800_000_000), ("1w", 604_800_000_000),
    ("1M", 2_629_746_000_000),
    ("1y", 31_556_952_000_000), ("'007s'", 7_000_000),
  ])
  func timespans(_ text: String, _ micros: Int64) {
    #expect(
      load("type: event_count\nrules: [a]\ntimespan: \(text)\ncondition: {gte: 1}").correlations.map(\.timespan) == [micros])
  }

  @Test(arguments: [
    ("1h30m", "one whole number"), ("1H", "write `1h`"), ("1.5h", "one whole number"), ("0s", "longer than nothing"),
    ("-5m", "one whole number"), ("60", "write `60s`"), ("m", "one whole number"), ("''", "not a length of time"),
    ("1 h", "one whole number"), ("99999999999999999999s", "too long"), ("9999999999y", "too long"), ("[1m]", "must be a string"),
    ("1D", "write `1d`"),
  ])
  func otherTimespansAreRefused(_ text: String, _ word: String) {
    let set = load("type: event_count\nrules: [a]\ntimespan: \(text)\ncondition: {gte: 1}")
    #expect(set.correlations.isEmpty)
    #expect(set.errors.first?.message.contains(word) == true, "\(set.problems)")
  }
}
