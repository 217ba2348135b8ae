import Sigma

/// The parts of a date as it is written, without any conversion between zones.
enum TimePartText {
  /// A part of `YYYY-MM-DD`, with or without `THH:MM`, or nil where the text is no such date. A blank may stand for the `T`; seconds, a
  /// fraction of them, a zone, and anything behind a blank may follow.
  static func value(of part: TimePart, in text: ByteView) -> Int? {
    guard text.count >= 10, text[4] == 0x2D, text[7] == 0x2D, let year = text.slice(0, 4).decimal,
      let month = text.slice(5, 7).decimal, let day = text.slice(8, 10).decimal
    else { return nil }
    let civil = CivilTime(year: year, month: month, day: day)
    guard civil.isValid else { return nil }
    let time = time(in: text)
    guard time != nil || text.count == 10 || text[10] == 0x20 else { return nil }
    return switch part {
    case .year: year
    case .month: month
    case .day: day
    case .week: isoWeek(civil)
    case .hour: time?.hour
    case .minute: time?.minute
    }
  }

  private static func time(in text: ByteView) -> (hour: Int, minute: Int)? {
    guard text.count >= 16, text[10] | 0x20 == 0x74 || text[10] == 0x20, text[13] == 0x3A,
      let hour = text.slice(11, 13).decimal, let minute = text.slice(14, 16).decimal, hour < 24, minute < 60
    else { return nil }
    var index = 16
    if index < text.count, text[index] == 0x3A {
      // Up to 60: a second is put in now and then.
      guard text.count >= 19, let second = text.slice(17, 19).decimal, second <= 60 else { return nil }
      index = 19
      if index < text.count, text[index] == 0x2E || text[index] == 0x2C {
        index += 1
        while index < text.count, text[index].isDigit { index += 1 }
      }
    }
    guard index < text.count else { return (hour, minute) }
    if text[index] | 0x20 == 0x7A { return index + 1 == text.count || text[index + 1] == 0x20 ? (hour, minute) : nil }
    return text[index] == 0x2B || text[index] == 0x2D || text[index] == 0x20 ? (hour, minute) : nil
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
