/// Texts that were read before, so that each is read once.
final class SlowTexts {
  private var known: [[UInt8]: SlowText] = [:]

  func callAsFunction(_ bytes: [UInt8]) -> SlowText {
    if let text = known[bytes] { return text }
    let text = SlowText(bytes)
    known[bytes] = text
    return text
  }
}

/// Text as the specification sees it: letters, compared without case by a table of those that tests use.
struct SlowText {
  let bytes: [UInt8]
  /// As written.
  let cased: [UInt32]
  /// Without case.
  let folded: [UInt32]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    cased = Self.scalars(bytes)
    folded = cased.map(Self.fold)
  }

  init(_ text: String) { self.init(Array(text.utf8)) }

  func scalars(cased isCased: Bool) -> [UInt32] { isCased ? cased : folded }

  /// The letters of a text; a byte that is no UTF-8 stands for itself, beyond all letters.
  static func scalars(_ bytes: [UInt8]) -> [UInt32] {
    var result: [UInt32] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] < 0x80 {
        result.append(UInt32(bytes[at]))
        at += 1
        continue
      }
      let scalar = (2...4).lazy.filter { at + $0 <= bytes.count }.compactMap { length -> (Unicode.Scalar, Int)? in
        guard let text = String(validating: bytes[at..<at + length], as: UTF8.self), text.unicodeScalars.count == 1 else {
          return nil
        }
        return (text.unicodeScalars.first!, length)
      }.first
      result.append(scalar?.0.value ?? 0x11_0000 + UInt32(bytes[at]))
      at += scalar?.1 ?? 1
    }
    return result
  }

  /// Letters that are the same without case, from Unicode's CaseFolding.txt (statuses C and S): those of ASCII aside, all that tests use.
  private static let classes: [[UInt32]] = [
    "\u{E9}\u{C9}", "\u{DF}\u{1E9E}", "\u{3C3}\u{3A3}\u{3C2}", "\u{B5}\u{39C}\u{3BC}", "\u{436}\u{416}", "\u{3C9}\u{3A9}\u{2126}",
    "\u{1C6}\u{1C5}\u{1C4}", "\u{10428}\u{10400}", "\u{3B8}\u{398}\u{3D1}\u{3F4}", "\u{E5}\u{C5}\u{212B}", "k\u{212A}",
    "s\u{17F}",
  ].map { $0.unicodeScalars.map(\.value) }

  static func fold(_ scalar: UInt32) -> UInt32 {
    if (0x41...0x5A).contains(scalar) { return scalar + 0x20 }
    if scalar < 0x80 { return scalar }
    return classes.first { $0.contains(scalar) }?[0] ?? scalar
  }

  /// Another way to write a letter that is the same without case.
  static func other(_ scalar: UInt32, _ choice: Int) -> UInt32 {
    var same = classes.first { $0.contains(fold(scalar)) } ?? [fold(scalar)]
    if (0x61...0x7A).contains(same[0]) { same.append(same[0] - 0x20) }
    return same[choice % same.count]
  }
}
