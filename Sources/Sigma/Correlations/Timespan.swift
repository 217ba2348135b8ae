/// A length of time as `timespan` writes it (SPEC 6.2).
enum Timespan {
  /// Seconds of each unit; a month and a year are the Gregorian calendar's means.
  private static let units: [Character: Int64] = [
    "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800, "M": 2_629_746, "y": 31_556_952,
  ]

  /// Microseconds.
  static func parse(_ text: String) throws(Mistake) -> Int64 {
    guard let unit = text.last, let seconds = units[unit] else {
      if let last = text.last?.lowercased().first, units[last] != nil, let count = Int64(text.dropLast()), count > 0 {
        throw Mistake("units of time are lower case; write `\(count)\(last)`")
      }
      if let count = Int64(text), count > 0 { throw Mistake("a unit is missing; write `\(count)s` for seconds") }
      throw Mistake("`\(text)` is not a length of time; write one number and a unit, such as `90s`, `15m`, `1h` or `7d`")
    }
    let digits = text.dropLast()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 &- 48 < 10 }) else {
      throw Mistake("`\(text)` is not a length of time; write one whole number and a unit, such as `90m`")
    }
    guard let count = Int64(digits), count > 0 else {
      throw Mistake(digits.contains { $0 != "0" } ? "`\(text)` is too long" : "the time must be longer than nothing")
    }
    let (micros, overflow) = count.multipliedReportingOverflow(by: seconds * 1_000_000)
    guard !overflow, micros < Int64.max / 4 else { throw Mistake("`\(text)` is too long; no log goes back that far") }
    return micros
  }
}
