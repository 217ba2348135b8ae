import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct EngineTests {
  typealias Record = Correlating.Record

  /// Three inputs that feed one rule: the order in which their chunks are taken shows nowhere.
  @Test(arguments: Seeds.of(4)) func inputsMergeAlike(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let names = ["b.log", "a.log", "c.log"]
    let records = names.map { _ in
      var time = 0.0
      return (0..<80).map { _ in
        time += Double(Int.random(in: 0...6, using: &random))
        return Record(time, "a", "192.0.2.\(Int.random(in: 1...4, using: &random))")
      }
    }
    func run(_ random: inout Dice, step: Int) -> [Alert] {
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

  /// Rules wait for different inputs, chunks come in any order, and inputs vouch now and then: each rule's alerts are those that one
  /// order of everything gives.
  @Test(arguments: Seeds.of(20)) func familiesAreTheGlobalOrder(_ seed: UInt64) throws {
    var random = Dice(seed: seed)
    let detectors = try Feeding.detectors()
    let logs: [(name: String, format: Format?, text: String)] = [
      ("c.log", .rfc3339, Format.rfc3339), ("b.log", .combined, .combined), ("a.log", nil, .rfc3339), ("d.log", nil, .combined),
      ("e.log", .rfc5424, .rfc3339),
    ].shuffled(using: &random).prefix(Int.random(in: 2...5, using: &random)).map { name, declared, format in
      var seconds = 0
      let lines = (0..<120).map { _ in
        seconds += [0, 0, 1, 2, 3, 70].randomElement(using: &random) ?? 0
        return Feeding.line(format, max(0, seconds - Int.random(in: 0...4, using: &random)), &random)
      }
      return (name, declared, lines.joined())
    }
    func run(_ order: Engine.Order, step: Int) -> [Alert] {
      var alerts: [Alert] = []
      let engine = Engine(detectors, order: order) { alerts.append($0) }
      let inputs = logs.map { engine.addInput($0.name, kind: .init(format: $0.format)) }
      var waiting = zip(inputs, logs).map {
        Feeding.batches(detectors, $1.text, input: $0, format: $1.format, step: step)
      }
      while let input = waiting.indices.filter({ !waiting[$0].isEmpty }).randomElement(using: &random) {
        let batch = waiting[input].removeFirst()
        engine.take(batch)
        // Nothing from before the earliest of what is still to come.
        if Bool.random(using: &random), let next = waiting[input].flatMap(\.times).min() {
          engine.vouch(inputs[input], for: Timestamp(microseconds: next))
        }
        if waiting[input].isEmpty { engine.end(inputs[input]) }
      }
      engine.finish()
      return alerts
    }
    func byRule(_ alerts: [Alert]) -> [String: [Alert]] { Dictionary(grouping: alerts, by: \.rule.title) }
    let expected = run(.global, step: 1 << 16)
    #expect(expected.count > 10, "seed \(seed)")
    for step in [150, 700, 5_000] {
      #expect(run(.global, step: step) == expected, "seed \(seed)")
      #expect(byRule(run(.byFamily, step: step)) == byRule(expected), "seed \(seed)")
    }
  }

  @Test func onlyInputsThatFeedARuleHoldItBack() throws {
    var alerts: [Alert] = []
    let detectors = try Feeding.detectors()
    let engine = Engine(detectors, order: .byFamily) { alerts.append($0) }
    let web = engine.addInput("access.log", kind: .init(format: .combined))
    let system = engine.addInput("auth.log", kind: .init(format: .rfc3339))
    let other = engine.addInput("other.log")
    let error = "192.0.2.1 - - [24/Nov/2026:15:46:27 +0000] \"GET / HTTP/1.1\" 500 5\n"
    let take = { (text: String, input: Int, format: Format) in
      for batch in Feeding.batches(detectors, text, input: input, format: format, step: 1_000) { engine.take(batch) }
    }
    take(error, web, .combined)
    #expect(alerts.isEmpty && engine.waiting == 1)
    #expect(engine.deadlines.map(\.inputs) == [[other]])
    engine.change(other, to: .init(format: .rfc3164))
    #expect(alerts.map(\.rule.title) == ["error"])
    take("2026-11-24T15:46:27Z gate sshd[1]: Gone 192.0.2.1\n", system, .rfc3339)
    #expect(alerts.count == 1)
    engine.end(other)
    #expect(alerts.map(\.rule.title) == ["error", "gone"] && engine.waiting == 0)
    // Where all that feed a family have ended, its time goes on with the others.
    engine.end(web)
    engine.vouch(system, for: Timestamp(microseconds: Correlating.epoch + 700_000_000))
    #expect(alerts.filter { $0.action == .closed }.map(\.rule.title).sorted() == ["error", "gone"])
  }
}
