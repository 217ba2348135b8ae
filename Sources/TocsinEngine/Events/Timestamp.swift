/// A moment of event time: microseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var microseconds: Int64

  @inlinable @inline(__always)
  public init(microseconds: Int64) { self.microseconds = microseconds }

  public init(seconds: Int64, microseconds: Int64 = 0) {
    self.microseconds = seconds &* 1_000_000 &+ microseconds
  }

  public static let distantPast = Timestamp(microseconds: .min)
  public static let distantFuture = Timestamp(microseconds: .max)

  @inlinable @inline(__always)
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }

  /// Moved by a span in microseconds, saturating, so that the distant past and future stay there.
  @inlinable @inline(__always)
  public func advanced(by span: Int64) -> Timestamp {
    let (sum, overflow) = microseconds.addingReportingOverflow(span)
    return Timestamp(microseconds: overflow ? (span > 0 ? .max : .min) : sum)
  }
}

/// A date and time of the proleptic Gregorian calendar, without a zone.
public struct CivilTime: Equatable, Sendable {
  public var year: Int
  public var month: Int
  public var day: Int
  public var hour: Int
  public var minute: Int
  public var second: Int
  public var microsecond: Int

  public init(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0
  ) {
    (self.year, self.month, self.day) = (year, month, day)
    (self.hour, self.minute, self.second, self.microsecond) = (hour, minute, second, microsecond)
  }

  /// Days since 1970-01-01 (Howard Hinnant's days_from_civil, whose formula is in the public domain).
  @inline(__always)
  public static func days(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// As if the clock stood at UTC.
  @inline(__always)
  public var utc: Timestamp {
    let days = Self.days(year: year, month: month, day: day)
    let seconds = days &* 86_400 &+ hour &* 3_600 &+ minute &* 60 &+ second
    return Timestamp(seconds: Int64(seconds), microseconds: Int64(microsecond))
  }

  /// The civil time in UTC of a moment.
  public init(_ time: Timestamp) {
    var seconds = time.microseconds / 1_000_000
    var micro = time.microseconds % 1_000_000
    if micro < 0 { (micro, seconds) = (micro + 1_000_000, seconds - 1) }
    var days = Int(seconds / 86_400)
    var rest = Int(seconds % 86_400)
    if rest < 0 { (rest, days) = (rest + 86_400, days - 1) }
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    (hour, minute, second, microsecond) = (rest / 3_600, rest % 3_600 / 60, rest % 60, Int(micro))
  }

  /// Whether the parts name a real moment (a leap second counts as one).
  @inline(__always)
  public var isValid: Bool {
    month >= 1 && month <= 12 && day >= 1 && day <= Self.daysIn(month: month, year: year) && hour < 24 && minute < 60
      && second <= 60
  }

  @inline(__always)
  static func daysIn(month: Int, year: Int) -> Int {
    if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
  }
}

extension Timestamp {
  /// RFC 3339 in UTC with microseconds, as alerts write it: `2026-11-24T15:46:27.000000Z`.
  public var rfc3339: String {
    var text = TimeText()
    return text.write(self) { $0.string }
  }
}
