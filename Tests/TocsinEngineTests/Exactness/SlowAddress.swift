/// IP addresses as rows of bits.
enum SlowAddress {
  /// 32 or 128 bits, or nil where the text is no address.
  static func bits(_ text: String) -> [Bool]? {
    if let bytes = dotted(text) { return bytes.flatMap(bits) }
    var text = text
    var tail: [UInt16] = []
    if text.contains(".") {
      guard let colon = text.lastIndex(of: ":"), let bytes = dotted(String(text[text.index(after: colon)...])) else { return nil }
      tail = [UInt16(bytes[0]) << 8 | UInt16(bytes[1]), UInt16(bytes[2]) << 8 | UInt16(bytes[3])]
      // What is left ends in a colon, to which the last two groups are written out.
      text = String(text[...colon]) + tail.map { String($0, radix: 16) }.joined(separator: ":")
    }
    let halves = text.components(around: "::")
    guard halves.count <= 2 else { return nil }
    let groups = halves.map { $0.isEmpty ? [] : $0.split(separator: ":", omittingEmptySubsequences: false).map(group) }
    guard groups.joined().allSatisfy({ $0 != nil }) else { return nil }
    let known = groups.map { $0.compactMap(\.self) }
    let count = known.joined().count
    guard halves.count == 2 ? count < 8 : count == 8 else { return nil }
    let all = halves.count == 2 ? known[0] + Array(repeating: 0, count: 8 - count) + known[1] : known[0]
    return all.flatMap { bits(UInt8($0 >> 8)) + bits(UInt8($0 & 0xFF)) }
  }

  /// Whether an address lies in a network such as `10.0.0.0/8`, or is the one that is named, of the family that
  /// both are written in: `::ffff:192.0.2.1` is IPv6.
  static func contains(_ network: String, _ text: String) -> Bool {
    let parts = network.split(separator: "/")
    guard let address = bits(text), let own = bits(String(parts[0])) else { return false }
    guard address.count == own.count else { return false }
    let length = parts.count == 2 ? Int(parts[1])! : own.count
    return address.prefix(length) == own.prefix(length)
  }

  private static func bits(_ byte: UInt8) -> [Bool] { (0..<8).map { byte & (0x80 >> $0) != 0 } }

  private static func dotted(_ text: String) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    // A part is written in one way only: no sign, no leading zero.
    let bytes = parts.compactMap { part in UInt8(part).flatMap { String($0) == part ? $0 : nil } }
    return parts.count == 4 && bytes.count == 4 ? bytes : nil
  }

  private static func group(_ text: Substring) -> UInt16? {
    guard (1...4).contains(text.utf8.count), text.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
    return UInt16(text, radix: 16)
  }
}

extension String {
  fileprivate func components(around separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
