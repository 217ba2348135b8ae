/// The textual form of a UUID (RFC 9562, section 4).
enum UUIDSyntax {
  static func isValid(_ text: String) -> Bool {
    guard text.utf8.count == 36 else { return false }
    for (index, byte) in text.utf8.enumerated() {
      let isDash = index == 8 || index == 13 || index == 18 || index == 23
      let isHex = byte &- 48 < 10 || (byte | 0x20) &- 97 < 6
      guard isDash ? byte == UInt8(ascii: "-") : isHex else { return false }
    }
    return true
  }
}
