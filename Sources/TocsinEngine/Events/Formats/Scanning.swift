extension ByteView {
  /// The byte at a position, or 0 outside.
  @inline(__always)
  func byte(_ position: Int) -> UInt8 {
    UInt(bitPattern: position) < UInt(bitPattern: count) ? unchecked(position) : 0
  }

  /// The number that two digits spell, or -1.
  @inline(__always)
  func twoDigits(_ position: Int) -> Int {
    guard position + 2 <= count else { return -1 }
    let tens = self[position] &- 0x30
    let ones = self[position + 1] &- 0x30
    return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : -1
  }

  /// The number that four digits spell, or -1.
  @inline(__always)
  func fourDigits(_ position: Int) -> Int {
    let high = twoDigits(position)
    let low = twoDigits(position + 2)
    return high >= 0 && low >= 0 ? high * 100 + low : -1
  }

  /// The position after the run of spaces that starts at `position`.
  @inline(__always)
  func skipSpaces(_ position: Int) -> Int {
    var at = position
    while at < count, self[at] == 0x20 { at += 1 }
    return at
  }

  /// Without the spaces in front.
  @inline(__always)
  var withoutLeadingSpaces: ByteView { from(skipSpaces(0)) }

  /// Whether all bytes are digits, and there is one.
  @inline(__always)
  var isDigits: Bool { count > 0 && skipDigits(0) == count }

  /// The position of the quote that ends a quoted text which starts at `start`, or nil. A backslash protects the byte after it.
  @inline(__always)
  func closingQuote(from start: Int) -> Int? {
    var at = start
    while let hit = farIndex(of: 0x22, or: 0x5C, from: at) {
      if self[hit] == 0x22 { return hit }
      at = hit + 2
    }
    return nil
  }

  /// Without the CR of a line that ended in CR LF.
  @inline(__always)
  var withoutCarriageReturn: ByteView { byte(count - 1) == 0x0D ? slice(0, count - 1) : self }

  /// Whether a literal stands somewhere.
  func contains(_ literal: StaticString) -> Bool {
    unsafe firstRange(of: ByteView(literal.utf8Start, count: literal.utf8CodeUnitCount)) != nil
  }

  /// Without one newline at the end.
  @inline(__always)
  var withoutNewline: ByteView { byte(count - 1) == 0x0A ? slice(0, count - 1) : self }

  /// Whether both are the very same bytes in memory.
  @inline(__always)
  func isSame(as other: ByteView) -> Bool { unsafe base == other.base && count == other.count }

  /// A literal, which lives as long as the process.
  @inline(__always)
  static func constant(_ text: StaticString) -> ByteView {
    unsafe ByteView(text.utf8Start, count: text.utf8CodeUnitCount)
  }
}

extension UInt8 {
  @inline(__always)
  var isDigit: Bool { self &- 0x30 < 10 }

  @inline(__always)
  var isUpper: Bool { self &- 0x41 < 26 }

  @inline(__always)
  var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

  /// The value of a hexadecimal digit, or 255.
  @inline(__always)
  var hexValue: UInt8 {
    if isDigit { return self &- 0x30 }
    let letter = (self | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : 255
  }
}
