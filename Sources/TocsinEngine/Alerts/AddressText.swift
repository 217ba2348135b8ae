/// Whether a text is an IP address, for the ECS fields that take nothing else.
enum AddressText {
  static func isIP(_ text: String) -> Bool { isIPv4(Array(text.utf8)[...]) || isIPv6(Array(text.utf8)) }

  /// Four decimal numbers up to 255 without leading zeros.
  private static func isIPv4(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count >= 7, text.count <= 15 else { return false }
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        guard (1...3).contains(part.count), part.allSatisfy({ $0 &- 0x30 < 10 }) else { return false }
        if part.count > 1, part.first == UInt8(ascii: "0") { return false }
        return part.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 255
      }
  }

  /// RFC 4291, section 2.2, without a zone.
  private static func isIPv6(_ text: [UInt8]) -> Bool {
    let colon = UInt8(ascii: ":")
    guard text.count >= 2, text.count <= 45, text.contains(colon) else { return false }
    var groups = text.split(separator: colon, omittingEmptySubsequences: false)
    // A gap (`::`) shows as one empty part inside, or two at an end.
    if groups[0].isEmpty {
      guard groups[1].isEmpty else { return false }
      groups.removeFirst()
    }
    if groups[groups.count - 1].isEmpty {
      guard groups.count > 1, groups[groups.count - 2].isEmpty else { return false }
      groups.removeLast()
    }
    let gaps = groups.count { $0.isEmpty }
    var count = groups.count - gaps
    if let last = groups.last, last.contains(UInt8(ascii: ".")) {
      guard isIPv4(last) else { return false }
      groups.removeLast()
      count += 1
    }
    let areHex = groups.allSatisfy { $0.count <= 4 && $0.allSatisfy { digit in isHex(digit) } }
    return areHex && (gaps == 0 ? count == 8 : gaps == 1 && count < 8)
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6
  }
}
