import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct JoinerTests {
  /// With room for all that is released of it, which must not move.
  private let batch: MatchBatch = {
    let start = Timestamp(microseconds: 0)
    let batch = MatchBatch(
      chunk: Chunk(input: 0, buffer: ChunkBufferPool.shared.take(64), clock: Clock(year: .notAfter(start)), arrival: start))
    batch.matches.reserve(2 * Joiner.limit)
    return batch
  }()
  private let second: Int64 = 1_000_000

  private func released(_ key: UInt64, _ time: Int64, clock: Int64? = nil) -> Released {
    precondition(batch.matches.count < batch.matches.capacity)
    batch.matches.append(MergerTests.match(record: 0, ordinal: Int(key), join: .held, key: key))
    var released = Released(from: batch)
    released.place = batch.matches.count - 1
    (released.time, released.clock) = (time * second, (clock ?? time) * second)
    return released
  }

  private func release(_ joiner: inout Joiner, goAt clock: Int64) -> [Int] {
    var ordinals: [Int] = []
    joiner.expire(at: clock == .max ? .max : clock * second) { owned, _, _ in ordinals.append(owned.ordinal) }
    return ordinals
  }

  @Test func aWinnerTakesWhatIsHeld() {
    var joiner = Joiner(EvidenceStore())
    joiner.hold(released(1, 100))
    joiner.hold(released(2, 100))
    joiner.win(1, at: 105 * second)
    #expect(release(&joiner, goAt: 105) == [])
    #expect(release(&joiner, goAt: 106) == [2])
    let isEmpty = joiner.isEmpty
    #expect(isEmpty)
    let deadline = joiner.deadline
    #expect(deadline == nil)
  }

  @Test func aWinnerOfAnotherTimeTakesNothing() {
    var joiner = Joiner(EvidenceStore())
    joiner.hold(released(1, 100))
    joiner.win(1, at: 105 * second + 1)
    #expect(release(&joiner, goAt: 200) == [1])
    // Out of order: the winner's own time is what counts, either way.
    joiner.hold(released(1, 300))
    joiner.win(1, at: 296 * second)
    #expect(release(&joiner, goAt: .max) == [])
  }

  @Test func heldMatchesGoAfterFiveSeconds() {
    var joiner = Joiner(EvidenceStore())
    joiner.hold(released(1, 100))
    let deadline = joiner.deadline
    #expect(deadline == 105 * second)
    #expect(release(&joiner, goAt: 105) == [])
    #expect(release(&joiner, goAt: 106) == [1])
  }

  /// In a log with a record an hour, the clock lags: the match waits from its own time.
  @Test func sparseLogsJoinToo() {
    var joiner = Joiner(EvidenceStore())
    joiner.hold(released(1, 3_600, clock: 0))
    #expect(release(&joiner, goAt: 3_604) == [])
    joiner.win(1, at: 3_602 * second)
    #expect(release(&joiner, goAt: 9_999) == [])
  }

  @Test func aBogusFutureTimeBlocksNobody() {
    var joiner = Joiner(EvidenceStore())
    joiner.hold(released(1, 1_000_000, clock: 100))
    joiner.hold(released(2, 101))
    joiner.hold(released(3, 100, clock: 102))
    #expect(release(&joiner, goAt: 107) == [2])
    #expect(release(&joiner, goAt: 108) == [3])
    #expect(release(&joiner, goAt: .max) == [1])
  }

  @Test func heldMatchesAreBounded() {
    var joiner = Joiner(EvidenceStore())
    var gone: [Int] = []
    for key in 1...Joiner.limit + 10 {
      joiner.hold(released(UInt64(key), 100))
      joiner.expire(at: 100 * second) { owned, _, _ in gone.append(owned.ordinal) }
    }
    #expect(gone == Array(1...10))
    let overflow = joiner.overflow
    #expect(overflow == 10)
  }

  /// Chains of a few keys that grow, lose members and end, against a list walked from the front.
  @Test(arguments: Seeds.of(4)) func takesWhatAListWould(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var joiner = Joiner(EvidenceStore())
    var list: [(key: UInt64, time: Int64, ordinal: Int, from: Int64)] = []
    var clock: Int64 = 1_000
    var compared = 0
    for _ in 0..<3_000 {
      let key = UInt64.random(in: 1...6, using: &random)
      let time = clock + Int64.random(in: -8...4, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0, 1:
        joiner.hold(released(key, time, clock: clock))
        list.append((key, time, Int(key), max(time, clock)))
      case 2:
        joiner.win(key, at: time * second)
        list.removeAll { $0.key == key && abs($0.time - time) <= 5 }
      default:
        clock += Int64.random(in: 0...3, using: &random)
        let gone = list.enumerated().filter { clock > $0.element.from + 5 }
          .sorted { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }
        #expect(release(&joiner, goAt: clock) == gone.map(\.element.ordinal))
        list.removeAll { clock > $0.from + 5 }
        compared += gone.count
      }
    }
    #expect(compared > 100)
  }
}
