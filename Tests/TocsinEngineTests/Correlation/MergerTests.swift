import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct MergerTests {
  struct Place: Equatable, Comparable {
    var clock: Int64
    var name: String
    var ordinal: Int
    static func < (a: Place, b: Place) -> Bool { (a.clock, a.name, a.ordinal) < (b.clock, b.name, b.ordinal) }
  }

  private static func batch(_ input: Int, _ times: ArraySlice<Int64>) -> MatchBatch {
    let start = Timestamp(microseconds: 0)
    let batch = MatchBatch(
      chunk: Chunk(input: input, buffer: ChunkBufferPool.shared.take(64), clock: Clock(year: .notAfter(start)), arrival: start))
    for (index, time) in zip(times.indices, times) {
      batch.times.append(time)
      batch.matches.append(match(record: index - times.startIndex, ordinal: index + 1))
    }
    return batch
  }

  static func match(record: Int, ordinal: Int, join: JoinRole = .none, key: UInt64 = 0) -> Match {
    Match(
      rule: 0, record: Int32(record), ordinal: ordinal, offset: 0, multiplicity: 1, join: join, joinKey: key, payloadStart: 0,
      payloadCount: 0, evidenceStart: 0, evidenceCount: 0, evidencePlace: .batch)
  }

  /// Three inputs, read in any order and in pieces: what comes out is sorted by (running maximum, name, ordinal), and whatever is
  /// released was safe to release.
  @Test(arguments: Seeds.of(20)) func releasesInOneOrder(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let names = ["c", "a", "b"]
    let times = names.map { _ in
      var time: Int64 = 0
      return (0..<Int.random(in: 0...60, using: &random)).map { _ in
        // Few different times, so that there are many ties; some out of order.
        time += Int64.random(in: -2...3, using: &random)
        return time * 1_000_000
      }
    }
    var expected: [Place] = []
    for (input, name) in names.enumerated() {
      var maximum = Int64.min
      for (index, time) in times[input].enumerated() {
        maximum = max(maximum, time)
        expected.append(Place(clock: maximum, name: name, ordinal: index + 1))
      }
    }
    expected.sort()
    var merger = Merger()
    for name in names { _ = merger.add(name: name) }
    var released: [Place] = []
    func take(_ one: Released) {
      let input = one.input
      released.append(Place(clock: one.clock, name: names[input], ordinal: one.match.ordinal))
      #expect(one.time == times[input][one.match.ordinal - 1])
    }
    var at = [0, 0, 0]
    var open = [0, 1, 2]
    while let input = open.randomElement(using: &random) {
      let end = min(at[input] + Int.random(in: 1...9, using: &random), times[input].count)
      merger.take(Self.batch(input, times[input][at[input]..<end])) { take($0) }
      at[input] = end
      if end == times[input].count {
        merger.end(input)
        open.removeAll { $0 == input }
      }
      merger.release { take($0) }
      #expect(released == Array(expected.prefix(released.count)))
      #expect(merger.waiting == names.indices.reduce(0) { $0 + merger.waiting(of: $1) })
      // Whoever pauses inputs of which something waits relies on it: one that all wait for is never paused.
      if let behind = merger.furthestBehind { #expect(merger.waiting(of: behind) == 0) }
    }
    #expect(released == expected)
    #expect(merger.waiting == 0)
    #expect(merger.furthestBehind == nil)
    #expect(merger.watermark(of: 0) == .max)
  }

  @Test func oneInputWaitsForNothing() {
    var merger = Merger()
    _ = merger.add(name: "a")
    var ordinals: [Int] = []
    merger.take(Self.batch(0, [5, 3, 9])) { ordinals.append($0.match.ordinal) }
    #expect(ordinals == [1, 2, 3])
    #expect(merger.watermark(of: 0) == 9)
  }

  @Test func anInputThatVouchesHoldsNobodyBack() {
    var merger = Merger()
    _ = merger.add(name: "a")
    _ = merger.add(name: "b")
    var released = 0
    merger.take(Self.batch(0, [10, 20])) { _ in released += 1 }
    merger.release { _ in released += 1 }
    #expect(released == 0)
    #expect(merger.furthestBehind == 1)
    // Of the same time, the first by name goes first: `b` may still say 20, but not before `a` does.
    merger.vouch(1, for: 20)
    merger.release { _ in released += 1 }
    #expect(released == 2)
    merger.take(Self.batch(1, [30])) { _ in released += 1 }
    merger.vouch(0, for: 30)
    merger.release { _ in released += 1 }
    #expect(released == 2)
    merger.vouch(0, for: 31)
    merger.release { _ in released += 1 }
    #expect(released == 3)
  }
}
