extension ByteView {
  /// The UTF-8 scalar that starts at `index` and its length in bytes, or nil where the bytes are ill-formed (overlong, surrogate,
  /// cut short, beyond U+10FFFF). `index` must be inside.
  func scalar(at index: Int) -> (value: UInt32, length: Int)? {
    let lead = self[index]
    if lead < 0x80 { return (UInt32(lead), 1) }
    guard lead >= 0xC2, lead <= 0xF4 else { return nil }
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard index + length <= count else { return nil }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let byte = self[index + offset]
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    if length == 3, value < 0x800 || (value >= 0xD800 && value < 0xE000) { return nil }
    if length == 4, value < 0x1_0000 || value > 0x10_FFFF { return nil }
    return (value, length)
  }

  /// Whether a scalar can move the cursor, end a line or turn the direction of what follows: C0, DEL, C1, the line and paragraph
  /// separators and the bidirectional controls (Unicode Bidi_Control).
  static func isControl(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
