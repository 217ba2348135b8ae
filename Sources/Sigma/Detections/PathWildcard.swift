/// Finds an escaped asterisk that was probably meant as a wildcard in a path.
enum PathWildcard {
  /// The offset, in Unicode scalars, of the first `\*` in a value that reads like a Windows path; nil where there is none.
  static func find(in text: String) -> Int? {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return nil }
    let bytes = Array(text.utf8)
    var found: Int?
    var isPath = bytes.count > 2 && bytes[1] == UInt8(ascii: ":") && bytes[2] == UInt8(ascii: "\\")
    // `\\server\share`, `HKLM\\Software`: whoever writes these may know what `\\\*` is, but not what `\\share\*` is.
    var isDoubled = false
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\\") else {
        index += 1
        continue
      }
      switch index + 1 < bytes.count ? bytes[index + 1] : 0 {
      case UInt8(ascii: "*"):
        found = found ?? index
        index += 2
      case UInt8(ascii: "\\"):
        isDoubled = isDoubled || isName(bytes, index + 2)
        index += 2
      case UInt8(ascii: "?"): index += 2
      case 0: index += 1
      default:
        isPath = true
        index += 1
      }
    }
    guard let found, isPath || (isDoubled && isName(bytes, found - 1)) else { return nil }
    return String(decoding: bytes[..<found], as: UTF8.self).unicodeScalars.count
  }

  private static func isName(_ bytes: [UInt8], _ index: Int) -> Bool {
    bytes.indices.contains(index) && ((bytes[index] | 0x20) &- 97 < 26 || bytes[index] &- 48 < 10)
  }
}
