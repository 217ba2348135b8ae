/// Sigma's "case-insensitive over all letters": one simple fold for both sides of every comparison.
enum Folding {
  /// A byte that is an ASCII capital, as its small letter.
  @inline(__always)
  static func ascii(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// The fold of one scalar: by way of its capital, so that U+017F is 's' and U+212A is 'k'. Mappings to several scalars are left,
  /// and so is the dotless U+0131, whose capital is 'I' but which Unicode folds to nothing.
  static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.isASCII { return Unicode.Scalar(ascii(UInt8(scalar.value))) }
    if scalar == "\u{131}" { return scalar }
    let upper = scalar.properties.uppercaseMapping.unicodeScalars
    let capital = upper.count == 1 ? upper.first ?? scalar : scalar
    let lower = capital.properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 ? lower.first ?? scalar : scalar
  }

  /// Whether a scalar outside ASCII folds to itself, and no other to it.
  static func isCaseless(_ scalar: Unicode.Scalar) -> Bool { fold(scalar) == scalar && !scalar.properties.isCased }

  /// All scalars with the same fold.
  static func cases(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    let folded = fold(scalar)
    return (allCases[folded] ?? []) + [folded]
  }

  /// Where letters with case may stand: the first two planes but for scripts without case, Chinese characters above all.
  static let casedBlocks: [ClosedRange<UInt32>] = [
    0x41...0x2FFF, 0xA4D0...0xABFF, 0xD800...0x11FFF, 0x16800...0x16FFF, 0x1D400...0x1EDFF,
  ]

  /// The scalars that fold to another, by that.
  private static let allCases: [Unicode.Scalar: [Unicode.Scalar]] = {
    var result: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    for value in casedBlocks.joined() {
      guard let scalar = Unicode.Scalar(value), scalar.properties.isCased || scalar.properties.changesWhenCaseMapped else {
        continue
      }
      let folded = fold(scalar)
      if folded != scalar { result[folded, default: []].append(scalar) }
    }
    return result
  }()

  static func fold(_ bytes: [UInt8]) -> [UInt8] {
    if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.map(ascii) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let (scalar, length) = bytes.withView { decode($0, at: index) }
      if let scalar {
        result.append(contentsOf: String(fold(scalar)).utf8)
      } else {
        result.append(bytes[index])
      }
      index += length
    }
    return result
  }

  /// The scalar at a position and its length; nil and 1 where the bytes are no UTF-8.
  static func decode(_ view: ByteView, at index: Int) -> (Unicode.Scalar?, Int) {
    let first = view[index]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0
    guard length > 0, first < 0xF5, index + length <= view.count else { return (nil, 1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let byte = view[index + offset]
      guard byte & 0xC0 == 0x80 else { return (nil, 1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let smallest: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    guard value >= smallest, let scalar = Unicode.Scalar(value) else { return (nil, 1) }
    return (scalar, length)
  }

  /// Whether a view holds no byte outside ASCII.
  @inline(__always)
  static func isASCII(_ view: ByteView) -> Bool {
    if view.count < 8 { return view.shortWord(at: 0) & highBits == 0 }
    // Values are short, and most are ASCII: all their words at once. The last overlaps with the one before.
    var all = view.word(at: view.count &- 8)
    var index = 0
    while index < view.count &- 8 {
      all |= view.wordInside(at: index)
      index &+= 8
    }
    return all & highBits == 0
  }

  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// The letters outside ASCII that fold into it: U+017F and U+212A, which fold to `s` and `k`.
  static let exotic: [[UInt8]] = [[0xC5, 0xBF], [0xE2, 0x84, 0xAA]]

  /// Whether a view holds one of these letters.
  static func holdsExotic(_ view: ByteView) -> Bool {
    var index = 0
    while let at = view.firstIndex(of: 0xC5, or: 0xE2, from: index) {
      if view.byte(at + 1) == 0xBF && view[at] == 0xC5 { return true }
      if view[at] == 0xE2, view.byte(at + 1) == 0x84, view.byte(at + 2) == 0xAA { return true }
      index = at + 1
    }
    return false
  }
}
