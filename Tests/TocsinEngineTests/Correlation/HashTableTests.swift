import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct HashTableTests {
  /// Few hashes that come and go, so that searches pass over what stood in their way.
  @Test(arguments: Seeds.of(4), [40, 400, 5_000] as [UInt64]) func agreesWithADictionary(_ seed: UInt64, _ range: UInt64) {
    var random = Dice(seed: seed)
    var table = HashTable<Int>()
    var expected: [UInt64: Int] = [:]
    for step in 0..<20_000 {
      let hash = UInt64.random(in: 0..<range, using: &random) << 32
      #expect(table[hash] == expected[hash])
      let value = Int.random(in: 0..<3, using: &random) == 0 ? nil : step
      table[hash] = value
      expected[hash] = value
      #expect(table.count == expected.count)
    }
    for hash in 0..<range { #expect(table[hash << 32] == expected[hash << 32]) }
    table.removeAll()
    #expect(table.count == 0 && table[1] == nil)
  }
}
