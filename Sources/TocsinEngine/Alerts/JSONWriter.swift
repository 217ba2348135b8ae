/// Appends JSON (RFC 8259) to a byte array: always well-formed UTF-8 on one line, safe to show on a terminal.
public enum JSONWriter {
  /// A string with its quotes. Controls, U+2028/2029 and bidirectional controls are written as `\uXXXX`; each ill-formed byte
  /// becomes U+FFFD.
  @inline(__always)
  public static func string(_ text: ByteView, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    var index = 0
    while true {
      let plain = text.firstEscape(from: index)
      if plain > index {
        text.slice(index, plain).append(to: &out)
        index = plain
      }
      if index >= text.count { break }
      let escape = escape(text, at: index)
      for at in 0..<escape.count { out.append(escape.bytes[at]) }
      index += escape.length
    }
    out.append(UInt8(ascii: "\""))
  }

  /// The same into a room.
  static func string(_ text: ByteView, to out: inout ByteRoom) {
    out.append(UInt8(ascii: "\""))
    var index = 0
    while true {
      let plain = text.firstEscape(from: index)
      out.append(text.slice(index, plain))
      index = plain
      if index >= text.count { break }
      let escape = escape(text, at: index)
      for at in 0..<escape.count { out.append(escape.bytes[at]) }
      index += escape.length
    }
    out.append(UInt8(ascii: "\""))
  }

  public static func string(_ text: String, to out: inout [UInt8]) { text.withView { string($0, to: &out) } }

  @inline(__always)
  static func string(_ text: String, to out: inout ByteRoom) { text.withView { string($0, to: &out) } }

  public static func number(_ value: Int, to out: inout [UInt8]) { out.append(contentsOf: String(value).utf8) }

  /// An array of strings.
  public static func strings(_ values: [String], to out: inout [UInt8]) {
    out.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      string(value, to: &out)
    }
    out.append(UInt8(ascii: "]"))
  }

  static func strings(_ values: [String], to out: inout ByteRoom) {
    out.append(UInt8(ascii: "["))
    for index in values.indices {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      string(values[index], to: &out)
    }
    out.append(UInt8(ascii: "]"))
  }

  /// A value of an event in the type its record gave it, as far as that is valid JSON; a string otherwise.
  public static func value(_ text: ByteView, _ kind: ValueKind, to out: inout [UInt8]) {
    switch kind {
    case .number where isNumber(text): text.append(to: &out)
    case .boolean where text == "true" || text == "false": text.append(to: &out)
    case .null where text.isEmpty || text == "null": out.append(contentsOf: "null".utf8)
    default: string(text, to: &out)
    }
  }

  /// Whether a text is a JSON number that common parsers hold: at most 32 digits and an exponent of at most two.
  static func isNumber(_ text: ByteView) -> Bool {
    guard text.count <= 40 else { return false }
    var index = 0
    func digits(atMost limit: Int) -> Int? {
      let start = index
      while index < text.count, text[index] &- 0x30 < 10 { index += 1 }
      return index > start && index - start <= limit ? index - start : nil
    }
    if index < text.count, text[index] == UInt8(ascii: "-") { index += 1 }
    let first = index
    guard let whole = digits(atMost: 32), whole == 1 || text[first] != UInt8(ascii: "0") else { return false }
    if index < text.count, text[index] == UInt8(ascii: ".") {
      index += 1
      guard digits(atMost: 32) != nil else { return false }
    }
    if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < text.count, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") { index += 1 }
      guard digits(atMost: 2) != nil else { return false }
    }
    return index == text.count
  }

  /// Whether a text is written as it is.
  @inline(__always)
  static func isPlain(_ text: ByteView) -> Bool { text.firstEscape(from: 0) == text.count }

  /// How the scalar or ill-formed byte at `index`, which is no plain ASCII, is written.
  private static func escape(_ text: ByteView, at index: Int) -> Escape {
    let byte = text[index]
    if byte == 0x22 || byte == 0x5C { return Escape(length: 1, bytes: [0x5C, byte, 0, 0, 0, 0], count: 2) }
    guard let (scalar, length) = text.scalar(at: index) else {
      return Escape(length: 1, bytes: [0xEF, 0xBF, 0xBD, 0, 0, 0], count: 3)
    }
    func digit(_ shift: UInt32) -> UInt8 { hexDigit(UInt8(scalar >> shift & 15)) }
    if ByteView.isControl(scalar) {
      return Escape(length: length, bytes: [0x5C, UInt8(ascii: "u"), digit(12), digit(8), digit(4), digit(0)], count: 6)
    }
    var escape = Escape(length: length, bytes: [0, 0, 0, 0, 0, 0], count: length)
    for offset in 0..<length { escape.bytes[offset] = text[index + offset] }
    return escape
  }

  /// What `length` bytes of a text become.
  private struct Escape {
    var length: Int
    var bytes: InlineArray<6, UInt8>
    var count: Int
  }

  /// The lowercase hexadecimal digit of a number below 16.
  @inline(__always)
  static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
