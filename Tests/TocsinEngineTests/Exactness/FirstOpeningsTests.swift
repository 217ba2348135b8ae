import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

/// Random correlations on random events open when the specification says, whether the events come in order or late.
@Suite struct FirstOpeningsTests {
  /// After so many there is enough to look at.
  private static let mostDifferences = 3
  private static let rounds = Proving.isThorough ? 400 : 40

  @Test(arguments: SlowCorrelation.Kind.allCases) func openingsAreTheSpecifications(_ kind: SlowCorrelation.Kind) throws {
    let fresh = UInt64.random(in: 1_000_000 ... .max / 2)
    var tally = Tally()
    var differences = 0
    for round in 0..<Self.rounds {
      let seed = round % 5 == 4 ? fresh &+ UInt64(round) : Proving.firstSeed &+ UInt64(round)
      if try !compare(kind, seed, &tally) { differences += 1 }
      if differences == Self.mostDifferences { return }
    }
    #expect(tally.inOrder >= 30 && tally.late >= 8 && tally.silent > 0, "\(tally)")
    print("first openings, \(kind.rawValue): \(tally)")
  }

  /// Who repeats the first step cannot have it forgotten that the others followed it.
  @Test func aFloodHidesNoOrder() throws {
    let correlation = SlowCorrelation(name: "one", kind: .temporalOrdered, references: ["a", "b", "c"], timespan: 20)
    func event(_ seconds: Double, _ kind: String) -> Happening {
      Happening(time: Int64(seconds * 1_000_000), kinds: kind, fields: [])
    }
    let flood = (0..<200).map { event(2 + Double($0) / 100, "a") }
    let events = [event(0, "a"), event(1, "b")] + flood + [event(10, "c")]
    let trial = CorrelationTrial([correlation])
    let found = trial.openings(events, try trial.detectors(), lateness: 0, step: 1 << 20)
    #expect(found == ["one": 10_000_000])
    #expect(SlowCorrelator.openings([correlation], events) == found)
  }

  struct Tally: CustomStringConvertible {
    /// Openings compared, of events in order and of events that came late; those of chains among them.
    var inOrder = 0
    var late = 0
    var chained = 0
    /// Of correlations to which late events can only help: openings, and how many of these came at the same time as in order.
    var monotone = 0
    var atTheSameTime = 0
    /// Trials in which nothing opened.
    var silent = 0

    var description: String {
      "\(inOrder) in order and \(late) late, \(chained) of them chained; \(atTheSameTime) of \(monotone) monotone ones late at the same time; \(silent) silent trials"
    }
  }

  /// False where something is different.
  private func compare(_ kind: SlowCorrelation.Kind, _ seed: UInt64, _ tally: inout Tally) throws -> Bool {
    var random = RandomCorrelation(dice: Dice(seed: seed))
    let trial = CorrelationTrial(random.correlations(kind))
    let detectors: DetectorSet
    do { detectors = try trial.detectors() } catch let refusal as Trial.Refusal {
      Issue.record("seed \(seed): \(refusal.text)")
      return false
    }
    let sorted = random.events(random.dice.roll(20...90), for: trial.correlations)
    let lateness = Int64(random.dice.pick([2, 10, 60])) * 1_000_000
    let shuffled = random.shuffled(
      sorted, lateness: lateness, keepsTies: trial.correlations.contains { $0.kind == .temporalOrdered })
    let (inOrder, late) = (
      SlowCorrelator.openings(trial.correlations, sorted), SlowCorrelator.openings(trial.correlations, shuffled)
    )
    // A condition over time is looked at for each rule that an event matches: of events that match several and come late, it may be
    // the second whose time an opening has.
    let isMixed = sorted.contains { $0.kinds.count > 1 } && trial.correlations.contains { $0.kind.isTemporal }
    for (events, expected) in [(sorted, inOrder)] + (isMixed ? [] : [(shuffled, late)]) {
      for step in [83, 1_000, 1 << 20] {
        let found = trial.openings(events, detectors, lateness: lateness, step: step)
        guard found == expected else {
          report(trial, events, lateness, "seed \(seed), steps of \(step)")
          return false
        }
      }
    }
    tally.inOrder += inOrder.count
    if inOrder.isEmpty { tally.silent += 1 }
    tally.chained += inOrder.keys.count { !$0.hasPrefix("one") }
    if isMixed { return true }
    tally.late += late.count
    tally.chained += late.keys.count { !$0.hasPrefix("one") }
    // Whatever the order, the same groups open, and none before its time.
    for correlation in trial.correlations.prefix(while: \.isMonotone).prefix(1) {
      let (own, others) = (
        inOrder.filter { $0.key.hasPrefix(correlation.name) }, late.filter { $0.key.hasPrefix(correlation.name) }
      )
      #expect(Set(own.keys) == Set(others.keys), "seed \(seed)")
      #expect(own.allSatisfy { $0.value <= others[$0.key] ?? .max }, "seed \(seed)")
      tally.monotone += own.count
      tally.atTheSameTime += own.count { $0.value == others[$0.key] }
    }
    return true
  }

  /// Says what differs, on as few events as show it.
  private func report(_ trial: CorrelationTrial, _ events: [Happening], _ lateness: Int64, _ seed: String) {
    guard let detectors = try? trial.detectors() else { return }
    func pair(_ events: [Happening]) -> (found: [String: Int64], expected: [String: Int64]) {
      (trial.openings(events, detectors, lateness: lateness, step: 1 << 20), SlowCorrelator.openings(trial.correlations, events))
    }
    var events = events
    var index = 0
    while index < events.count {
      var fewer = events
      fewer.remove(at: index)
      let (found, expected) = pair(fewer)
      if found != expected { (events, index) = (fewer, 0) } else { index += 1 }
    }
    var dice = Dice(seed: 1)
    let (found, expected) = pair(events)
    let lines = events.map { "@\($0.time) " + String(decoding: $0.line(&dice), as: UTF8.self) }.joined()
    Issue.record("\(seed), lateness \(lateness):\n\(trial.file)\n\(lines)found \(found), by the specification \(expected)")
  }
}
