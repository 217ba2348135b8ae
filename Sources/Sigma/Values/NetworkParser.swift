/// IP networks of `cidr` in the notation of RFC 4632 and RFC 4291.
enum NetworkParser {
  static func parse(_ text: String) throws(Mistake) -> Network {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let bytes = address(parts[0]) else {
      throw Mistake("`\(text)` is not an IP network; write one like `10.0.0.0/8` or `2001:db8::/32`")
    }
    let bits = bytes.count * 8
    var prefix = bits
    if parts.count == 2 {
      guard let length = self.prefix(parts[1], isV4: bytes.count == 4), length <= bits else {
        throw Mistake("`/\(parts[1])` is not a prefix length; write 0 to \(bits)")
      }
      prefix = length
    }
    let masked = bytes.enumerated().map { index, byte in byte & mask(index, prefix) }
    guard masked == bytes else {
      throw Mistake("`\(text)` has bits set beyond its prefix; the network is `\(render(masked))/\(prefix)`")
    }
    return Network(bytes: bytes, prefix: prefix)
  }

  private static func mask(_ index: Int, _ prefix: Int) -> UInt8 {
    let bits = prefix - index * 8
    return bits >= 8 ? 0xff : bits <= 0 ? 0 : 0xff << UInt8(8 - bits)
  }

  private static func prefix(_ text: Substring, isV4: Bool) -> Int? {
    if isV4, let mask = v4(text) {
      let value = mask.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      let length = (~value).leadingZeroBitCount
      return value == (length == 0 ? 0 : UInt32.max << UInt32(32 - length)) ? length : nil
    }
    guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- 48 < 10 }) else { return nil }
    return Int(text)
  }

  private static func address(_ text: Substring) -> [UInt8]? { text.contains(":") ? v6(text) : v4(text) }

  private static func v4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      // A leading zero may mean octal, so it means nothing.
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ $0 &- 48 < 10 }), part.utf8.count == 1 || part.first != "0",
        let byte = UInt8(part)
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  private static func v6(_ text: Substring) -> [UInt8]? {
    var text = text
    var tail: [UInt8] = []
    if text.contains(".") {
      guard let colon = text.lastIndex(of: ":"), let bytes = v4(text[text.index(after: colon)...]) else { return nil }
      tail = bytes
      // `::1.2.3.4` leaves `::`, `1:2.3.4.5` leaves `1`.
      let head = text[...colon]
      text = head.hasSuffix("::") ? head : head.dropLast()
    }
    let halves = String(text).split(separator: "::", omittingEmptySubsequences: false)
    guard halves.count <= 2, let head = groups(halves[0]) else { return nil }
    if halves.count == 1 { return head.count + tail.count == 16 ? head + tail : nil }
    guard let rest = groups(halves[1]) else { return nil }
    let missing = 16 - head.count - rest.count - tail.count
    return missing >= 2 ? head + [UInt8](repeating: 0, count: missing) + rest + tail : nil
  }

  private static func groups(_ text: Substring) -> [UInt8]? {
    if text.isEmpty { return [] }
    var bytes: [UInt8] = []
    for group in text.split(separator: ":", omittingEmptySubsequences: false) {
      guard (1...4).contains(group.utf8.count), group.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
        let value = UInt16(group, radix: 16)
      else { return nil }
      bytes += [UInt8(value >> 8), UInt8(value & 0xff)]
    }
    return bytes
  }

  private static func render(_ bytes: [UInt8]) -> String {
    if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
    let groups = stride(from: 0, to: 16, by: 2).map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
    let zeros = groups.reversed().prefix { $0 == "0" }.count
    return zeros > 1 ? groups.dropLast(zeros).joined(separator: ":") + "::" : groups.joined(separator: ":")
  }
}
