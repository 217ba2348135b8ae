import Sigma
import Testing

@testable import TocsinEngine

@Suite struct TimePartTextTests {
  private func value(_ part: TimePart, _ text: String) -> Int? {
    Array(text.utf8).withView { TimePartText.value(of: part, in: $0) }
  }

  @Test func parts() {
    let text = "2026-11-24T15:46:27.5+01:00"
    #expect([.year, .month, .day, .hour, .minute, .week].map { value($0, text) } == [2026, 11, 24, 15, 46, 48])
    #expect(value(.hour, "2026-11-24 05:06") == 5)
    #expect(value(.hour, "2026-11-24") == nil)
    #expect(value(.day, "2026-11-24") == 24)
    #expect(value(.day, "2026-11-24 at noon") == 24)
  }

  @Test(arguments: [
    "2026-11-24T15:46", "2026-11-24 15:46:60", "2026-11-24t15:46:27z", "2026-11-24T15:46:27,123",
    "2026-11-24T15:46:27.123456789-0800",
    "2026-11-24 15:46:27 +0100 CET", "2026-11-24T15:46Z",
  ])
  func times(_ text: String) { #expect(value(.hour, text) == 15 && value(.minute, text) == 46) }

  /// What is glued to a date makes it no date.
  @Test(arguments: [
    "2026-11-249", "2026-11-24x", "2026-11-24T", "2026-11-24T25:00", "2026-11-24T15:46x", "2026-11-24T15:46:7",
    "2026-11-24T15:46:61",
    "2026-11-24T15:46:27Zulu", "2026-11-24T15:460",
  ])
  func glued(_ text: String) { #expect(value(.day, text) == nil && value(.hour, text) == nil) }

  /// ISO 8601: a week belongs to the year of its Thursday.
  @Test(arguments: [
    ("2026-01-01", 1), ("2027-01-01", 53), ("2024-12-30", 1), ("2024-12-29", 52), ("2021-01-03", 53), ("2021-01-04", 1),
    ("2023-01-01", 52), ("1970-01-01", 1), ("1969-12-28", 52), ("2020-12-31", 53), ("2000-02-29", 9),
  ])
  func weeks(_ date: String, _ week: Int) { #expect(value(.week, date) == week) }

  @Test(arguments: [
    "", "2026-13-01", "2026-02-30", "26-11-24T15:46", "2026/11/24", "yesterday at noon", "2026-11-24T25:00", "2026-11-24T15:60",
  ])
  func noDates(_ text: String) { #expect(value(.minute, text) == nil) }
}
