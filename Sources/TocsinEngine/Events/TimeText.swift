/// Writes times as RFC 3339 in UTC with microseconds: `2026-11-24T15:46:27.000000Z`. Of times of one day, one after the other, the
/// date is worked out once.
struct TimeText {
  /// `0000-00-00T00:00:00.000000Z` with the date of `day` and the last time.
  private var text: InlineArray<27, UInt8> = [
    0x30, 0x30, 0x30, 0x30, 0x2D, 0x30, 0x30, 0x2D, 0x30, 0x30, 0x54, 0x30, 0x30, 0x3A, 0x30, 0x30, 0x3A, 0x30, 0x30, 0x2E,
    0x30, 0x30, 0x30, 0x30, 0x30, 0x30, 0x5A,
  ]
  private var day = Int64.min
  private static let microseconds: Int64 = 86_400_000_000

  /// The text of a time, for `body`, which must not keep it.
  @inline(__always)
  mutating func write<R>(_ time: Timestamp, _ body: (ByteView) -> R) -> R {
    let day = time.microseconds / Self.microseconds
    let rest = Int(time.microseconds % Self.microseconds)
    // Years before 1970 and of more than four digits are rare.
    guard rest >= 0, day >= 0, day < 2_932_897 else { return Array(Self.farText(CivilTime(time)).utf8).withView(body) }
    if day != self.day { setDate(CivilTime(time), day) }
    let seconds = rest / 1_000_000
    let micro = rest % 1_000_000
    put(seconds / 3_600, at: 11)
    put(seconds / 60 % 60, at: 14)
    put(seconds % 60, at: 17)
    put(micro / 10_000, at: 20)
    put(micro / 100 % 100, at: 22)
    put(micro % 100, at: 24)
    return unsafe text.span.withUnsafeBytes { body(unsafe ByteView($0)) }
  }

  private mutating func setDate(_ civil: CivilTime, _ day: Int64) {
    self.day = day
    put(civil.year / 100, at: 0)
    put(civil.year % 100, at: 2)
    put(civil.month, at: 5)
    put(civil.day, at: 8)
  }

  /// A number below 100 as two digits.
  @inline(__always)
  private mutating func put(_ value: Int, at index: Int) {
    text[index] = 0x30 + UInt8(truncatingIfNeeded: value / 10)
    text[index + 1] = 0x30 + UInt8(truncatingIfNeeded: value % 10)
  }

  private static func farText(_ civil: CivilTime) -> String {
    func pad(_ value: Int, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return
      "\(pad(civil.year, 4))-\(pad(civil.month, 2))-\(pad(civil.day, 2))T\(pad(civil.hour, 2)):\(pad(civil.minute, 2)):\(pad(civil.second, 2)).\(pad(civil.microsecond, 6))Z"
  }
}
