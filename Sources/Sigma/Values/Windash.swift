/// `windash`: a dash or slash that begins a word may be any of the five that Windows programs take (SPEC 4).
enum Windash {
  static let marks = ["-", "/", "\u{2013}", "\u{2014}", "\u{2015}"].map { Array($0.utf8) }
  /// Five to the fifth: five words in one value.
  static let maximumVariants = 3125

  /// Every way to write the string; nil where they are too many.
  static func variants(_ string: SigmaString) -> [SigmaString]? {
    var results = [SigmaString()]
    for part in string.parts {
      guard case .literal(let bytes) = part else {
        for index in results.indices { results[index].append(part) }
        continue
      }
      for piece in cut(String(decoding: bytes, as: UTF8.self)) {
        switch piece {
        case .text(let text): for index in results.indices { results[index].append(.literal(text)) }
        case .mark:
          guard results.count * marks.count <= maximumVariants else { return nil }
          results = results.flatMap { result in
            marks.map { mark in
              var variant = result
              variant.append(.literal(mark))
              return variant
            }
          }
        }
      }
    }
    return results
  }

  private enum Piece { case text([UInt8]), mark }

  private static func cut(_ text: String) -> [Piece] {
    let scalars = Array(text.unicodeScalars)
    var pieces: [Piece] = []
    var run: [UInt8] = []
    for (index, scalar) in scalars.enumerated() {
      let beginsWord =
        isMark(scalar) && (index == 0 || !isWord(scalars[index - 1])) && index + 1 < scalars.count && isWord(scalars[index + 1])
      if beginsWord {
        if !run.isEmpty { pieces.append(.text(run)) }
        run = []
        pieces.append(.mark)
      } else {
        run.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
    if !run.isEmpty { pieces.append(.text(run)) }
    return pieces
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2D, 0x2F, 0x2013, 0x2014, 0x2015: true
    default: false
    }
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
