/// Finds keys that may be aliases, before a document is composed.
///
/// The parser hashes keys while it composes, so a key that is an alias of aliases of aliases … would take time without bound there.
/// Values are safe: they are shared, not copied, and the walk over them is counted.
enum AliasKeys {
  /// With so few aliases even the worst nesting expands to less than 100,000 nodes.
  private static let harmless = 30

  /// The first doubtful key, where the document has more than a few aliases.
  static func find(in text: String) -> Place? {
    var text = text
    return text.withUTF8 { bytes in
      var aliases = 0
      var suspect: Int?
      for index in bytes.indices where bytes[index] == UInt8(ascii: "*") || bytes[index] == UInt8(ascii: "?") {
        guard index == 0 || startsToken(after: bytes[index - 1]), index + 1 < bytes.count else { continue }
        if bytes[index] == UInt8(ascii: "?") {
          if bytes[index + 1] <= 32 { suspect = suspect ?? index }
          continue
        }
        guard isName(bytes[index + 1]) else { continue }
        aliases += 1
        if isKey(bytes, from: index + 1) { suspect = suspect ?? index }
      }
      guard aliases > harmless, let suspect else { return nil }
      let lineStart = bytes[..<suspect].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      let line = bytes[..<suspect].reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
      return Place(line: line, column: suspect - lineStart + 1)
    }
  }

  private static func startsToken(after byte: UInt8) -> Bool {
    switch byte {
    case 9, 10, 13, 32, UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: ":"): true
    default: false
    }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  private static func isKey(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    var index = start
    while index < bytes.count, isName(bytes[index]) { index += 1 }
    while index < bytes.count, bytes[index] == 32 || bytes[index] == 9 { index += 1 }
    return index < bytes.count && bytes[index] == UInt8(ascii: ":")
  }
}
