import TocsinEngine

/// Times as people type them on a command line.
enum MomentText {
  /// `2026-11-01`, `2026-11-01T06:00[:00]` in `zone`, or with `Z` in UTC; nil otherwise.
  static func parse(_ text: String, zone: Zone) -> Timestamp? {
    let isUTC = text.hasSuffix("Z")
    let bytes = Array((isUTC ? text.dropLast() : text[...]).utf8)
    func number(_ start: Int, _ count: Int) -> Int? {
      guard start + count <= bytes.count else { return nil }
      return Int(String(decoding: bytes[start..<start + count], as: UTF8.self))
    }
    guard [10, 16, 19].contains(bytes.count), bytes[4] == 0x2D, bytes[7] == 0x2D, let year = number(0, 4),
      let month = number(5, 2), let day = number(8, 2)
    else { return nil }
    var civil = CivilTime(year: year, month: month, day: day)
    if bytes.count >= 16 {
      guard bytes[10] == 0x54 || bytes[10] == 0x20, let hour = number(11, 2), let minute = number(14, 2) else { return nil }
      (civil.hour, civil.minute) = (hour, minute)
      if bytes.count == 19 {
        guard let second = number(17, 2) else { return nil }
        civil.second = second
      }
    }
    guard civil.isValid else { return nil }
    return isUTC ? civil.utc : zone.moment(local: civil.utc)
  }
}
