/// A time found in a text.
struct TimeScan {
  /// The position after it.
  var end: Int
  /// Nil where the text has the shape of a time but names none (month 13).
  var time: Timestamp?
  var hasZone: Bool
}

/// The days and hours that the last texts named, by their raw bytes, so that a calendar and a zone are asked once per day and
/// hour of log time and not once per line. It changes no result: what it holds is checked against the clock at each use.
struct DateCache {
  /// Ten bytes `2026-11-24` as two overlapping words, and the day's first microsecond (as if at UTC), or nil where there is none.
  private var isoLow: UInt64 = 0
  private var isoHigh: UInt64 = 0
  private var isoDay: Int64?
  /// Eleven bytes `24/Nov/2026`, likewise.
  private var commonLow: UInt64 = 0
  private var commonHigh: UInt64 = 0
  private var commonDay: Int64?
  /// The last `24/Nov/2026:15:46:27 +0100` and the byte behind it, as overlapping words, and its moment, or nil.
  private var stampWords: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
  private var stampTime: Timestamp?
  /// Twenty bytes `2026-11-24T15:46:__.` of the last text that rsyslog wrote, as overlapping words, the seven `+00:00 ` behind the six
  /// digits that follow, and the minute's moment, or nil.
  private var minuteWords: (UInt64, UInt64, UInt64) = (0, 0, 0)
  private var minuteZone: UInt64 = 0
  private var minute: Int64?
  /// Eight bytes `Nov 24 1`, what is fixed of the eight behind them (`5:__:__ `), and the moment of that hour's start.
  private var hourLow: UInt64 = 0
  private var hourTail: UInt64 = 0
  private var hourStart: Int64 = 0
  /// The eight bytes behind `hourLow` in the last text of that hour, and its moment: most lines of a busy log name the second of the
  /// line before. Negative where there is none, or where it is worked out anew.
  private var secondTail: UInt64 = 0
  private var secondStart: Int64 = -1
  /// The zone of `hourStart` and `localShift`; held, so that its identity stays its own.
  private var zone = Zone.utc
  /// A whole hour of local time, and what to add to reach UTC, where that is one number for the whole hour.
  private var localHour: Int64 = .min
  private var localShift: Int64 = 0

  static let hour: Int64 = 3_600_000_000
  static let day: Int64 = 86_400_000_000

  /// The first microsecond of the day `yyyy-mm-dd` or `yyyy/mm/dd` at `start`: outer nil where the text is no such thing, inner
  /// nil where there is no such day. The caller has checked that ten bytes are there.
  @inline(__always)
  mutating func isoDay(_ text: ByteView, _ start: Int) -> Int64?? {
    let low = text.word(at: start)
    let high = text.word(at: start + 2)
    if low == isoLow, high == isoHigh { return .some(isoDay) }
    let year = text.fourDigits(start)
    let month = text.twoDigits(start + 5)
    let day = text.twoDigits(start + 8)
    let separator = text[start + 4]
    guard year >= 0, month >= 0, day >= 0, separator == 0x2D || separator == 0x2F, text[start + 7] == separator else {
      return nil
    }
    (isoLow, isoHigh) = (low, high)
    isoDay = Self.start(year: year, month: month, day: day)
    return .some(isoDay)
  }

  /// The first microsecond of the day `dd/Mmm/yyyy`, in the same way.
  @inline(__always)
  mutating func commonDay(_ text: ByteView, _ start: Int) -> Int64?? {
    let low = text.word(at: start)
    let high = text.word(at: start + 3)
    if low == commonLow, high == commonHigh { return .some(commonDay) }
    let day = text.twoDigits(start)
    let year = text.fourDigits(start + 7)
    let month = monthNumber(text, start + 3)
    guard day >= 0, year >= 0, month > 0, text[start + 2] == 0x2F, text[start + 6] == 0x2F else { return nil }
    (commonLow, commonHigh) = (low, high)
    commonDay = Self.start(year: year, month: month, day: day)
    return .some(commonDay)
  }

  /// Where the seconds stand in the last of a minute's words.
  private static let seconds: UInt64 = 0x00FF_FF00_0000_0000

  /// The moment of the minute that `yyyy-mm-ddThh:mm:ss.ffffff+00:00 ` in the first 33 bytes of a text of at least 40 names, in
  /// microseconds, if it is the one of the text before; nil says nothing.
  @inline(__always)
  func sameMinute(_ text: ByteView) -> Int64? {
    guard let minute, text.wordInside(at: 0) == minuteWords.0, text.wordInside(at: 8) == minuteWords.1,
      text.wordInside(at: 12) & ~Self.seconds == minuteWords.2, text.wordInside(at: 26) &<< 8 == minuteZone
    else { return nil }
    return minute
  }

  /// What `moment` says of no time.
  static let noMoment = Int64.min

  /// The moment of such a text's time, whose minute is given; `noMoment` where seconds or their fraction are none.
  @inline(__always)
  static func moment(in text: ByteView, minute: Int64) -> Int64 {
    let last = text.wordInside(at: 12)
    let tens = (last &>> 40 & 0xFF) &- 0x30
    let ones = (last &>> 48 & 0xFF) &- 0x30
    let digits = (text.wordInside(at: 20) & 0xFFFF_FFFF_FFFF) ^ 0x3030_3030_3030
    guard tens < 6, ones < 10, (digits | (digits &+ 0x7676_7676_7676)) & 0x8080_8080_8080 == 0 else { return noMoment }
    // Three numbers of two digits each.
    let pairs = digits &* 10 &+ digits &>> 8
    let micro = (pairs & 0xFF) &* 10_000 &+ (pairs &>> 16 & 0xFF) &* 100 &+ (pairs &>> 32 & 0xFF)
    return minute &+ Int64(truncatingIfNeeded: (tens &* 10 &+ ones) &* 1_000_000 &+ micro)
  }

  /// Notes the minute of a text, of at least 40 bytes, that begins as rsyslog writes a time.
  @inline(__always)
  mutating func noteMinute(_ text: ByteView, _ scan: TimeScan) {
    guard scan.end == 32, scan.hasZone, let time = scan.time, text.count >= 40, text[10] == 0x54, text[4] == 0x2D,
      text[19] == 0x2E,
      text[26] == 0x2B || text[26] == 0x2D, text[32] == 0x20, let micro = text.slice(20, 26).decimal
    else { return }
    minuteWords = (text.wordInside(at: 0), text.wordInside(at: 8), text.wordInside(at: 12) & ~Self.seconds)
    minuteZone = text.wordInside(at: 26) &<< 8
    minute = time.microseconds - Int64(text.twoDigits(17)) * 1_000_000 - Int64(micro)
  }

  @inline(__always)
  private static func stampWords(_ text: ByteView) -> (UInt64, UInt64, UInt64, UInt64) {
    (text.wordInside(at: 0), text.wordInside(at: 8), text.wordInside(at: 16), text.wordInside(at: 19))
  }

  /// The moment of `dd/Mmm/yyyy:hh:mm:ss +0100` and a byte behind it, if these 27 are those of the text before.
  @inline(__always)
  func sameStamp(_ text: ByteView) -> Timestamp? {
    guard text.count >= 27, let stampTime, Self.stampWords(text) == stampWords else { return nil }
    return stampTime
  }

  /// The text, of at least 27 bytes, begins with a time that says its zone and takes 26.
  mutating func noteStamp(_ text: ByteView, _ time: Timestamp) {
    (stampWords, stampTime) = (Self.stampWords(text), time)
  }

  private static func start(year: Int, month: Int, day: Int) -> Int64? {
    let civil = CivilTime(year: year, month: month, day: day)
    return civil.isValid ? civil.utc.microseconds : nil
  }

  /// The moment of a local time (microseconds as if at UTC).
  @inline(__always)
  mutating func moment(local: Int64, clock: Clock) -> Timestamp {
    let hour = local - local % Self.hour
    if hour == localHour, isSameZone(clock) { return Timestamp(microseconds: local + localShift) }
    return resolve(local: local, hour: hour, clock: clock)
  }

  private mutating func resolve(local: Int64, hour: Int64, clock: Clock) -> Timestamp {
    let first = clock.zone.moment(local: Timestamp(microseconds: hour)).microseconds
    let last = clock.zone.moment(local: Timestamp(microseconds: hour + Self.hour - 1)).microseconds
    adopt(clock)
    if last - first == Self.hour - 1 { (localHour, localShift) = (hour, first - hour) }
    return clock.zone.moment(local: Timestamp(microseconds: local))
  }

  /// Forgets the hour where another clock would read it otherwise: `momentInSameHour` asks no clock.
  @inline(__always)
  mutating func begin(_ clock: Clock) {
    if !isSameZone(clock) || !isYearStillRight(clock) { (hourLow, hourTail, secondStart) = (0, 0, -1) }
  }

  /// The moment of `Mmm dd hh:mm:ss ` in a text's first sixteen bytes, in microseconds, if its hour is the one of the text before;
  /// nil says nothing. `begin` has had the clock.
  @inline(__always)
  mutating func momentInSameHour(_ text: ByteView) -> Int64? {
    guard text.count >= 16, text.wordInside(at: 0) == hourLow else { return nil }
    let tail = text.wordInside(at: 8)
    return tail == secondTail && secondStart >= 0 ? secondStart : momentInSameHour(tail)
  }

  @inline(__always)
  private mutating func momentInSameHour(_ high: UInt64) -> Int64? {
    guard high & 0xFF00_00FF_0000_FFFF == hourTail else { return nil }
    // The four digits as numbers, of which the tens stay below six: else the highest bit of a byte is set, here or after the sum.
    let digits = (high >> 16 & 0xFF_FF00_FFFF) &- 0x30_3000_3030
    guard (digits | (digits &+ 0x76_7A00_767A)) & 0x80_8000_8080 == 0 else { return nil }
    let minutes = (digits & 0xFF) &* 10 &+ (digits >> 8 & 0xFF)
    let seconds = minutes &* 60 &+ (digits >> 24 & 0xFF) &* 10 &+ digits >> 32
    (secondTail, secondStart) = (high, hourStart &+ Int64(truncatingIfNeeded: seconds) &* 1_000_000)
    return secondStart
  }

  /// The moment of `Mmm dd hh` at `start` (fifteen bytes are there and have the fixed shape), `rest` microseconds into that hour.
  @inline(__always)
  mutating func hour(_ text: ByteView, _ start: Int, rest: Int64, clock: Clock) -> Timestamp? {
    if text.word(at: start) == hourLow, text[start + 8] == UInt8(truncatingIfNeeded: hourTail), isSameZone(clock),
      isYearStillRight(clock)
    {
      return Timestamp(microseconds: hourStart + rest)
    }
    return resolveHour(text, start, rest: rest, clock: clock)
  }

  private mutating func resolveHour(_ text: ByteView, _ start: Int, rest: Int64, clock: Clock) -> Timestamp? {
    let day = text[start + 4] == 0x20 ? Int(text[start + 5]) - 0x30 : text.twoDigits(start + 4)
    // A leap second is read as the next minute's first one, so that minutes stay below sixty.
    let leap: Int64 = rest >= Self.hour ? 1_000_000 : 0
    let inside = rest - leap
    let civil = CivilTime(
      year: 2_000, month: monthNumber(text, start), day: day, hour: text.twoDigits(start + 7), minute: Int(inside / 60_000_000),
      second: Int(inside % 60_000_000 / 1_000_000))
    guard civil.isValid else { return nil }
    var edge = civil
    (edge.minute, edge.second) = (0, 0)
    let first = clock.momentWithoutYear(edge)
    (edge.minute, edge.second, edge.microsecond) = (59, 59, 999_999)
    if let first, let last = clock.momentWithoutYear(edge), last.microseconds - first.microseconds == Self.hour - 1 {
      adopt(clock)
      (hourLow, hourTail) = (text.word(at: start), UInt64(text[start + 8]) | 0x2000_003A_0000_3A00)
      (hourStart, secondStart) = (first.microseconds, -1)
      begin(clock)
    }
    return clock.momentWithoutYear(civil)?.advanced(by: leap)
  }

  /// Whether the clock, whose limit may have moved since, would give the cached hour the same year.
  @inline(__always)
  private func isYearStillRight(_ clock: Clock) -> Bool {
    switch clock.year {
    case .fixed: false
    case .notAfter(let limit, _):
      hourStart + Self.hour <= limit.microseconds && limit.microseconds - hourStart < 365 * Self.day
    case .near(let reference):
      // No other year's same hour is nearer than half a year.
      abs(hourStart - reference.microseconds) < 180 * Self.day
    }
  }

  /// Whether the zone is the one whose results are held: the same storage, hence the same transitions.
  @inline(__always)
  private func isSameZone(_ clock: Clock) -> Bool {
    unsafe unsafeBitCast(clock.zone, to: UInt.self) == unsafeBitCast(zone, to: UInt.self)
  }

  private mutating func adopt(_ clock: Clock) {
    if isSameZone(clock) { return }
    zone = clock.zone
    localHour = .min
    (hourLow, hourTail, secondStart) = (0, 0, -1)
  }
}

/// The month that three letters name, 1 to 12, or 0.
@inline(__always)
func monthNumber(_ text: ByteView, _ start: Int) -> Int {
  guard start + 3 <= text.count else { return 0 }
  let key = UInt32(text[start]) << 16 | UInt32(text[start + 1]) << 8 | UInt32(text[start + 2])
  switch key {
  case 0x4A_616E: return 1
  case 0x46_6562: return 2
  case 0x4D_6172: return 3
  case 0x41_7072: return 4
  case 0x4D_6179: return 5
  case 0x4A_756E: return 6
  case 0x4A_756C: return 7
  case 0x41_7567: return 8
  case 0x53_6570: return 9
  case 0x4F_6374: return 10
  case 0x4E_6F76: return 11
  case 0x44_6563: return 12
  default: return 0
  }
}
