import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct WindowTests {
  private func evidence(_ time: Int64) -> Evidence {
    let framer = Framer(input: 0, clock: Clock(zone: .utc, year: .fixed(2026)), arrival: Timestamp(microseconds: 0))
    let chunks = unsafe Array("text\n".utf8).withUnsafeBytes { unsafe framer.append($0) }
    var match = Match.none
    match.evidenceCount = 4
    return Evidence.make(match, of: MatchBatch(chunk: chunks[0]), at: time)
  }

  @Test(arguments: Seeds.of(4)) func keepsTheLatestTen(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var row = EvidenceRow()
    var expected: [Int64] = []
    for step in 0..<400 {
      let time = Int64(step) + Int64.random(in: -5...0, using: &random)
      row.keep(evidence(time))
      expected.append(time)
      expected.sort()
      if expected.count > EvidenceRow.limit { expected.removeFirst() }
      if step % 7 == 0 {
        row.forget(before: time - 4)
        expected.removeAll { $0 <= time - 4 }
      }
      #expect(row.all.map(\.time) == expected)
      #expect(row.cost == expected.count * 100)
    }
    row.removeAll()
    #expect(row.all.isEmpty && row.cost == 0)
  }

  @Test func servesAnotherGroupAsIfNew() {
    let tally = CountTally(timespan: 10, bounds: Bounds(bounds: [.init(op: .gte, value: .integer(2))]))
    let window = Window(tally)
    Array("first".utf8).withView { window.begin(key: $0, hash: 1, number: 1) }
    tally.add(time: 1, reference: 0, values: nil, multiplicity: 3)
    window.evidence.keep(evidence(1))
    (window.lastInput, window.lastOrdinal, window.isWatched) = (1, 1, true)
    window.end()
    Array("other".utf8).withView { window.begin(key: $0, hash: 2, number: 2) }
    #expect(Array("other".utf8).withView { window.hasKey($0) } && !Array("first".utf8).withView { window.hasKey($0) })
    #expect(!tally.holds(at: 1) && tally.newest == .min && tally.extent(at: 1).count == 0)
    #expect(window.evidence.all.isEmpty && window.lastInput == -1 && window.lastOrdinal == -1 && !window.isWatched)
  }
}
