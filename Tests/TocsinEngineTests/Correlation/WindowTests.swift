import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct WindowTests {
  private let store = EvidenceStore()

  private func evidence(_ time: Int64, length: Int = 4) -> Evidence {
    let framer = Framer(input: 0, clock: Clock(zone: .utc, year: .fixed(2026)), arrival: Timestamp(microseconds: 0))
    let chunks = unsafe (Array(repeating: UInt8(ascii: "t"), count: length) + [0x0A]).withUnsafeBytes { unsafe framer.append($0) }
    var match = Match.none
    match.evidenceCount = UInt32(length)
    return store.make(match, of: MatchBatch(chunk: chunks[0]), at: time)
  }

  @Test(arguments: Seeds.of(4)) func keepsTheLatestTen(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var row = EvidenceRow()
    var expected: [Int64] = []
    for step in 0..<400 {
      let time = Int64(step) + Int64.random(in: -5...0, using: &random)
      let item = evidence(time)
      row.keep(item, store)
      store.letGo(item)
      expected.append(time)
      expected.sort()
      if expected.count > EvidenceRow.limit { expected.removeFirst() }
      if step % 7 == 0 {
        row.forget(before: time - 4, store)
        expected.removeAll { $0 <= time - 4 }
      }
      #expect((0..<row.count).map { row[$0].time } == expected)
      #expect(row.cost == expected.count * 256)
    }
    row.removeAll(store)
    #expect(row.count == 0 && row.cost == 0)
  }

  @Test func servesAnotherGroupAsIfNew() {
    let tally = CountTally(timespan: 10, bounds: Bounds(bounds: [.init(op: .gte, value: .integer(2))]))
    var window = Window(tally)
    Array("first".utf8).withView { window.begin(key: $0, hash: 1, number: 1) }
    tally.add(time: 1, reference: 0, values: nil, multiplicity: 3)
    let item = evidence(1)
    window.evidence.keep(item, store)
    store.letGo(item)
    (window.lastInput, window.lastOrdinal, window.isWatched) = (1, 1, true)
    window.end(store)
    Array("other".utf8).withView { window.begin(key: $0, hash: 2, number: 2) }
    #expect(Array("other".utf8).withView { window.hasKey($0) } && !Array("first".utf8).withView { window.hasKey($0) })
    #expect(!tally.holds(at: 1) && tally.newest == .min && tally.extent(at: 1).count == 0)
    #expect(window.evidence.count == 0 && window.lastInput == -1 && window.lastOrdinal == -1 && !window.isWatched)
  }

  /// Pieces of all sizes, held several times, let go in any order: each keeps its text until nobody holds it.
  @Test(arguments: Seeds.of(3)) func evidenceLastsAsLongAsItIsHeld(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var held: [(item: Evidence, length: Int, time: Int64)] = []
    var sizes: Set<Int> = []
    for time in 0..<2_000 as Range<Int64> {
      if held.count < 60 || Bool.random(using: &random) {
        let length = [3, 100, 192, 193, 500, 1_500, 4_096].randomElement(using: &random) ?? 3
        let item = evidence(time, length: length)
        held.append((item, length, time))
        sizes.insert(item.cost)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
          item.hold()
          held.append((item, length, time))
        }
      } else {
        let gone = held.remove(at: Int.random(in: held.indices, using: &random))
        #expect(gone.item.time == gone.time && gone.item.text.count == gone.length)
        #expect(gone.item.text.bytes.allSatisfy { $0 == UInt8(ascii: "t") })
        store.letGo(gone.item)
      }
    }
    #expect(sizes.count > 3)
    for one in held { store.letGo(one.item) }
  }
}
