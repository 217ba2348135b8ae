import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct InputClockTests {
  private let minute: Int64 = 60_000_000
  private let start: Int64 = 1_795_535_187_000_000

  @Test func theMaximumRuns() {
    var clock = InputClock()
    for (said, maximum) in [(0, 0), (5, 5), (3, 5), (5, 5), (9, 9)] as [(Int64, Int64)] {
      #expect(clock.place(start + said * minute, arrival: 0) == start + said * minute)
      #expect(clock.maximum == start + maximum * minute)
    }
  }

  @Test func oneBogusTimeMovesNothing() {
    var clock = InputClock()
    _ = clock.place(start, arrival: 0)
    #expect(clock.place(start + 6 * minute, arrival: 0) == start + 6 * minute)
    #expect(clock.maximum == start)
    _ = clock.place(start + minute, arrival: 0)
    #expect(clock.maximum == start + minute)
    // What it said is forgotten: the next leap needs two of its own.
    _ = clock.place(start + 100 * minute, arrival: 0)
    #expect(clock.maximum == start + minute)
  }

  @Test func aSecondRecordConfirms() {
    var clock = InputClock()
    _ = clock.place(start, arrival: 0)
    _ = clock.place(start + 60 * minute, arrival: 0)
    _ = clock.place(start + 61 * minute, arrival: 0)
    #expect(clock.maximum == start + 61 * minute)
    // In a sparse log each record is more than five minutes ahead: the second moves it to the first.
    _ = clock.place(start + 120 * minute, arrival: 0)
    #expect(clock.maximum == start + 61 * minute)
    _ = clock.place(start + 180 * minute, arrival: 0)
    #expect(clock.maximum == start + 120 * minute)
  }

  @Test func fiveMinutesAreNoLeap() {
    var clock = InputClock()
    _ = clock.place(start, arrival: 0)
    _ = clock.place(start + 5 * minute, arrival: 0)
    #expect(clock.maximum == start + 5 * minute)
    _ = clock.place(start + 10 * minute + 1, arrival: 0)
    #expect(clock.maximum == start + 5 * minute)
  }

  @Test func recordsWithoutATimeTakeTheirNeighbours() {
    var clock = InputClock()
    #expect(clock.place(MatchBatch.noTime, arrival: start) == start)
    #expect(clock.maximum == start)
    _ = clock.place(start + minute, arrival: 0)
    _ = clock.place(start - minute, arrival: 0)
    #expect(clock.place(MatchBatch.noTime, arrival: 0) == start - minute)
    #expect(clock.maximum == start + minute)
  }

  /// Whatever is passed over leaves the clock as if each record had been asked for.
  @Test(arguments: Seeds.of(6)) func passingIsPlacing(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var leaps = 0
    for _ in 0..<400 {
      var time = start
      let said = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        time +=
          [0, 0, 1, 1_000_000, InputClock.leap, InputClock.leap + 1, -5, -InputClock.leap].randomElement(using: &random) ?? 0
        let jumps = Int.random(in: 0..<9, using: &random) == 0
        if jumps { leaps += 1 }
        return Int.random(in: 0..<12, using: &random) == 0 ? MatchBatch.noTime : jumps ? time + 3_600_000_000 : time
      }
      var (placed, passed) = (InputClock(), InputClock())
      for time in said { _ = placed.place(time, arrival: 7) }
      let cut = Int.random(in: 0...said.count, using: &random)
      let pool = ConstantPool()
      let table = pool.table(said)
      passed.pass(table, 0, cut, arrival: 7)
      passed.pass(table, cut, said.count, arrival: 7)
      #expect(passed.maximum == placed.maximum)
      // What both remember shows in what they make of what comes next.
      for next in [MatchBatch.noTime, placed.maximum &+ InputClock.leap &+ 1, placed.maximum &+ InputClock.leap &+ 2] {
        #expect(passed.place(next, arrival: 9) == placed.place(next, arrival: 9))
        #expect(passed.maximum == placed.maximum)
      }
    }
    #expect(leaps > 50)
  }
}
