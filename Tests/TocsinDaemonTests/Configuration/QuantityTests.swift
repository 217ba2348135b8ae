import Testing

@testable import TocsinDaemon

@Suite struct QuantityTests {
  @Test(arguments: [("500ms", 500), ("5s", 5_000), ("10m", 600_000), ("1h", 3_600_000), ("2d", 172_800_000), ("0s", 0)])
  func readsSpans(text: String, milliseconds: Int) {
    #expect(Quantity.duration(text) == .milliseconds(milliseconds))
    #expect(Quantity.duration(Quantity.text(Duration.milliseconds(milliseconds))) == .milliseconds(milliseconds))
  }

  @Test(arguments: ["", "5", "s", "-5s", "5 S", "5w", "1h30m", "99999999999999999999s", "9223372036854775807d", "٥s"])
  func refusesOtherSpans(text: String) {
    #expect(Quantity.duration(text) == nil)
  }

  @Test(arguments: [("512B", 512), ("256KiB", 262_144), ("64MiB", 67_108_864), ("1GiB", 1_073_741_824)])
  func readsSizes(text: String, bytes: Int) {
    #expect(Quantity.size(text) == bytes)
    #expect(Quantity.text(bytes) == text)
  }

  @Test(arguments: ["64", "64MB", "1.5GiB", "-1KiB", "9223372036854775807GiB"])
  func refusesOtherSizes(text: String) {
    #expect(Quantity.size(text) == nil)
  }
}
