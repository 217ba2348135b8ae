import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct CorrelatorTests {
  typealias Record = Correlating.Record

  private func three(_ seconds: Double = 60, tune: (inout Correlation) -> Void = { _ in }) -> Correlation {
    Correlating.correlation("three", .eventCount, over: [.rule(0)], seconds: seconds, (.gte, 3), tune: tune)
  }

  @Test func episodesOpenAndCloseByEventTime() {
    let alerts = Correlating(["a"], [three()]).run([
      Record(0, "a"), Record(10, "a"), Record(20, "a"), Record(30, "a"), Record(500, "a"),
    ])
    // It holds until the second of the last three leaves: 10 + 60, and closes a timespan later.
    #expect(alerts.map(\.brief) == ["opened three 192.0.2.1 3 @20", "closed three 192.0.2.1 4 @130"])
    #expect(alerts.map { Alert.seconds($0.first) } == ["0", "0"])
    #expect(alerts.map { Alert.seconds($0.last) } == ["20", "30"])
    #expect(alerts[0].evidence.map { Alert.seconds($0.time) } == ["0", "10", "20"])
    #expect(alerts[0].sequence == 3)
    #expect(alerts[0].host == "gate")
    #expect(alerts[0].episode == alerts[1].episode)
    #expect(alerts[0].id != alerts[1].id)
  }

  /// A window covers (t − timespan, t].
  @Test func windowsAreHalfOpen() {
    let edge = Correlating(["a"], [three()]).run([Record(0, "a"), Record(30, "a"), Record(60, "a")])
    #expect(edge.isEmpty)
    let inside = Correlating(["a"], [three()]).run([Record(0.000001, "a"), Record(30, "a"), Record(60, "a")])
    #expect(inside.map(\.brief) == ["opened three 192.0.2.1 3 @60", "closed three 192.0.2.1 3 @120.000001"])
  }

  @Test func aRuleByItselfClosesAfterQuiet() {
    let alerts = Correlating(["a"]).run([Record(0, "a"), Record(500, "a"), Record(2_000, "a")])
    #expect(
      alerts.map(\.brief) == [
        "opened a 192.0.2.1 1 @0", "closed a 192.0.2.1 2 @1100", "opened a 192.0.2.1 1 @2000", "closed a 192.0.2.1 1 @2600",
      ])
  }

  /// After a silence of more than five minutes the clock waits for a second record, and the first one was counted to an episode
  /// that had long been over; live, where time goes on without records, it opened one of its own.
  @Test func aRecordAfterSilenceOpensItsOwnEpisode() {
    let records = [Record(0, "a"), Record(7_200, "a")]
    let expected = [
      "opened a 192.0.2.1 1 @0", "closed a 192.0.2.1 1 @600", "opened a 192.0.2.1 1 @7200", "closed a 192.0.2.1 1 @7800",
    ]
    #expect(Correlating(["a"]).run(records).map(\.brief) == expected)
    let live = Correlating(["a"])
    let input = live.engine.addInput("a")
    for (index, batch) in live.batches(records, input: input, step: 1).enumerated() {
      if index == 1 { live.engine.vouch(input, for: Timestamp(microseconds: Correlating.epoch + 7_199_000_000)) }
      live.engine.take(batch)
    }
    live.engine.finish()
    #expect(live.alerts.map(\.brief) == expected)
  }

  @Test func aRuleByItselfIsAboutAddressUserOrHost() {
    let alerts = Correlating(["a"]).run([Record(0, "a", user: "u"), Record(1, "a", nil, user: "u"), Record(2, "a", nil)])
    #expect(
      alerts.filter { $0.action == .opened }.map { "\($0.group)" } == [
        #"[(name: "source.address", value: "192.0.2.1")]"#, #"[(name: "user.name", value: "u")]"#,
        #"[(name: "host.name", value: "gate")]"#,
      ])
  }

  @Test func oneEventThatMatchesTwoRulesCountsOnce() {
    let both = Correlating.correlation("both", .eventCount, over: [.rule(0), .rule(1)], (.gte, 3))
    let correlating = Correlating(["a", "b"], [both]) { rule in
      rule.expression = .or([rule.expression, .field("kind", .text(Pattern(pieces: [.literal(Array("ab".utf8))]), cased: false))])
    }
    #expect(correlating.run([Record(0, "ab"), Record(1, "ab")]).isEmpty)
    #expect(correlating.engine.counters.matches == 4)
    let again = Correlating(["a", "b"], [both])
    #expect(again.run([Record(0, "a"), Record(1, "b"), Record(2, "a")]).map(\.brief).first == "opened both 192.0.2.1 3 @2")
  }

  @Test func newDistinctValuesAreTold() {
    let alerts = Correlating(["a"]) { $0.metadata.tocsin.distinct = ["user.name"] }.run([
      Record(0, "a", user: "eve"), Record(1, "a", user: "eve"), Record(2, "a", user: "mallory"), Record(3, "a", user: "eve"),
    ])
    #expect(alerts.map(\.brief) == ["opened a 192.0.2.1 1 @0", "updated a 192.0.2.1 3 @2", "closed a 192.0.2.1 4 @603"])
    #expect(alerts.last?.distinct.first { $0.field == "user.name" }?.values == ["eve", "mallory"])
  }

  /// Whoever writes the logs cannot choose a value that is taken for another: these have one hash under any seed that is known.
  @Test func valuesWithOneHashAreToldApart() {
    let seed: UInt64 = 0x9E37_79B9_7F4A_7C15
    var names: [String] = []
    var first: UInt64 = 0x6161_6161_6161_6161
    while names.count < 2 {
      first += 1
      // What follows cancels out what the first eight bytes came to.
      let second = mix(seed ^ first, 0xA076_1D64_78BD_642F)
      let bytes = [first, second].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
      if bytes.allSatisfy({ $0 > 0x22 && $0 < 0x7F && $0 != 0x5C }) { names.append(String(decoding: bytes, as: UTF8.self)) }
    }
    #expect(Set(names.map { name in name.withView { $0.hash(seed: seed) } }).count == 1)
    let records = names.enumerated().map { Record(Double($0), "a", user: $1) }
    let told = Correlating(["a"]) { $0.metadata.tocsin.distinct = ["user.name"] }.run(records)
    #expect(told.map(\.action) == [.opened, .updated, .closed])
    let users = Correlating.correlation("users", .valueCount, over: [.rule(0)], (.gte, 2)) { $0.fields = ["user.name"] }
    #expect(Correlating(["a"], [users]).run(records).map(\.action) == [.opened, .closed])
  }

  @Test func eachFullDayIsTold() {
    let alerts = Correlating(["a"]).run((0...300).map { Record(Double($0) * 590, "a") })
    #expect(alerts.map(\.action) == [.opened, .updated, .updated, .closed])
    #expect(alerts.map { Alert.seconds($0.time) } == ["0", "86400", "172800", "177600"])
    #expect(Set(alerts.map(\.id)).count == 4)
  }

  @Test func eventsWithoutTheirGroupAreCounted() {
    let correlating = Correlating(["a"], [three()])
    #expect(correlating.run((0..<5).map { Record(Double($0), "a", nil) }).isEmpty)
    #expect(correlating.engine.counters.ungrouped == 5)
  }

  @Test func lateEventsArePlacedAndFlagged() {
    // Within the lateness: placed by its time, and it makes the condition true where a later event stands.
    let placed = Correlating(["a"], [three()]).run([Record(0, "a"), Record(40, "a"), Record(20, "a")])
    #expect(placed.map(\.brief) == ["opened three 192.0.2.1 3 @40", "closed three 192.0.2.1 3 @120"])
    #expect(placed.map(\.flags) == [[], []])
    let correlating = Correlating(["a"])
    let late = correlating.run([Record(100, "a", "192.0.2.2"), Record(20, "a")])
    #expect(correlating.engine.counters.late == 1)
    #expect(late.filter { $0.group.first?.value == "192.0.2.1" }.map(\.flags) == [["late"], ["late"]])
    #expect(late.filter { $0.group.first?.value == "192.0.2.2" }.map(\.flags) == [[], []])
  }

  @Test func aChainOverTimeSeesEveryEventOfTheInner() {
    let inner = three()
    let outer = Correlating.correlation("outer", .temporalOrdered, over: [.correlation(0), .rule(1)], seconds: 30)
    // The condition holds at 2 and at 100; only the event at 100 lies within thirty seconds of the success.
    let records = (0...10).map { Record(Double($0) * 10, "a") } + [Record(120, "b")]
    let alerts = Correlating(["a", "b"], [inner, outer]).run(records)
    #expect(alerts.filter { $0.action == .opened }.map { "\($0.rule.title) @\(Alert.seconds($0.time))" } == ["outer @120"])
    // What feeds another gives no alert of its own, unless asked to.
    #expect(!alerts.contains { $0.rule.title == "three" })
  }

  @Test func aCountingChainSeesOpenings() {
    let inner = three(10)
    let outer = Correlating.correlation("outer", .eventCount, over: [.correlation(0)], seconds: 3_600, (.gte, 2))
    func alerts(_ records: [Record]) -> [String] {
      Correlating(["a"], [inner, outer]).run(records).filter { $0.rule.title == "outer" && $0.action == .opened }.map(\.brief)
    }
    // One long episode is one opening.
    #expect(alerts((0..<100).map { Record(Double($0), "a") }).isEmpty)
    let two = [0, 1, 2, 500, 501, 502].map { Record(Double($0), "a") }
    #expect(alerts(two) == ["opened outer 192.0.2.1 2 @502"])
  }

  /// A correlation that only feeds another and counts what an alerting one counts, too, takes no windows of its own.
  @Test func whatCountsTheSameIsCountedOnce() {
    func run(inner seconds: Double) -> (alerts: [String], windows: Int) {
      let correlations = [
        Correlating.correlation("inner", .eventCount, over: [.rule(0)], seconds: seconds, (.gte, 3)), three(),
        Correlating.correlation("outer", .temporalOrdered, over: [.correlation(0), .rule(1)], seconds: 30),
      ]
      let correlating = Correlating(["a", "b"], correlations)
      let alerts = correlating.run([Record(0, "a"), Record(1, "a"), Record(2, "a"), Record(9, "b")])
      return (alerts.filter { $0.action == .opened }.map(\.brief), correlating.engine.counters.peakWindows)
    }
    let same = run(inner: 60)
    #expect(same.alerts == ["opened three 192.0.2.1 3 @2", "opened outer 192.0.2.1 2 @9"])
    let apart = run(inner: 61)
    #expect(apart.alerts == same.alerts)
    #expect((same.windows, apart.windows) == (2, 3))
  }

  @Test func generateKeepsTheInnerAlerts() {
    let inner = three { $0.generate = true }
    let alerts = Correlating(["a"], [inner]).run([Record(0, "a"), Record(1, "a"), Record(2, "a")])
    #expect(Set(alerts.map(\.rule.title)) == ["a", "three"])
  }

  /// Same records, same alerts: however they were cut into chunks, and on every run.
  @Test(arguments: Seeds.of(3) + [3_569_504_802_681_759_093]) func idsAreStable(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var time = 0.0
    let records = (0..<600).map { _ in
      time += Double.random(in: 0...20, using: &random)
      return Record(
        (time - (Int.random(in: 0...9, using: &random) == 0 ? 15 : 0)), Bool.random(using: &random) ? "a" : "b",
        "192.0.2.\(Int.random(in: 1...5, using: &random))", user: "u\(Int.random(in: 1...9, using: &random))")
    }
    let correlations = [
      three(), Correlating.correlation("users", .valueCount, over: [.rule(1)], (.gte, 3)) { $0.fields = ["user.name"] },
      Correlating.correlation("then", .temporalOrdered, over: [.rule(0), .rule(1)], seconds: 5),
    ]
    let expected = Correlating(["a", "b"], correlations).run(records)
    #expect(expected.count > 20)
    #expect(Set(expected.map(\.id)).count == expected.count)
    for step in [50, 333, 5_000] { #expect(Correlating(["a", "b"], correlations).run(records, step: step) == expected) }
  }

  @Test func countersAddUp() {
    let correlating = Correlating(["a"])
    let alerts = correlating.run((0..<50).map { Record(Double($0), "a", "192.0.2.\($0)") })
    #expect(alerts.count == 100)
    #expect(correlating.engine.counters.matches == 50)
    #expect(correlating.engine.counters.alerts == 100)
    #expect(correlating.engine.counters.peakWindows == 50)
    #expect(correlating.engine.counters.windows == 0)
    #expect(correlating.engine.matchesByRule == [50])
  }
}
