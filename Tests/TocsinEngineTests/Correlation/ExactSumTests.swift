import Sigma
import Testing

@testable import TocsinEngine

@Suite struct ExactSumTests {
  private func sum(_ values: [Double]) -> ExactSum {
    var sum = ExactSum()
    for value in values { sum.add(value) }
    return sum
  }

  @Test(arguments: [1e9, 1e17, 1e300, -1e300]) func whatLeavesLeavesNothingBehind(_ large: Double) {
    #expect(sum([large, 0.3, -large]).number == .real(0.3))
  }

  @Test func tenthsAddUp() {
    #expect(sum(Array(repeating: 0.1, count: 10)).rounded == 1)
    #expect(Array(repeating: 0.1, count: 10).reduce(0, +) != 1)
  }

  @Test func wholeSumsAreExactBeyondWhatADoubleCounts() {
    #expect(sum([0x1p53, 1]).number == .integer(9_007_199_254_740_993))
    #expect(sum([0x1p61, -1]).number == .integer(2_305_843_009_213_693_951))
    #expect(sum([0x1p62, 0x1p62, 1]).number == .real(0x1p63))
  }

  @Test func whatIsTooLargeSaysSo() { #expect(!sum([.greatestFiniteMagnitude, .greatestFiniteMagnitude]).isFinite) }
}
