extension SecretScan {
  /// A token that its issuer's prefix gives away.
  private struct Shape {
    /// Up to and including the byte at which `run` stops.
    var head: StaticString
    /// What the prefix goes on with.
    var tail: StaticString = ""
    /// How many bytes must follow at least.
    var length: Int
    var needsDigit = false
    var alphabet = Alphabet.word
  }

  private enum Alphabet {
    case upper, word, base64
    /// Words joined by dots, of which there must be one.
    case dotted
  }

  private static let shapes: [Shape] = [
    Shape(head: "AK", tail: "IA", length: 16, alphabet: .upper), Shape(head: "AS", tail: "IA", length: 16, alphabet: .upper),
    Shape(head: "AIz", tail: "a", length: 30), Shape(head: "eyJ", length: 16, alphabet: .dotted),
    Shape(head: "SG.", length: 20, alphabet: .dotted), Shape(head: "hvs.", length: 20), Shape(head: "ya29.", length: 20),
    Shape(head: "ghp_", length: 20), Shape(head: "gho_", length: 20), Shape(head: "ghs_", length: 20),
    Shape(head: "ghu_", length: 20), Shape(head: "ghr_", length: 20), Shape(head: "github_", tail: "pat_", length: 20),
    Shape(head: "sk_", tail: "live_", length: 10), Shape(head: "rk_", tail: "live_", length: 10),
    Shape(head: "sk_", tail: "test_", length: 10), Shape(head: "rk_", tail: "test_", length: 10),
    Shape(head: "whsec_", length: 16), Shape(head: "npm_", length: 20), Shape(head: "hf_", length: 20),
    Shape(head: "dop_", tail: "v1_", length: 20), Shape(head: "shpat_", length: 20),
    Shape(head: "dckr_", tail: "pat_", length: 16),
    Shape(head: "glpat-", length: 16), Shape(head: "glrt-", length: 16), Shape(head: "gldt-", length: 16),
    Shape(head: "xoxb-", length: 10), Shape(head: "xoxp-", length: 10), Shape(head: "xoxa-", length: 10),
    Shape(head: "xoxr-", length: 10), Shape(head: "xoxs-", length: 10), Shape(head: "xoxe-", length: 10),
    Shape(head: "xapp-", length: 10), Shape(head: "sk-", length: 20, needsDigit: true), Shape(head: "pypi-", length: 16),
    Shape(head: "GOCSPX-", length: 16), Shape(head: "AGE-", tail: "SECRET-KEY-1", length: 16),
    Shape(head: "b", tail: "3BlbnNzaC1rZXkt", length: 8, alphabet: .base64),
  ]

  /// For each ASCII byte the shapes whose head ends with it.
  private static let shapesByLast: [[Shape]] = (0..<128).map { byte in
    // Every head has at least one byte.
    shapes.filter { unsafe $0.head.utf8Start[$0.head.utf8CodeUnitCount - 1] == UInt8(byte) }
  }

  /// For each ASCII byte, as bits below 64 and from 64 on, what stands before it in the heads that end with it; all bits where it is
  /// a head of its own. Most names with dots and hyphens are told from tokens by this alone.
  private static let bytesBefore: [(low: UInt64, high: UInt64)] = shapesByLast.enumerated().map { last, shapes in
    var bits: (low: UInt64, high: UInt64) = (0, 0)
    if last == UInt8(ascii: ".") { bits.high |= 1 << UInt64(UInt8(ascii: "s") & 63) }
    for head in shapes.map(\.head) {
      guard head.utf8CodeUnitCount > 1 else { return (.max, .max) }
      let byte = unsafe head.utf8Start[head.utf8CodeUnitCount - 2]
      if byte < 64 { bits.low |= 1 << UInt64(byte) } else { bits.high |= 1 << UInt64(byte & 63) }
    }
    return bits
  }

  /// Hides the token whose prefix ends with the byte at `index`; returns where to go on.
  mutating func token(_ index: Int) -> Int {
    let before = byte(index - 1) ?? 0
    let bits = Self.bytesBefore[Int(text[index] & 127)]
    guard (before & 64 == 0 ? bits.low : bits.high) >> UInt64(before & 63) & 1 != 0 else { return index + 1 }
    return matchShapes(index)
  }

  private mutating func matchShapes(_ index: Int) -> Int {
    if text[index] == UInt8(ascii: "."), text.has("slack.com/services/", at: index + 1), index >= 5,
      text.has("hooks", at: index - 5)
    {
      return hide(index + 20, bareEnd(index, isQuery: false, level: 0))
    }
    for shape in Self.shapesByLast[Int(text[index] & 127)] {
      let start = index + 1 - shape.head.utf8CodeUnitCount
      guard start >= 0, text.has(shape.head, at: start), text.has(shape.tail, at: index + 1) else { continue }
      if let before = byte(start - 1), before &- 0x30 < 10 || (before | 0x20) &- UInt8(ascii: "a") < 26 {
        // A percent-encoded or escaped character may stand before it.
        guard start >= 3, text[start - 3] == UInt8(ascii: "%") || text[start - 2] == UInt8(ascii: "\\") else { continue }
      }
      if let end = end(of: shape, from: index + 1 + shape.tail.utf8CodeUnitCount) { return hide(start, end) }
    }
    return index + 1
  }

  private mutating func end(of shape: Shape, from start: Int) -> Int? {
    if shape.needsDigit, start < digitless { return nil }
    if case .dotted = shape.alphabet, start < dotless { return nil }
    var index = start
    var dots = 0
    var digits = 0
    scan: while index < text.count {
      let byte = text[index]
      let isDigit = byte &- 0x30 < 10
      let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26
      switch shape.alphabet {
      case .upper: if !isDigit, !(isLetter && byte < 0x60) { break scan }
      case .word: if !isDigit, !isLetter, byte != UInt8(ascii: "_"), byte != UInt8(ascii: "-") { break scan }
      case .base64: if !isDigit, !isLetter, !"+/=".utf8.contains(byte) { break scan }
      case .dotted:
        if byte == UInt8(ascii: ".") {
          dots += 1
        } else if !isDigit, !isLetter, byte != UInt8(ascii: "_"), byte != UInt8(ascii: "-") {
          break scan
        }
      }
      if isDigit { digits += 1 }
      index += 1
    }
    if shape.needsDigit, digits == 0 {
      digitless = index
      return nil
    }
    if case .dotted = shape.alphabet, dots == 0 {
      dotless = index
      return nil
    }
    return index - start >= shape.length ? index : nil
  }

  /// Audit writes arguments with spaces or NUL bytes as hexadecimal: a value that decodes to text with a secret is replaced by the
  /// hexadecimal of the masked text, so that it still decodes.
  mutating func hexadecimal(_ start: Int) -> Int {
    var end = start
    while end < text.count, hexValue(text[end]) != nil { end += 1 }
    guard end - start >= 16, (end - start) % 2 == 0 else { return start }
    var decoded: [UInt8] = []
    decoded.reserveCapacity((end - start) / 2)
    for index in stride(from: start, to: end, by: 2) {
      guard let high = hexValue(text[index]), let low = hexValue(text[index + 1]) else { return end }
      let byte = high << 4 | low
      guard byte >= 0x20 || byte == 0 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return end }
      decoded.append(byte)
    }
    guard let masked = decoded.withView({ SecretMask.pass($0, decodesHex: false) }) else { return end }
    let digits = masked.flatMap { [upperDigit($0 >> 4), upperDigit($0 & 15)] }
    return hide(start, end, as: digits)
  }

  private func upperDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
}
