import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct ValueCountsTests {
  /// Few values stand in a row, more in a table, and values move between neither: the number stays right all the same.
  @Test(arguments: Seeds.of(4)) func countsLikeADictionary(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var counts = ValueCounts()
    var expected: [UInt64: Int] = [:]
    for step in 0..<4_000 {
      let value = UInt64.random(in: 0..<(step / 1_000 % 2 == 0 ? 6 : 30), using: &random)
      if let count = expected[value], Bool.random(using: &random) {
        counts.remove(value)
        expected[value] = count > 1 ? count - 1 : nil
      } else {
        counts.insert(value)
        expected[value, default: 0] += 1
      }
      #expect(counts.count == expected.count, "seed \(seed), step \(step)")
    }
    counts.removeAll()
    #expect(counts.count == 0)
  }
}
