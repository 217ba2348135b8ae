import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct VerdictMemoTests {
  private let memo = VerdictMemo()

  private func key(_ group: Int32, _ value: String, _ kind: ValueKind = .text) -> VerdictMemo.Key? {
    Array(value.utf8).withView { VerdictMemo.Key(group: group, $0, kind) }
  }

  @Test func verdictsAreOfOneValueAndGroup() throws {
    let known = try #require(key(0, "404"))
    #expect(memo.find(known) == nil)
    memo.keep(known, 5)
    #expect(memo.find(known) == 5)
    for other in [key(1, "404"), key(0, "404", .number), key(0, "40"), key(0, "4040"), key(0, "404\0"), .init(group: 0)] {
      #expect(try memo.find(#require(other)) == nil)
    }
    #expect(key(0, "12345678") != nil)
    #expect(key(0, "123456789") == nil)
  }

  /// Values by the thousand share places: the verdict of one is never another's.
  @Test(arguments: Seeds.of(3)) func nothingIsMistaken(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var known = 0
    for _ in 0..<20_000 {
      let (group, number) = (Int32.random(in: 0..<3, using: &random), Int.random(in: 0..<400, using: &random))
      guard let key = number == 0 ? VerdictMemo.Key(group: group) : key(group, "\(number)") else { continue }
      let verdict = UInt64(number) << 2 | UInt64(group)
      if let found = memo.find(key) {
        known += 1
        #expect(found == verdict, "seed \(seed)")
      } else {
        memo.keep(key, verdict)
      }
    }
    #expect(known > 1_000)
  }
}
