import Sigma

/// Numbers as logs write them: exact to 64 bits where they are whole.
enum NumberText {
  /// The number a value spells, or nil.
  @inline(__always)
  static func parse(_ view: ByteView) -> Number? {
    if let whole = fewDigits(view) { return .integer(whole) }
    return parseAny(view)
  }

  /// The number that up to fifteen digits and nothing else spell: what most values are, a status or a port.
  @inline(__always)
  private static func fewDigits(_ view: ByteView) -> Int64? {
    guard view.count - 1 < 15, !view.isEmpty else { return nil }
    var value: Int64 = 0
    var index = 0
    while index < view.count {
      let digit = view[index] &- 0x30
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int64(digit)
      index += 1
    }
    return value
  }

  private static func parseAny(_ view: ByteView) -> Number? {
    let text = view.trimmed
    guard !text.isEmpty, text.count <= 40 else { return nil }
    if let whole = integer(text) { return .integer(whole) }
    guard looksDecimal(text), let double = Double(text.string), double.isFinite else { return nil }
    // One beyond the least whole number is not that number.
    return .real(double == -0x1p63 && hasDigitsAlone(text) ? double.nextDown : double)
  }

  private static func integer(_ text: ByteView) -> Int64? {
    var index = 0
    let negative = text[0] == 0x2D
    if negative || text[0] == 0x2B { index = 1 }
    guard index < text.count else { return nil }
    var value: Int64 = 0
    let first = index
    while index < text.count {
      let digit = text[index] &- 0x30
      // `4625.0` is the whole number, whatever its size.
      if text[index] == 0x2E, index > first { return isZeros(text, from: index + 1) ? value : nil }
      guard digit < 10 else { return nil }
      let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) =
        negative ? shifted.subtractingReportingOverflow(Int64(digit)) : shifted.addingReportingOverflow(Int64(digit))
      guard !overflow, !carry else { return nil }
      value = sum
      index += 1
    }
    return value
  }

  private static func hasDigitsAlone(_ text: ByteView) -> Bool {
    for index in 1..<text.count where !text[index].isDigit { return false }
    return true
  }

  private static func isZeros(_ text: ByteView, from start: Int) -> Bool {
    for index in start..<text.count where text[index] != 0x30 { return false }
    return true
  }

  /// Digits, a sign, a point and an exponent only: `Double` would also read "nan" and "0x17".
  private static func looksDecimal(_ text: ByteView) -> Bool {
    for index in 0..<text.count {
      let byte = text[index]
      guard byte &- 0x30 < 10 || byte == 0x2E || byte == 0x2D || byte == 0x2B || byte | 0x20 == 0x65 else { return false }
    }
    return true
  }

  /// -1, 0 or 1; exact between whole numbers, by value otherwise.
  @inline(__always)
  static func order(_ a: Number, _ b: Number) -> Int {
    if case .integer(let x) = a, case .integer(let y) = b { return x < y ? -1 : x > y ? 1 : 0 }
    return orderAny(a, b)
  }

  private static func orderAny(_ a: Number, _ b: Number) -> Int {
    switch (a, b) {
    case (.integer(let x), .integer(let y)): x < y ? -1 : x > y ? 1 : 0
    case (.real(let x), .real(let y)): x < y ? -1 : x > y ? 1 : 0
    case (.integer(let x), .real(let y)): -orderAny(.real(y), .integer(x))
    case (.real(let x), .integer(let y)):
      // Beyond 2^63 every double is past every integer; below, the whole part is exact.
      if x >= 9_223_372_036_854_775_808 {
        1
      } else if x < -9_223_372_036_854_775_808 {
        -1
      } else {
        Int64(x.rounded(.down)) < y ? -1 : Int64(x.rounded(.down)) > y ? 1 : x > x.rounded(.down) ? 1 : 0
      }
    }
  }
}
