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
}
