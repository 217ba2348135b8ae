/// Writes entries in the journal export format (systemd's JOURNAL_EXPORT_FORMATS).
enum JournalExport {
  /// Appends a field that is known to be text.
  static func append(_ key: StaticString, _ value: some StringProtocol, to output: inout [UInt8]) {
    key.withUTF8Buffer { output.append(contentsOf: $0) }
    output.append(UInt8(ascii: "="))
    output.append(contentsOf: value.utf8)
    output.append(UInt8(ascii: "\n"))
  }

  /// Appends `KEY=value` as a line, or in the binary form (key, newline, length in 8 bytes little-endian, value) where the value
  /// is no printable text. Of the value at most `limit` bytes are kept; whether it was cut.
  static func append(_ field: UnsafeRawBufferPointer, limit: Int, to output: inout [UInt8]) -> Bool {
    guard let equals = field.firstIndex(of: UInt8(ascii: "=")) else { return false }
    let kept = UnsafeRawBufferPointer(rebasing: field.prefix(equals + 1 + limit))
    if isPrintable(kept) {
      output.append(contentsOf: kept)
    } else {
      let value = kept[(equals + 1)...]
      output.append(contentsOf: kept[..<equals])
      output.append(UInt8(ascii: "\n"))
      withUnsafeBytes(of: UInt64(value.count).littleEndian) { output.append(contentsOf: $0) }
      output.append(contentsOf: value)
    }
    output.append(UInt8(ascii: "\n"))
    return kept.count < field.count
  }

  /// Whether the bytes are UTF-8 without control characters; a tab is none, a newline is one.
  static func isPrintable(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte >= 0x20 && byte < 0x7F || byte == 0x09 {
        at += 1
        continue
      }
      guard byte >= 0xC2, byte < 0xF5 else { return false }
      let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      guard at + length <= bytes.count else { return false }
      var scalar = UInt32(byte & (0x7F >> UInt8(length)))
      for offset in 1..<length {
        guard bytes[at + offset] & 0xC0 == 0x80 else { return false }
        scalar = scalar << 6 | UInt32(bytes[at + offset] & 0x3F)
      }
      // The C1 controls, overlong forms, surrogates and what is beyond Unicode.
      let least: UInt32 = length == 2 ? 0xA0 : length == 3 ? 0x800 : 0x10000
      guard scalar >= least, scalar <= 0x10FFFF, !(0xD800...0xDFFF).contains(scalar) else { return false }
      at += length
    }
    return true
  }
}
