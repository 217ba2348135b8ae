/// Appends JSON (RFC 8259) to a byte array: always well-formed UTF-8 on one line, safe to show on a terminal.
public enum JSONWriter {
  /// A string with its quotes. Controls, U+2028/2029 and bidirectional controls are written as `\uXXXX`; each ill-formed byte
  /// becomes U+FFFD.
  @inline(__always)
  public static func string(_ text: ByteView, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    var index = 0
    while true {
      let plain = plainCount(text, from: index)
      if plain > index {
        text.slice(index, plain).append(to: &out)
        index = plain
      }
      if index >= text.count { break }
      index += escaped(text, at: index, to: &out)
    }
    out.append(UInt8(ascii: "\""))
  }

  public static func string(_ text: String, to out: inout [UInt8]) {
    Array(text.utf8).withView { string($0, to: &out) }
  }

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
  static func isPlain(_ text: ByteView) -> Bool { plainCount(text, from: 0) == text.count }

  /// Where the run of printable ASCII that needs no escape and starts at `start` ends.
  @inline(__always)
  private static func plainCount(_ text: ByteView, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var index = start
    while index + 8 <= text.count {
      // The loop's condition keeps the eight bytes inside the view.
      let word = unsafe UnsafeRawPointer(text.base + index).loadUnaligned(as: UInt64.self)
      let quote = word ^ (ones &* 0x22)
      let slash = word ^ (ones &* 0x5C)
      let delete = word ^ (ones &* 0x7F)
      let low = (word &- ones &* 0x20) | (quote &- ones) | (slash &- ones) | (delete &- ones) | word
      if low & highs != 0 { break }
      index += 8
    }
    while index < text.count {
      let byte = text[index]
      if byte < 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C { break }
      index += 1
    }
    return index
  }

  /// Writes the scalar or ill-formed byte at `index`, which is no plain ASCII, and returns how many bytes it was.
  private static func escaped(_ text: ByteView, at index: Int, to out: inout [UInt8]) -> Int {
    let byte = text[index]
    if byte == 0x22 || byte == 0x5C {
      out.append(0x5C)
      out.append(byte)
      return 1
    }
    guard let (scalar, length) = text.scalar(at: index) else {
      out.append(contentsOf: [0xEF, 0xBF, 0xBD])
      return 1
    }
    if ByteView.isControl(scalar) {
      out.append(contentsOf: "\\u".utf8)
      for shift in [12, 8, 4, 0] as [UInt32] { out.append(hexDigit(UInt8(scalar >> shift & 15))) }
    } else {
      text.slice(index, index + length).append(to: &out)
    }
    return length
  }

  /// The lowercase hexadecimal digit of a number below 16.
  @inline(__always)
  static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
