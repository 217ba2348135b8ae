import Testing

@testable import TocsinEngine

@Suite struct JoinerTests {
  private let second: Int64 = 1_000_000

  private func released(_ key: UInt64, _ time: Int64, clock: Int64? = nil) -> Released {
    let start = Timestamp(microseconds: 0)
    let batch = MatchBatch(
      chunk: Chunk(input: 0, buffer: ChunkBufferPool.shared.take(64), clock: Clock(year: .notAfter(start)), arrival: start))
    return Released(
      match: MergerTests.match(record: 0, ordinal: Int(key), join: .held, key: key), batch: batch, time: time * second,
      clock: (clock ?? time) * second)
  }

  private func release(_ joiner: inout Joiner, goAt clock: Int64) -> [Int] {
    var ordinals: [Int] = []
    joiner.expire(at: clock == .max ? .max : clock * second) { owned, _ in ordinals.append(owned.ordinal) }
    return ordinals
  }

  @Test func aWinnerTakesWhatIsHeld() {
    var joiner = Joiner()
    joiner.hold(released(1, 100))
    joiner.hold(released(2, 100))
    joiner.win(1, at: 105 * second)
    #expect(release(&joiner, goAt: 105) == [])
    #expect(release(&joiner, goAt: 106) == [2])
    #expect(joiner.isEmpty)
    #expect(joiner.deadline == nil)
  }

  @Test func aWinnerOfAnotherTimeTakesNothing() {
    var joiner = Joiner()
    joiner.hold(released(1, 100))
    joiner.win(1, at: 105 * second + 1)
    #expect(release(&joiner, goAt: 200) == [1])
    // Out of order: the winner's own time is what counts, either way.
    joiner.hold(released(1, 300))
    joiner.win(1, at: 296 * second)
    #expect(release(&joiner, goAt: .max) == [])
  }

  @Test func heldMatchesGoAfterFiveSeconds() {
    var joiner = Joiner()
    joiner.hold(released(1, 100))
    #expect(joiner.deadline == 105 * second)
    #expect(release(&joiner, goAt: 105) == [])
    #expect(release(&joiner, goAt: 106) == [1])
  }

  /// In a log with a record an hour, the clock lags: the match waits from its own time.
  @Test func sparseLogsJoinToo() {
    var joiner = Joiner()
    joiner.hold(released(1, 3_600, clock: 0))
    #expect(release(&joiner, goAt: 3_604) == [])
    joiner.win(1, at: 3_602 * second)
    #expect(release(&joiner, goAt: 9_999) == [])
  }

  @Test func aBogusFutureTimeBlocksNobody() {
    var joiner = Joiner()
    joiner.hold(released(1, 1_000_000, clock: 100))
    joiner.hold(released(2, 101))
    joiner.hold(released(3, 100, clock: 102))
    #expect(release(&joiner, goAt: 107) == [2])
    #expect(release(&joiner, goAt: 108) == [3])
    #expect(release(&joiner, goAt: .max) == [1])
  }

  @Test func heldMatchesAreBounded() {
    var joiner = Joiner()
    var gone: [Int] = []
    for key in 1...Joiner.limit + 10 {
      joiner.hold(released(UInt64(key), 100))
      joiner.expire(at: 100 * second) { owned, _ in gone.append(owned.ordinal) }
    }
    #expect(gone == Array(1...10))
    #expect(joiner.overflow == 10)
  }
}
