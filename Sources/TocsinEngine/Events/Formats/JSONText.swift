import CByteScan

/// JSON's escapes.
enum JSONText {
  /// The text of a string's inside; an escape that is none stays as it is, half a surrogate pair becomes U+FFFD.
  static func unescape(_ raw: ByteView, into arena: Arena) -> ByteView { read(raw, from: 0, into: arena).value }

  /// The same of a string that goes on from `start` of a text, and where its closing quote stands, or nil where the text ends first.
  static func read(_ text: ByteView, from start: Int, into arena: Arena) -> (value: ByteView, end: Int?) {
    var at = start
    var end: Int?
    let value = unsafe arena.write(atMost: text.count - start) { target in
      var used = 0
      while at < text.count {
        let copied = unsafe text.copy(to: target + used, from: at)
        (used, at) = (used + copied, at + copied)
        guard at < text.count else { break }
        if text[at] == 0x22 {
          end = at
          break
        }
        unsafe used += readEscape(text, &at, target + used)
      }
      return used
    }
    return (value, end)
  }

  /// The same into an event's arena.
  static func read(_ text: ByteView, from start: Int, into event: Event) -> (value: ByteView, end: Int?) {
    read(text, from: start, into: event.arena)
  }

  /// Writes what the escape at `at` stands for, and steps over it; the number of bytes.
  @inline(__always)
  private static func readEscape(_ text: ByteView, _ at: inout Int, _ target: UnsafeMutablePointer<UInt8>) -> Int {
    let kind = text.byte(at + 1)
    if let plain = plain(kind) {
      unsafe target[0] = plain
      at += 2
      return 1
    }
    if kind == 0x75, let unit = unit(text, at) {
      let (scalar, length) = scalar(text, at, unit)
      at += length
      return unsafe write(scalar, target)
    }
    unsafe target[0] = text[at]
    at += 1
    return 1
  }

  /// The bytes that decimal numbers with commas between them spell, or nil where some are no bytes.
  static func bytes(_ list: ByteView, into arena: Arena) -> ByteView? {
    guard list.count > 0, list.byte(list.skipSpaces(0)).isDigit else { return nil }
    var isValid = true
    let result = unsafe arena.write(atMost: list.count) { target in
      var used = 0
      var value = -1
      for index in 0...list.count {
        let byte = index < list.count ? list[index] : 0x2C
        if byte.isDigit {
          value = max(value, 0) * 10 + Int(byte - 0x30)
        } else if byte == 0x2C, value >= 0 {
          unsafe target[used] = UInt8(value)
          used += 1
          value = -1
        } else if byte != 0x20 || value >= 0 && index + 1 < list.count && list[index + 1].isDigit {
          isValid = false
        }
        if value > 255 { isValid = false }
        if !isValid { return 0 }
      }
      return used
    }
    return isValid ? result : nil
  }

  private static func plain(_ kind: UInt8) -> UInt8? {
    switch kind {
    case 0x22, 0x5C, 0x2F: kind
    case 0x6E: 0x0A
    case 0x74: 0x09
    case 0x72: 0x0D
    case 0x62: 0x08
    case 0x66: 0x0C
    default: nil
    }
  }

  /// The code unit of `\uXXXX`.
  private static func unit(_ raw: ByteView, _ at: Int) -> UInt32? {
    guard at + 6 <= raw.count else { return nil }
    var value: UInt32 = 0
    for index in at + 2..<at + 6 {
      let digit = raw[index].hexValue
      guard digit < 16 else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  /// The scalar of one escape or of a surrogate pair of two, and their length.
  private static func scalar(_ raw: ByteView, _ at: Int, _ first: UInt32) -> (UInt32, Int) {
    guard first & 0xF800 == 0xD800 else { return (first, 6) }
    if first < 0xDC00, raw.byte(at + 6) == 0x5C, raw.byte(at + 7) == 0x75, let second = unit(raw, at + 6),
      second & 0xFC00 == 0xDC00
    {
      return (0x10000 + (first & 0x3FF) << 10 + second & 0x3FF, 12)
    }
    return (0xFFFD, 6)
  }

  /// Writes a scalar as UTF-8; the number of bytes, at most four.
  private static func write(_ scalar: UInt32, _ target: UnsafeMutablePointer<UInt8>) -> Int {
    func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(scalar >> shift & 0x3F) }
    if scalar < 0x80 {
      unsafe target[0] = UInt8(scalar)
      return 1
    }
    if scalar < 0x800 {
      unsafe target[0] = 0xC0 | UInt8(scalar >> 6)
      unsafe target[1] = tail(0)
      return 2
    }
    if scalar < 0x10000 {
      unsafe target[0] = 0xE0 | UInt8(scalar >> 12)
      unsafe target[1] = tail(6)
      unsafe target[2] = tail(0)
      return 3
    }
    unsafe target[0] = 0xF0 | UInt8(scalar >> 18)
    unsafe target[1] = tail(12)
    unsafe target[2] = tail(6)
    unsafe target[3] = tail(0)
    return 4
  }
}

extension ByteView {
  /// Copies the bytes from `start` on up to a quote or backslash, or all, to where there is room for all; how many.
  @inline(__always)
  fileprivate func copy(to target: UnsafeMutablePointer<UInt8>, from start: Int) -> Int {
    precondition(start >= 0 && start <= count)
    return unsafe tocsin_copy_until2(target, base + start, count - start, 0x22, 0x5C)
  }
}
