/// The encodings that modifiers apply to text (SPEC 4).
enum Encoding {
  /// Standard Base64 with padding (RFC 4648, section 4).
  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let left = bytes.count - index
      let group = Int(bytes[index]) << 16 | (left > 1 ? Int(bytes[index + 1]) << 8 : 0) | (left > 2 ? Int(bytes[index + 2]) : 0)
      out.append(alphabet[group >> 18])
      out.append(alphabet[group >> 12 & 63])
      out.append(left > 1 ? alphabet[group >> 6 & 63] : UInt8(ascii: "="))
      out.append(left > 2 ? alphabet[group & 63] : UInt8(ascii: "="))
      index += 3
    }
    return out
  }

  /// What of a value's Base64 is the same whatever stands around it, for each of the three places it can have in a group.
  ///
  /// The characters that also depend on the bytes before and after are cut off. A variant of which nothing is left is not there.
  static func base64Variants(_ bytes: [UInt8]) -> [[UInt8]] {
    (0..<3).compactMap { shift in
      let encoded = base64([UInt8](repeating: 0, count: shift) + bytes)
      let start = [0, 2, 3][shift]
      let end = encoded.count - [0, 3, 2][(bytes.count + shift) % 3]
      return start < end ? Array(encoded[start..<end]) : nil
    }
  }

  static func utf16(_ bytes: [UInt8], bigEndian: Bool) -> [UInt8] {
    String(decoding: bytes, as: UTF8.self).utf16.flatMap { unit -> [UInt8] in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xff))
      return bigEndian ? [high, low] : [low, high]
    }
  }
}
