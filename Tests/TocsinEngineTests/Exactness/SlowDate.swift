/// Parts of a date as it is written.
enum SlowDate {
  /// A part of `2026-11-24T15:46:27…`; nil where the text is no date, or has no such part.
  static func part(_ name: String, of text: String) -> Int? {
    let scalars = Array(text.unicodeScalars)
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= scalars.count, scalars[range].allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
      return Int(scalars[range].map(String.init).joined())
    }
    guard scalars.count >= 10, scalars[4] == "-", scalars[7] == "-", let year = number(0..<4), let month = number(5..<7),
      let day = number(8..<10), (1...12).contains(month), (1...days(month, year)).contains(day)
    else { return nil }
    let time = String(text.unicodeScalars.dropFirst(10)).wholeMatch(
      of: /(?:[Tt ])([0-9][0-9]):([0-9][0-9])(?::[0-9][0-9](?:[.,][0-9]*)?)?(?:[Zz]|[Zz]? .*|[-+].*)?/.dotMatchesNewlines()
        .matchingSemantics(.unicodeScalar))
    let (hour, minute) = (time.flatMap { Int($0.1) } ?? 99, time.flatMap { Int($0.2) } ?? 99)
    let seconds = scalars.count > 16 && scalars[16] == ":" ? number(17..<19) ?? 99 : 0
    let hasTime = hour < 24 && minute < 60 && seconds <= 60
    guard hasTime || scalars.count == 10 || scalars[10] == " " else { return nil }
    switch name {
    case "year": return year
    case "month": return month
    case "day": return day
    case "week": return week(year, month, day)
    default: return hasTime ? name == "hour" ? hour : minute : nil
    }
  }

  static func days(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func dayOfYear(_ year: Int, _ month: Int, _ day: Int) -> Int {
    (1..<month).reduce(0) { $0 + days($1, year) } + day
  }

  /// Monday is 1: counted from 2000-01-01, a Saturday.
  private static func weekday(_ year: Int, _ month: Int, _ day: Int) -> Int {
    func length(_ year: Int) -> Int { 337 + days(2, year) }
    let years = year >= 2000 ? (2000..<year).reduce(0) { $0 + length($1) } : -(year..<2000).reduce(0) { $0 + length($1) }
    let sinceSaturday = years + dayOfYear(year, month, day) - 1
    return ((sinceSaturday + 5) % 7 + 7) % 7 + 1
  }

  /// ISO 8601: weeks begin on Monday; the first is that of the year's first Thursday.
  private static func week(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let week = (dayOfYear(year, month, day) - weekday(year, month, day) + 10) / 7
    if week == 0 { return weeks(year - 1) }
    return week > weeks(year) ? 1 : week
  }

  /// A year has 53 weeks where it begins on a Thursday, or, in a leap year, on a Wednesday.
  private static func weeks(_ year: Int) -> Int {
    let first = weekday(year, 1, 1)
    return first == 4 || (first == 3 && days(2, year) == 29) ? 53 : 52
  }
}
