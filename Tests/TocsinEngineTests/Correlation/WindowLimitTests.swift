import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

/// What happens when windows take all the memory they may (P6).
@Suite struct WindowLimitTests {
  typealias Record = Correlating.Record

  /// A flood of groups that match once drives out neither an open episode nor a window that is nearly full.
  @Test func floodsEvictThemselves() {
    let five = Correlating.correlation("five", .eventCount, over: [.rule(0)], seconds: 3_600, (.gte, 5))
    let correlating = Correlating(["a"], [five], options: .init(windowLimit: 4 << 20))
    let count = Proving.isThorough ? 200_000 : 30_000
    let open = (0..<5).map { Record(Double($0), "a", "192.0.2.1") }
    let nearlyFull = (5..<9).map { Record(Double($0), "a", "192.0.2.2") }
    let flood = (0..<count).map { Record(10 + Double($0) / 1_000, "a", "h\($0)") }
    let last = [Record(1_000, "a", "192.0.2.1"), Record(1_000, "a", "192.0.2.2"), Record(1_000, "a", "h1")]
    let alerts = correlating.run(open + nearlyFull + flood + last)
    #expect(
      alerts.map(\.brief) == [
        "opened five 192.0.2.1 5 @4", "opened five 192.0.2.2 5 @1000", "closed five 192.0.2.1 6 @7201",
        "closed five 192.0.2.2 5 @7205",
      ])
    #expect(alerts.map(\.flags) == [[], ["windows"], [], ["windows"]])
    let counters = correlating.engine.counters
    #expect(counters.evictedWindows > count / 2)
    #expect(counters.peakWindows < 4 << 20 / 100)
    #expect(counters.windows == 0)
  }

  /// Whoever floods one rule leaves another rule room for its groups.
  @Test func floodsOfOneRuleLeaveTheOthersRoom() {
    let one = Correlating.correlation("one", .eventCount, over: [.rule(0)], seconds: 3_600, (.gte, 5))
    let other = Correlating.correlation("other", .eventCount, over: [.rule(1)], seconds: 3_600, (.gte, 3))
    let correlating = Correlating(["a", "b"], [one, other], options: .init(windowLimit: 1 << 20))
    let flood = (0..<10_000).map { Record(Double($0) / 1_000, "a", "h\($0)") }
    let attack = (0..<3).map { Record(20 + Double($0), "b") }
    #expect(correlating.run(flood + attack).map(\.brief).first == "opened other 192.0.2.1 3 @22")
  }

  /// Open episodes take room, too: their evidence and what they remember.
  @Test func openEpisodesAreCharged() {
    let correlating = Correlating(["a"], options: .init(windowLimit: 1 << 20))
    _ = correlating.run((0..<5_000).map { Record(Double($0) / 1_000, "a", "h\($0)") })
    #expect(correlating.engine.counters.peakWindows < 2_000)
    #expect(correlating.engine.counters.evictedWindows > 3_000)
    #expect(correlating.engine.counters.windows == 0)
  }

  /// Times in a window far from its threshold were not charged.
  @Test func entriesAreCharged() {
    let many = Correlating.correlation("many", .eventCount, over: [.rule(0)], seconds: 3_600, (.gte, 10_000))
    let correlating = Correlating(["a"], [many], options: .init(windowLimit: 1 << 17))
    _ = correlating.run(
      (0..<20_000).map { Record(Double($0) / 1_000, "a", "h\($0 % 100)") } + (0..<50).map { Record(30, "a", "n\($0)") })
    // 100 groups with 200 times each: at least 160 KB, and more by how arrays grow.
    #expect(correlating.engine.counters.evictedWindows > 0)
  }

  /// A window whose newest time lies years ahead kept all others behind it from being forgotten.
  @Test func bogusTimeBlocksNoExpiry() {
    let correlating = Correlating(["a"], [Correlating.correlation("five", .eventCount, over: [.rule(0)], (.gte, 5))])
    let records =
      [Record(0, "a"), Record(1_000_000_000, "a", "192.0.2.9")] + (1..<5_000).map { Record(Double($0), "a", "h\($0)") }
    _ = correlating.run(records)
    #expect(correlating.engine.counters.peakWindows < 400)
  }

  /// Values that are no numbers made windows be forgotten twice.
  @Test func windowsWithoutNumbersAreForgottenOnce() {
    let sum = Correlating.correlation("sum", .valueSum, over: [.rule(0)], (.gt, 100)) { $0.fields = ["value"] }
    let correlating = Correlating(["a"], [sum])
    _ = correlating.run((0..<100).map { Record(Double($0), "a", value: "none") } + [Record(5_000, "a", value: "1")])
    #expect(correlating.engine.counters.windows == 0)
    #expect(correlating.engine.counters.peakWindows == 1)
  }

  /// Groups were placed by a hash that anybody can compute.
  @Test func chosenGroupsDoNotCollide() {
    let seed: UInt64 = 0x9E37_79B9_7F4A_7C15
    // The second word cancels the state that the first one leaves: all such keys have one hash.
    var keys: [[UInt8]] = []
    for index in 0..<UInt64(4_000) {
      let first = index | 0x0E << 56
      let second = mix(seed ^ first, 0xA076_1D64_78BD_642F)
      keys.append([first, second].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } })
    }
    #expect(Set(keys.map { $0.withView { $0.hash() } }).count == 1)
    let secret = UInt64.random(in: 0 ... .max)
    #expect(Set(keys.map { $0.withView { $0.hash(seed: secret) } }).count == keys.count)
  }
}
