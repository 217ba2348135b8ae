/// A date at the front of a part of a file name: `20261124`, `2026112415`, `202611241530`, `2026-11-24`, `2026-11-24-15`, `2026_11_24`.
struct RotationDate: Equatable {
  /// `yyyymmddHHMM` as a number.
  let value: Int
  /// The index behind the date in the slice that was read.
  let end: Int

  init?(_ text: ArraySlice<UInt8>) {
    let digits = text.prefix { RotationName.isDigit($0) }
    switch digits.count {
    case 8: self.init(digits, hour: 0, minute: 0, end: digits.endIndex)
    case 10: self.init(digits, hour: RotationName.number(digits.dropFirst(8)), minute: 0, end: digits.endIndex)
    case 12, 14:
      self.init(
        digits, hour: RotationName.number(digits.dropFirst(8).prefix(2)),
        minute: RotationName.number(digits.dropFirst(10).prefix(2)), end: digits.endIndex)
    case 4: self.init(separated: text)
    default: return nil
    }
  }

  /// `yyyy-mm-dd`, with `-hh` behind it or without, all parted by the same character.
  private init?(separated text: ArraySlice<UInt8>) {
    let start = text.startIndex
    guard text.count >= 10, text[start + 4] == text[start + 7] else { return nil }
    let separator = text[start + 4]
    guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "_") || separator == UInt8(ascii: ".") else { return nil }
    let month = text[(start + 5)..<(start + 7)]
    let day = text[(start + 8)..<(start + 10)]
    guard month.allSatisfy(RotationName.isDigit), day.allSatisfy(RotationName.isDigit) else { return nil }
    let rest = text[(start + 10)...]
    if let next = rest.first, RotationName.isDigit(next) { return nil }
    var end = start + 10
    var hour = 0
    let digits = rest.dropFirst().prefix { RotationName.isDigit($0) }
    if rest.first == separator, separator == UInt8(ascii: "-"), digits.count == 2, RotationName.number(digits) < 24 {
      hour = RotationName.number(digits)
      end = digits.endIndex
    }
    self.init(Array(text.prefix(4) + month + day)[...], hour: hour, minute: 0, end: end)
  }

  private init?(_ date: ArraySlice<UInt8>, hour: Int, minute: Int, end: Int) {
    let day = RotationName.number(date.prefix(8))
    guard (1970...2199).contains(day / 10_000), (1...12).contains(day / 100 % 100), (1...31).contains(day % 100), hour < 24,
      minute < 60
    else { return nil }
    value = day * 10_000 + hour * 100 + minute
    self.end = end
  }
}
