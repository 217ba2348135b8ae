import Testing

@testable import TocsinEngine

@Suite struct TimeTextTests {
  /// As a calendar says it, whatever was written before.
  @Test func timesOfManyDays() {
    var random = SystemRandomNumberGenerator()
    var text = TimeText()
    var micros: Int64 = 0
    for _ in 0..<2_000 {
      let steps: [Int64] = [0, 1, 999_999, 60_000_000, 86_399_999_999, 86_400_000_000, 40_000_000_000_000, -70_000_000_000_000]
      micros += steps.randomElement(using: &random)!
      let time = Timestamp(microseconds: micros)
      let civil = CivilTime(time)
      func pad(_ value: Int, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - "\(value)".count)) + "\(value)"
      }
      let date = "\(pad(civil.year, 4))-\(pad(civil.month, 2))-\(pad(civil.day, 2))"
      let clock = "\(pad(civil.hour, 2)):\(pad(civil.minute, 2)):\(pad(civil.second, 2)).\(pad(civil.microsecond, 6))"
      #expect(text.write(time) { $0.string } == "\(date)T\(clock)Z", "\(micros)")
    }
  }

  @Test(arguments: [
    (-1, "1969-12-31T23:59:59.999999Z"), (-86_400_000_000, "1969-12-31T00:00:00.000000Z"),
    (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"), (253_402_300_800_000_000, "10000-01-01T00:00:00.000000Z"),
  ])
  func theEnds(microseconds: Int64, expected: String) {
    #expect(Timestamp(microseconds: microseconds).rfc3339 == expected)
  }
}
