import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

/// Random rules on random records, with the prefilter and without it, match exactly what the specification says.
///
/// The other side is `SlowJudge`, written from the specification alone. A difference is made as small as it goes and shown with its
/// seed, its rule and its record; `TOCSIN_SEED` begins with that seed.
@Suite struct ExactnessTests {
  /// After so many there is enough to look at.
  private static let mostDifferences = 8
  private static let rulesAtOnce = 8
  private static let recordsAtOnce = 64
  /// 30,720 decisions, or with `TOCSIN_PROVE=1` 1,003,520.
  private static let rounds = Proving.isThorough ? 1_960 : 60

  @Test func decisionsAreTheSpecifications() throws {
    let fresh = UInt64.random(in: 1_000_000 ... .max / 2)
    var tally = DecisionTally()
    var differences = 0
    for round in 0..<Self.rounds {
      // Every tenth round is one that nobody has seen.
      let seed = round % 10 == 9 ? fresh &+ UInt64(round) : Proving.firstSeed &+ UInt64(round)
      if try !compare(seed, &tally) { differences += 1 }
      if differences == Self.mostDifferences { return }
    }
    for seed in Self.onceDifferent { if try !compare(seed, &tally) { return } }
    tally.check(atLeast: Self.rounds * Self.rulesAtOnce * Self.recordsAtOnce)
  }

  /// Seeds that found what no other test tells of: encoded bytes that are part of a letter of the value, and a sign that stands in an
  /// unescaped value of a line with keywords.
  private static let onceDifferent: [UInt64] = [185, 451]

  /// False where something is different: one is enough.
  private func compare(_ seed: UInt64, _ tally: inout DecisionTally) throws -> Bool {
    var rules = RandomRule(dice: Dice(seed: seed))
    // Half of the rules are about each part of the language in turn.
    let parts = LanguageParts.all
    let turn = Int(seed % 65_536) * Self.rulesAtOnce / 2
    let some = (0..<Self.rulesAtOnce).map { index in
      index % 2 == 0 ? rules.rule() : rules.rule(about: parts[(turn + index / 2) % parts.count])
    }
    var records = RandomRecords(dice: rules.dice)
    let trial = Trial(some, (0..<Self.recordsAtOnce).map { records.record(for: some[$0 % some.count]) }, seed: seed)
    let expected = trial.expected
    let step = records.dice.pick([500, 3_000, 1 << 20])
    do {
      for usesPrefilter in [true, false] {
        let found = try trial.found(usesPrefilter: usesPrefilter, step: step)
        for record in trial.records.indices {
          for rule in some.indices where found[record][rule] != expected[record][rule] {
            let small = Shrinking.smallest(trial.rules[rule], trial.records[record], usesPrefilter: usesPrefilter)
            let whole = "\(trial.files[rule])\(String(decoding: trial.lines[record], as: UTF8.self).debugDescription)"
            Issue.record(
              "seed \(seed), prefilter \(usesPrefilter): the specification says \(expected[record][rule])\n\(small ?? whole)"
            )
            return false
          }
        }
      }
    } catch let refusal as Trial.Refusal {
      Issue.record("seed \(seed): a rule is refused: \(refusal.text)")
      return false
    }
    tally.add(trial, expected)
    return true
  }
}
