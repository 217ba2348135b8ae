/// YAML 1.2's core schema (YAML 1.2.2, section 10.3.2) for plain scalars, but for numbers that begin with a needless zero: those are text.
enum CoreSchema {
  /// Nil where the scalar is text.
  static func resolve(_ bytes: UnsafeBufferPointer<UInt8>) -> YAMLScalar.Value? {
    guard let first = bytes.first else { return .null }
    switch first {
    case UInt8(ascii: "~"): return bytes.count == 1 ? .null : nil
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"):
      return word(bytes)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      return number(String(decoding: bytes, as: UTF8.self))
    default: return nil
    }
  }

  private static func word(_ bytes: UnsafeBufferPointer<UInt8>) -> YAMLScalar.Value? {
    guard bytes.count == 4 || bytes.count == 5 else { return nil }
    switch String(decoding: bytes, as: UTF8.self) {
    case "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    default: return nil
    }
  }

  private static func number(_ text: String) -> YAMLScalar.Value? {
    switch text {
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.real(.infinity))
    case "-.inf", "-.Inf", "-.INF": return .number(.real(-.infinity))
    case ".nan", ".NaN", ".NAN": return .number(.real(.nan))
    default: break
    }
    if text.hasPrefix("0x") { return radix(text.dropFirst(2), 16) }
    if text.hasPrefix("0o") { return radix(text.dropFirst(2), 8) }
    return isDecimal(Array(text.utf8)).flatMap { $0 ? integer(text) : real(text) }
  }

  private static func radix(_ digits: Substring, _ radix: Int) -> YAMLScalar.Value? {
    guard let first = digits.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else { return nil }
    if let value = Int64(digits, radix: radix) { return .number(.integer(value)) }
    return UInt64(digits, radix: radix).map { .hugeInteger(String($0)) }
  }

  private static func integer(_ text: String) -> YAMLScalar.Value {
    if let value = Int64(text) { return .number(.integer(value)) }
    let negative = text.hasPrefix("-")
    let digits = text.drop { $0 == "-" || $0 == "+" || $0 == "0" }
    return .hugeInteger((negative ? "-" : "") + digits)
  }

  private static func real(_ text: String) -> YAMLScalar.Value? {
    guard let value = Double(text) else { return nil }
    // Whole numbers that a double holds exactly are integers, so that 1e3 and 1000 are the same test.
    if value == value.rounded(), abs(value) < 9_007_199_254_740_992 { return .number(.integer(Int64(value))) }
    return .number(.real(value))
  }

  /// True for `[-+]?[0-9]+`, false for a float, nil for neither.
  private static func isDecimal(_ bytes: [UInt8]) -> Bool? {
    var index = 0
    func digits() -> Int {
      let start = index
      while index < bytes.count, bytes[index] &- 48 < 10 { index += 1 }
      return index - start
    }
    if bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-") { index = 1 }
    let first = index
    let whole = digits()
    // `00000429` and `007` are identifiers: as a number they would no longer match what is logged.
    if whole > 1, bytes[first] == UInt8(ascii: "0") { return nil }
    if index == bytes.count { return whole > 0 ? true : nil }
    var fraction = 0
    if bytes[index] == UInt8(ascii: ".") {
      index += 1
      fraction = digits()
    }
    guard whole + fraction > 0 else { return nil }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
      guard digits() > 0 else { return nil }
    }
    return index == bytes.count ? false : nil
  }
}
