import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct ClockTests {
  private func at(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) -> Timestamp {
    CivilTime(year: year, month: month, day: day, hour: hour, minute: minute).utc
  }

  private func civil(_ month: Int, _ day: Int, _ hour: Int = 0) -> CivilTime {
    CivilTime(year: 0, month: month, day: day, hour: hour)
  }

  /// The year that a rule gives to a date.
  private func year(_ rule: YearRule, _ month: Int, _ day: Int, _ hour: Int = 0) -> Int? {
    Clock(year: rule).momentWithoutYear(civil(month, day, hour)).map { CivilTime($0).year }
  }

  @Test func theLatestYearThatIsNotAfterTheLimit() {
    let limit = YearRule.notAfter(at(2026, 11, 24, 12))
    #expect(year(limit, 11, 24, 11) == 2026)
    // A day of grace for clocks that run ahead.
    #expect(year(limit, 11, 25, 12) == 2026)
    #expect(year(limit, 11, 25, 13) == 2025)
    #expect(year(limit, 12, 31) == 2025)
    #expect(year(limit, 1, 1) == 2026)
    // On the last day of a year the next one's first is within the grace.
    #expect(year(.notAfter(at(2026, 12, 31, 12)), 1, 1, 5) == 2027)
    #expect(year(.notAfter(at(2027, 1, 1, 1)), 12, 31, 23) == 2026)
  }

  @Test func leapDaysGoBackToALeapYear() {
    #expect(year(.notAfter(at(2026, 11, 24)), 2, 29) == 2024)
    #expect(year(.notAfter(at(2103, 1, 1)), 2, 29) == 2096)
    #expect(year(.fixed(2026), 2, 29) == nil)
    #expect(year(.fixed(2028), 2, 29) == 2028)
    #expect(year(.near(at(2024, 3, 1)), 2, 29) == 2024)
    #expect(year(.near(at(2026, 3, 1)), 2, 29) == nil)
  }

  @Test func theNearestYear() {
    let newYear = YearRule.near(at(2026, 1, 1))
    #expect(year(newYear, 12, 31) == 2025)
    #expect(year(newYear, 1, 2) == 2026)
    #expect(year(newYear, 6, 1) == 2026)
    #expect(year(newYear, 8, 1) == 2025)
    #expect(year(.near(at(2025, 12, 30)), 1, 2) == 2026)
  }

  @Test func datesThatAreNone() {
    for (month, day) in [(2, 30), (4, 31), (13, 1), (0, 1), (1, 0), (1, 32)] {
      #expect(year(.notAfter(at(2026, 11, 24)), month, day) == nil)
      #expect(year(.fixed(2026), month, day) == nil)
      #expect(year(.near(at(2026, 11, 24)), month, day) == nil)
    }
  }

  /// +01:00 in winter, +02:00 in summer, as in most of Europe.
  private let europe = Zone(transitions: [
    .init(from: Timestamp(seconds: 0), offsetSeconds: 3_600),
    .init(from: Timestamp(seconds: 1_774_746_000), offsetSeconds: 7_200),
    .init(from: Timestamp(seconds: 1_792_890_000), offsetSeconds: 3_600),
  ])

  @Test func clocksGoForward() {
    #expect(europe.moment(local: at(2026, 3, 29, 1, 59)) == at(2026, 3, 29, 0, 59))
    #expect(europe.moment(local: at(2026, 3, 29, 3, 0)) == at(2026, 3, 29, 1, 0))
    // 02:30 never was; it is read as an hour before half past three.
    #expect(europe.moment(local: at(2026, 3, 29, 2, 30)) == at(2026, 3, 29, 1, 30))
  }

  /// What clocks show twice is the earlier of the two.
  @Test func clocksGoBack() {
    #expect(europe.moment(local: at(2026, 10, 25, 1, 59)) == at(2026, 10, 24, 23, 59))
    #expect(europe.moment(local: at(2026, 10, 25, 2, 30)) == at(2026, 10, 25, 0, 30))
    #expect(europe.moment(local: at(2026, 10, 25, 3, 0)) == at(2026, 10, 25, 2, 0))
  }

  @Test func zonesBeforeTheirFirstChange() {
    let zone = Zone(transitions: [.init(from: at(2026, 1, 1), offsetSeconds: -3_600)])
    #expect(zone.moment(local: at(1999, 1, 1)) == at(1999, 1, 1, 1))
    #expect(Zone.utc.moment(local: at(1999, 1, 1)) == at(1999, 1, 1))
  }

  @Test(arguments: Seeds.of(2)) func calendarGoesThereAndBack(_ seed: UInt64) {
    var random = Dice(seed: seed)
    for _ in 0..<5_000 {
      let time = Timestamp(microseconds: Int64.random(in: -62_000_000_000_000_000...250_000_000_000_000_000, using: &random))
      let civil = CivilTime(time)
      #expect(civil.isValid)
      #expect(civil.utc == time)
    }
  }

  @Test func momentsAsText() {
    #expect(Timestamp(seconds: 1_795_535_187, microseconds: 5).rfc3339 == "2026-11-24T15:46:27.000005Z")
    #expect(Timestamp(microseconds: -1).rfc3339 == "1969-12-31T23:59:59.999999Z")
    #expect(Timestamp.distantPast.advanced(by: -1) == .distantPast)
    #expect(Timestamp.distantFuture.advanced(by: 1) == .distantFuture)
  }
}
