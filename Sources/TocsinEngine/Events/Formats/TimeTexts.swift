/// The shapes in which logs write times.
extension DateCache {
  /// `2026-11-24T15:46:27[.123456][Z|+01:00|+0100]`; a space for the `T`, slashes for the dashes and a comma for the point too.
  @inline(__always)
  mutating func iso(_ text: ByteView, at start: Int, clock: Clock) -> TimeScan? {
    guard start + 19 <= text.count, text[start + 13] == 0x3A, text[start + 16] == 0x3A else { return nil }
    let separator = text[start + 10]
    guard separator == 0x54 || separator == 0x20 || separator == 0x74 || separator == 0x5F else { return nil }
    guard let day = isoDay(text, start), let clockTime = timeOfDay(text, start + 11) else { return nil }
    var end = start + 19
    let fraction = fraction(text, &end)
    let zone = offset(text, &end)
    guard let day, let clockTime else { return TimeScan(end: end, time: nil, hasZone: zone != nil) }
    let local = day + clockTime + fraction
    let time = zone.map { Timestamp(microseconds: local - $0) } ?? moment(local: local, clock: clock)
    return TimeScan(end: end, time: time, hasZone: zone != nil)
  }

  /// `24/Nov/2026:15:46:27[.123][ +0100]`, also with a space before the hour.
  @inline(__always)
  mutating func common(_ text: ByteView, at start: Int, clock: Clock) -> TimeScan? {
    guard start + 20 <= text.count, text[start + 14] == 0x3A, text[start + 17] == 0x3A else { return nil }
    guard text[start + 11] == 0x3A || text[start + 11] == 0x20 else { return nil }
    guard let day = commonDay(text, start), let clockTime = timeOfDay(text, start + 12) else { return nil }
    var end = start + 20
    let fraction = fraction(text, &end)
    let zone = offset(text, &end)
    guard let day, let clockTime else { return TimeScan(end: end, time: nil, hasZone: zone != nil) }
    let local = day + clockTime + fraction
    let time = zone.map { Timestamp(microseconds: local - $0) } ?? moment(local: local, clock: clock)
    return TimeScan(end: end, time: time, hasZone: zone != nil)
  }

  /// `Nov  3 04:05:06`: RFC 3164's fifteen bytes, and the variants with a year, one-digit days, fractions.
  @inline(__always)
  mutating func syslog(_ text: ByteView, at start: Int, clock: Clock) -> TimeScan? {
    let end = start + 15
    begin(clock)
    if start <= text.count, let time = momentInSameHour(text.from(start)) {
      return TimeScan(end: end, time: Timestamp(microseconds: time), hasZone: false)
    }
    return fixedSyslog(text, at: start, end, clock: clock)
  }

  @inline(never)
  private mutating func fixedSyslog(_ text: ByteView, at start: Int, _ end: Int, clock: Clock) -> TimeScan? {
    if end <= text.count, text[start + 3] == 0x20, text[start + 6] == 0x20, text[start + 9] == 0x3A, text[start + 12] == 0x3A,
      end == text.count || text[end] == 0x20
    {
      guard monthNumber(text, start) > 0, text[start + 5].isDigit, text[start + 4] == 0x20 || text[start + 4].isDigit,
        let clockTime = timeOfDay(text, start + 7)
      else { return nil }
      guard let clockTime else { return TimeScan(end: end, time: nil, hasZone: false) }
      let rest = clockTime - Int64(text.twoDigits(start + 7)) * Self.hour
      return TimeScan(end: end, time: hour(text, start, rest: rest, clock: clock), hasZone: false)
    }
    return looseSyslog(text, at: start, clock: clock)
  }

  /// `Nov 3 [2026] 04:05:06[.123][ 2026][ UTC]`.
  mutating func looseSyslog(_ text: ByteView, at start: Int, clock: Clock) -> TimeScan? {
    let month = monthNumber(text, start)
    guard month > 0, text.byte(start + 3) == 0x20 else { return nil }
    let dayStart = text.skipSpaces(start + 3)
    let dayEnd = text.skipDigits(dayStart)
    guard dayEnd - dayStart == 1 || dayEnd - dayStart == 2, let day = text.slice(dayStart, dayEnd).decimal else { return nil }
    var at = dayEnd
    if text.byte(at) == 0x2C { at += 1 }
    guard text.byte(at) == 0x20 else { return nil }
    at += 1
    var year: Int?
    if text.skipDigits(at) == at + 4, text.byte(at + 4) == 0x20 {
      year = text.fourDigits(at)
      at += 5
    }
    guard text.byte(at + 2) == 0x3A, text.byte(at + 5) == 0x3A, let clockTime = timeOfDay(text, at) else { return nil }
    var end = at + 8
    let fraction = fraction(text, &end)
    if year == nil, text.byte(end) == 0x20, text.skipDigits(end + 1) == end + 5, text.byte(end + 5) != 0x3A {
      year = text.fourDigits(end + 1)
      end += 5
    }
    let zone = text.byte(end) == 0x20 && text.byte(end + 1).isUpper ? offset(text, &end) : nil
    guard let clockTime else { return TimeScan(end: end, time: nil, hasZone: zone != nil) }
    var civil = CivilTime(year: year ?? 2_000, month: month, day: day)
    guard civil.isValid else { return TimeScan(end: end, time: nil, hasZone: zone != nil) }
    guard year == nil else {
      let local = civil.utc.microseconds + clockTime + fraction
      let time = zone.map { Timestamp(microseconds: local - $0) } ?? moment(local: local, clock: clock)
      return TimeScan(end: end, time: time, hasZone: zone != nil)
    }
    let seconds = Int(clockTime / 1_000_000)
    (civil.hour, civil.minute, civil.second) = (seconds / 3_600, seconds % 3_600 / 60, seconds % 60)
    civil.microsecond = Int(fraction)
    let local = zone == nil ? clock : Clock(year: clock.year)
    return TimeScan(end: end, time: local.momentWithoutYear(civil), hasZone: zone != nil)
  }

  /// Microseconds since midnight of `hh:mm:ss` at `at` (colons checked by the caller): outer nil where digits are missing, inner
  /// nil where there is no such time. A leap second counts.
  @inline(__always)
  func timeOfDay(_ text: ByteView, _ at: Int) -> Int64?? {
    let hour = text.twoDigits(at)
    let minute = text.twoDigits(at + 3)
    let second = text.twoDigits(at + 6)
    guard hour >= 0, minute >= 0, second >= 0 else { return nil }
    guard hour < 24, minute < 60, second <= 60 else { return .some(nil) }
    return .some(Int64(hour * 3_600 + minute * 60 + second) * 1_000_000)
  }

  /// Microseconds of `.123` or `,123` at `end`, which moves behind it; digits beyond six are dropped.
  @inline(__always)
  func fraction(_ text: ByteView, _ end: inout Int) -> Int64 {
    let point = text.byte(end)
    guard point == 0x2E || point == 0x2C, text.byte(end + 1).isDigit else { return 0 }
    var value: Int64 = 0
    var weight: Int64 = 100_000
    end += 1
    while end < text.count, text[end].isDigit {
      value += Int64(text[end] - 0x30) * weight
      weight /= 10
      end += 1
    }
    return value
  }

  /// Microseconds east of UTC of `Z`, `+01:00`, `+0100`, `+01`, ` +0100`, ` UTC`, ` GMT` at `end`, which moves behind it; nil where
  /// there is no zone, or none that can be.
  @inline(__always)
  func offset(_ text: ByteView, _ end: inout Int) -> Int64? {
    var at = end
    var sign = text.byte(at)
    if sign == 0x5A || sign == 0x7A {
      end = at + 1
      return 0
    }
    if sign == 0x20 {
      if text.has("UTC", at: at + 1) || text.has("GMT", at: at + 1), !text.byte(at + 4).isLetter {
        end = at + 4
        return 0
      }
      at += 1
      sign = text.byte(at)
    }
    guard sign == 0x2B || sign == 0x2D else { return nil }
    let hours = text.twoDigits(at + 1)
    guard hours >= 0, hours <= 18 else { return nil }
    var after = at + 3
    if text.byte(after) == 0x3A { after += 1 }
    var minutes = text.twoDigits(after)
    if minutes >= 0, minutes < 60 { after += 2 } else { (minutes, after) = (0, at + 3) }
    // A word that goes on (`+1x`, `-12345`) is no zone.
    guard !text.byte(after).isDigit, !text.byte(after).isLetter else { return nil }
    end = after
    let shift = Int64(hours * 3_600 + minutes * 60) * 1_000_000
    return sign == 0x2D ? -shift : shift
  }

  /// Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by how many digits there are; nil for less than nine
  /// digits (before 1973) and anything else.
  func epoch(_ text: ByteView, at start: Int) -> TimeScan? {
    let whole = text.skipDigits(start)
    let count = whole - start
    guard count >= 9, count <= 19, var value = Int64(exactly: text.slice(start, min(whole, start + 18)).decimal ?? -1) else {
      return nil
    }
    var end = whole
    let part = fraction(text, &end)
    if count <= 11 {
      value = value * 1_000_000 + part
    } else if count <= 14 {
      value = value * 1_000 + part / 1_000
    } else if count > 17 {
      value /= count == 19 ? 100 : 1_000
    }
    return TimeScan(end: end, time: Timestamp(microseconds: value), hasZone: true)
  }

  /// A value that is a time as a whole, in whichever shape.
  mutating func any(_ text: ByteView, clock: Clock) -> Timestamp? {
    if let scan = epoch(text, at: 0) { return scan.end == text.count ? scan.time : exponent(text) }
    if let scan = iso(text, at: 0, clock: clock) { return scan.time }
    if let scan = common(text, at: 0, clock: clock) { return scan.time }
    if let scan = syslog(text, at: text.byte(3) == 0x20 && monthNumber(text, 0) == 0 ? 4 : 0, clock: clock) { return scan.time }
    return exponent(text)
  }

  /// `1.7e9`: seconds as some JSON writers print them.
  private func exponent(_ text: ByteView) -> Timestamp? {
    guard text.count <= 32, text.byte(0).isDigit, let e = text.firstIndex(of: 0x65, or: 0x45), let seconds = Double(text.string),
      e > 0, seconds > 1e8, seconds < 1e11
    else { return nil }
    return Timestamp(microseconds: Int64(seconds * 1e6))
  }
}
