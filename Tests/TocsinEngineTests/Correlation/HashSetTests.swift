import Testing

@testable import TocsinEngine

@Suite struct HashSetTests {
  @Test func isASet() {
    var set = HashSet()
    var expected: Set<UInt64> = []
    // Low bits that are alike, so that places collide.
    for step in 0..<400 as Range<UInt64> {
      let hash = HashSet.valid(step % 3 == 0 ? step << 20 : step &* 0x9E37_79B9_7F4A_7C15)
      #expect(set.contains(hash) == expected.contains(hash))
      if expected.insert(hash).inserted { set.insert(hash) }
      #expect(set.count == expected.count)
    }
    #expect(expected.allSatisfy { set.contains($0) } && !set.contains(12_345))
  }
}
