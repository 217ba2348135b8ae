import Sigma

/// The parts of a date as it is written, without any conversion between zones.
enum TimePartText {
  /// A part of `YYYY-MM-DD[T ]HH:MM…`, or nil where the text is no such date.
  static func value(of part: TimePart, in text: ByteView) -> Int? {
    guard text.count >= 10, text[4] == 0x2D, text[7] == 0x2D, let year = text.slice(0, 4).decimal,
      let month = text.slice(5, 7).decimal, let day = text.slice(8, 10).decimal
    else { return nil }
    let civil = CivilTime(year: year, month: month, day: day)
    guard civil.isValid else { return nil }
    switch part {
    case .year: return year
    case .month: return month
    case .day: return day
    case .week: return isoWeek(civil)
    case .hour, .minute:
      guard text.count >= 16, text[10] == 0x54 || text[10] == 0x20 || text[10] == 0x74, text[13] == 0x3A,
        let hour = text.slice(11, 13).decimal, let minute = text.slice(14, 16).decimal, hour < 24, minute < 60
      else { return nil }
      return part == .hour ? hour : minute
    }
  }

  /// ISO 8601: the week that holds the date's Thursday.
  private static func isoWeek(_ date: CivilTime) -> Int {
    let days = CivilTime.days(year: date.year, month: date.month, day: date.day)
    // 1970-01-01 was a Thursday; Monday is 0.
    let weekday = ((days % 7) + 10) % 7
    let thursday = days - weekday + 3
    let year = CivilTime(Timestamp(seconds: Int64(thursday) * 86_400)).year
    return (thursday - CivilTime.days(year: year, month: 1, day: 1)) / 7 + 1
  }
}
