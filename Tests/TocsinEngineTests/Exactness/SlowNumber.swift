/// A number in decimal, exact whatever its size: digits, and where the point stands.
struct SlowNumber {
  private var isNegative: Bool
  /// The value is 0.d1d2d3… × 10^exponent; without zeros at either end.
  private var digits: [UInt8]
  private var exponent: Int

  /// What a text spells: sign, digits, point, exponent; nil where it is no number. Blanks around it do not count.
  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    while let byte = rest.first, byte == 0x20 || byte == 0x09 { rest.removeFirst() }
    while let byte = rest.last, byte == 0x20 || byte == 0x09 { rest.removeLast() }
    isNegative = rest.first == UInt8(ascii: "-")
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
    func takeDigits() -> [UInt8] {
      let taken = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(taken.count)
      return taken.map { $0 - 0x30 }
    }
    let whole = takeDigits()
    var fraction: [UInt8] = []
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = takeDigits()
    }
    guard !(whole + fraction).isEmpty else { return nil }
    var power = 0
    if let letter = rest.first, letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") {
      rest.removeFirst()
      let isDown = rest.first == UInt8(ascii: "-")
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
      let written = takeDigits()
      guard !written.isEmpty, written.count < 4 else { return nil }
      power = written.reduce(0) { $0 * 10 + Int($1) } * (isDown ? -1 : 1)
    }
    guard rest.isEmpty else { return nil }
    digits = whole + fraction
    exponent = whole.count + power
    while digits.first == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { (isNegative, exponent) = (false, 0) }
  }

  /// -1, 0 or 1.
  static func order(_ a: SlowNumber, _ b: SlowNumber) -> Int {
    if a.isNegative != b.isNegative { return a.isNegative ? -1 : 1 }
    let sign = a.isNegative ? -1 : 1
    if a.digits.isEmpty || b.digits.isEmpty { return a.digits.isEmpty == b.digits.isEmpty ? 0 : a.digits.isEmpty ? -sign : sign }
    if a.exponent != b.exponent { return a.exponent < b.exponent ? -sign : sign }
    if a.digits == b.digits { return 0 }
    return a.digits.lexicographicallyPrecedes(b.digits) ? -sign : sign
  }
}
