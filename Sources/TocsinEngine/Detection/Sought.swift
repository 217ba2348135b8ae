import Sigma

/// A literal to be sought in a field's values, and what it says of a test to find it.
struct Sought: Hashable {
  /// Folded, or as written where case counts.
  var literal: [UInt8]
  /// Where in the value it must stand.
  var place: Place
  /// Whether the test passes wherever the literal stands in its place, and nowhere else; if not, it only may.
  var isCertain: Bool
  var isCased = false

  enum Place: UInt8, BitwiseCopyable { case contains, starts, ends, equal }

  init(_ literal: [UInt8], _ place: Place, isCertain: Bool) {
    (self.literal, self.place, self.isCertain) = (literal, place, isCertain)
  }

  /// All that a pattern asks for, where that is one literal whose case the search can tell.
  init?(whole pattern: Pattern, isCased: Bool) {
    guard let (bytes, place) = Self.literal(pattern), bytes.count >= LiteralSet.shortest,
      place != .equal || !LiteralSet.isNumeric(bytes), Self.plainRuns(bytes).first?.count == bytes.count
    else { return nil }
    self.init(isCased ? bytes : Folding.fold(bytes), place, isCertain: true)
    self.isCased = isCased
  }

  private static func literal(_ pattern: Pattern) -> ([UInt8], Place)? {
    let pieces = pattern.pieces
    switch pieces.count {
    case 1: if case .literal(let bytes) = pieces[0] { return (bytes, .equal) }
    case 2:
      if pieces[1] == .anyRun, case .literal(let bytes) = pieces[0] { return (bytes, .starts) }
      if pieces[0] == .anyRun, case .literal(let bytes) = pieces[1] { return (bytes, .ends) }
    case 3:
      if pieces[0] == .anyRun, pieces[2] == .anyRun, case .literal(let bytes) = pieces[1] { return (bytes, .contains) }
    default: break
    }
    return nil
  }

  /// Parts of a literal that stand in a value as they are, but for the case of ASCII letters: ASCII without newlines, which end
  /// lines, and characters outside it that have no case. Each has two ASCII characters in a row: of others the first bytes do.
  static func plainRuns(_ literal: [UInt8]) -> [ArraySlice<UInt8>] {
    if literal.allSatisfy({ $0 < 0x80 && $0 != 0x0A }) { return [literal[...]] }
    var runs: [ArraySlice<UInt8>] = []
    var start = 0
    var index = 0
    var (inARow, most) = (0, 0)
    func end() { if most >= LiteralSet.shortest { runs.append(literal[start..<index]) } }
    while index < literal.count {
      let (scalar, length) = literal.withView { Folding.decode($0, at: index) }
      let isASCII = literal[index] < 0x80
      if literal[index] == 0x0A || !(isASCII || scalar.map(Folding.isCaseless) ?? false) {
        end()
        (start, inARow, most) = (index + length, 0, 0)
      } else {
        inARow = isASCII ? inARow + 1 : 0
        most = max(most, inARow)
      }
      index += length
    }
    end()
    return runs
  }

  /// How likely the literal is to stand there by chance. At the end of a value little does.
  var chance: Int { LiteralSet.chance(literal) / (place == .contains ? 1 : 32) }
}
