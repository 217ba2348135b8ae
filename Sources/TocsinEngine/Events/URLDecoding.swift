/// Percent-decoding of request targets as servers and what stands behind them do it, and as attackers hope they do.
enum URLDecoding {
  /// Whether the text has something to decode: `%XX`, `%uXXXX`, or, where asked, a `+`.
  @inline(__always)
  static func isEncoded(_ text: ByteView, plus: Bool) -> Bool {
    var at = 0
    while let hit = plus ? text.firstIndex(of: 0x25, or: 0x2B, from: at) : text.firstIndex(of: 0x25, from: at) {
      if text[hit] == 0x2B || isEscape(text, hit) { return true }
      at = hit + 1
    }
    return false
  }

  @inline(__always)
  private static func isEscape(_ text: ByteView, _ at: Int) -> Bool {
    (text.byte(at + 1) | 0x20) == 0x75 ? unicode(text, at) != nil : octet(text, at) != nil
  }

  /// The text decoded once, in the arena, or nil where that changes nothing. A `+` is a space after the first `?`.
  ///
  /// `%u0041` and full-width letters (`%uFF1C`) are read as IIS does, and overlong UTF-8 (`%C0%AF`) as the ASCII byte it stands
  /// for: filters that look for `/` or `<` must see it in every disguise.
  static func decode(_ text: ByteView, plus: Bool = true, into arena: Arena) -> ByteView? {
    guard isEncoded(text, plus: plus) else { return nil }
    let query = plus ? text.firstIndex(of: 0x3F) ?? text.count : text.count
    let decoded = unsafe arena.write(atMost: text.count) { target in
      var used = 0
      var at = 0
      while at < text.count {
        let byte = text[at]
        if byte == 0x25, let value = unicode(text, at) {
          unsafe used += write(value, target + used)
          at += 6
        } else if byte == 0x25, let value = octet(text, at) {
          let (ascii, length) = overlong(text, at, value)
          unsafe target[used] = ascii
          used += 1
          at += length
        } else {
          unsafe target[used] = byte == 0x2B && at > query ? 0x20 : byte
          used += 1
          at += 1
        }
      }
      return used
    }
    return decoded == text ? nil : decoded
  }

  /// The byte that `%XX` stands for.
  @inline(__always)
  private static func octet(_ text: ByteView, _ at: Int) -> UInt8? {
    let high = text.byte(at + 1).hexValue
    let low = text.byte(at + 2).hexValue
    return high < 16 && low < 16 ? high << 4 | low : nil
  }

  /// The code unit that `%uXXXX` stands for.
  @inline(__always)
  private static func unicode(_ text: ByteView, _ at: Int) -> UInt16? {
    guard text.byte(at + 1) | 0x20 == 0x75, at + 6 <= text.count else { return nil }
    var value: UInt16 = 0
    for index in at + 2..<at + 6 {
      let digit = text[index].hexValue
      guard digit < 16 else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  /// A code unit as UTF-8 (a lone surrogate as three bytes); full-width forms as the ASCII they show.
  private static func write(_ unit: UInt16, _ target: UnsafeMutablePointer<UInt8>) -> Int {
    let value = unit >= 0xFF01 && unit <= 0xFF5E ? unit - 0xFEE0 : unit
    if value < 0x80 {
      unsafe target[0] = UInt8(value)
      return 1
    }
    if value < 0x800 {
      unsafe target[0] = 0xC0 | UInt8(value >> 6)
      unsafe target[1] = 0x80 | UInt8(value & 0x3F)
      return 2
    }
    unsafe target[0] = 0xE0 | UInt8(value >> 12)
    unsafe target[1] = 0x80 | UInt8(value >> 6 & 0x3F)
    unsafe target[2] = 0x80 | UInt8(value & 0x3F)
    return 3
  }

  /// The ASCII byte of an overlong sequence that starts with `first`, or `first` itself, and how much of the text it took.
  private static func overlong(_ text: ByteView, _ at: Int, _ first: UInt8) -> (UInt8, Int) {
    guard first == 0xC0 || first == 0xC1 || first == 0xE0, text.byte(at + 3) == 0x25, let second = octet(text, at + 3),
      second & 0xC0 == 0x80
    else { return (first, 3) }
    if first != 0xE0 { return ((first & 1) << 6 | second & 0x3F, 6) }
    guard second == 0x80 || second == 0x81, text.byte(at + 6) == 0x25, let third = octet(text, at + 6), third & 0xC0 == 0x80
    else {
      return (first, 3)
    }
    return ((second & 1) << 6 | third & 0x3F, 9)
  }
}
