import Sigma

/// The literals of which at least one must occur in a value for it to pass a test.
///
/// Nil means that no such set exists. A set may only ever let work be skipped: it is never smaller than what can match.
enum LiteralSet {
  /// Single bytes occur everywhere and would only cost time.
  static let shortest = 2

  /// How often a set is likely to hit by chance: short literals do.
  static func cost(_ literals: Set<[UInt8]>) -> Int { literals.reduce(0) { $0 + 4 + chance($1) } }

  static func chance(_ literal: [UInt8]) -> Int {
    let chances = [0, 20_000, 4_000, 1_000, 150, 40, 10]
    return literal.count < chances.count ? chances[literal.count] : 32 / literal.count
  }

  /// Nil where the test may hold without any literal.
  static func required(_ test: Test) -> Set<[UInt8]>? {
    if case .regex(let regex) = test { return RegexOutline(regex).literals }
    guard case .text(let pattern, _) = test else { return nil }
    var best: [UInt8] = []
    var literals: [[UInt8]] = []
    for case .literal(let bytes) in pattern.pieces {
      literals.append(bytes)
      // Letters outside ASCII have folds of other lengths; a run of plain ASCII is enough.
      for run in bytes.split(whereSeparator: { $0 >= 0x80 || $0 == 0x0A }) where run.count > best.count { best = Array(run) }
    }
    // A whole value of digits may be written in other ways (`4625.0`).
    let isNumber = pattern.pieces.count == 1 && isNumeric(best)
    if best.count >= shortest, !isNumber { return [best.map(Folding.ascii)] }
    return literals.lazy.compactMap(foreign).first
  }

  private static func isNumeric(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2E } }

  /// What stands for a literal without two ASCII characters in a row: its longest run of characters outside ASCII that have no
  /// case, or one letter in all its cases.
  private static func foreign(_ literal: [UInt8]) -> Set<[UInt8]>? {
    var best: [UInt8] = []
    var run: [UInt8] = []
    var letter: Unicode.Scalar?
    for scalar in String(decoding: literal, as: UTF8.self).unicodeScalars {
      if scalar.isASCII || !Folding.isCaseless(scalar) {
        if !scalar.isASCII { letter = letter ?? scalar }
        run = []
      } else {
        run.append(contentsOf: String(scalar).utf8)
        if run.count > best.count { best = run }
      }
    }
    // Emoji are told from each other by the rule: their common first bytes keep the automaton small.
    if !best.isEmpty { return [best[0] >= 0xF0 ? Array(best.prefix(2)) : best] }
    guard let letter else { return nil }
    let cases = Folding.cases(of: letter)
    // A case within ASCII is a single byte.
    return cases.contains(where: \.isASCII) ? nil : Set(cases.map { Array(String($0).utf8) })
  }
}
