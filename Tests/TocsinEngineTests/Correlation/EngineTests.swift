import Sigma
import Testing

@testable import TocsinEngine

@Suite struct EngineTests {
  typealias Record = Correlating.Record

  /// Three inputs that feed one rule: the order in which their chunks are taken shows nowhere.
  @Test(arguments: Seeds.of(4)) func inputsMergeAlike(_ seed: UInt64) {
    var random = RecordReading.Seeded(seed)
    let names = ["b.log", "a.log", "c.log"]
    let records = names.map { _ in
      var time = 0.0
      return (0..<80).map { _ in
        time += Double(Int.random(in: 0...6, using: &random))
        return Record(time, "a", "192.0.2.\(Int.random(in: 1...4, using: &random))")
      }
    }
    func run(_ random: inout RecordReading.Seeded, step: Int) -> [Alert] {
      let correlating = Correlating(
        ["a"], [Correlating.correlation("five", .eventCount, over: [.rule(0)], seconds: 20, (.gte, 5))])
      let inputs = names.map { correlating.engine.addInput($0) }
      var waiting = zip(inputs, records).map { correlating.batches($1, input: $0, step: step) }
      while true {
        let open = waiting.indices.filter { !waiting[$0].isEmpty }
        guard let input = open.randomElement(using: &random) else { break }
        correlating.engine.take(waiting[input].removeFirst())
        if waiting[input].isEmpty { correlating.engine.end(inputs[input]) }
      }
      correlating.engine.finish()
      return correlating.alerts
    }
    let expected = run(&random, step: 1 << 16)
    #expect(!expected.isEmpty)
    for step in [200, 1_000, 3_000] { #expect(run(&random, step: step) == expected) }
  }

  @Test func idleTimeClosesEpisodes() {
    let correlating = Correlating(["a"])
    let input = correlating.engine.addInput("a")
    for batch in correlating.batches([Record(0, "a")], input: input) { correlating.engine.take(batch) }
    #expect(correlating.alerts.map(\.action) == [.opened])
    let due = Timestamp(microseconds: Correlating.epoch + 660_000_000)
    #expect(correlating.engine.nextDeadline == due)
    correlating.engine.vouch(input, for: due.advanced(by: -1))
    #expect(correlating.alerts.count == 1)
    correlating.engine.vouch(input, for: due)
    #expect(correlating.alerts.map(\.brief) == ["opened a 192.0.2.1 1 @0", "closed a 192.0.2.1 1 @600"])
    #expect(correlating.engine.nextDeadline == nil)
  }
}
