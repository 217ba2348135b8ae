import Sigma

/// Literals that show that a test may hold: of a set of them at least one must occur in a value for the test to pass.
///
/// A set may only ever let work be skipped: it is never smaller than what can match.
enum LiteralSet {
  /// Single bytes occur everywhere and would only cost time.
  static let shortest = 2

  /// How often a set is likely to hit by chance: short literals do.
  static func cost(_ literals: Set<[UInt8]>) -> Int { literals.reduce(0) { $0 + 4 + chance($1) } }

  static func chance(_ literal: [UInt8]) -> Int {
    let chances = [0, 20_000, 4_000, 1_000, 150, 40, 10]
    return literal.count < chances.count ? chances[literal.count] : 32 / literal.count
  }

  /// Sets, any of which will do; none where the test may hold without any literal.
  static func choices(_ test: Test) -> [[Sought]] {
    switch test {
    case .regex(let regex):
      guard let literals = RegexOutline(regex).literals else { return [] }
      return [literals.sorted { $0.lexicographicallyPrecedes($1) }.map { Sought($0, .contains, isCertain: false) }]
    case .text(let pattern, let isCased): return choices(pattern, isCased: isCased)
    default: return []
    }
  }

  private static func choices(_ pattern: Pattern, isCased: Bool) -> [[Sought]] {
    if let whole = Sought(whole: pattern, isCased: isCased) { return [[whole]] }
    // A whole value of digits may be written in other ways (`4625.0`).
    if pattern.pieces.count == 1, case .literal(let bytes) = pattern.pieces[0], isNumeric(bytes) { return [] }
    var choices: [[Sought]] = []
    for (index, piece) in pattern.pieces.enumerated() {
      guard case .literal(let bytes) = piece else { continue }
      for run in Sought.plainRuns(bytes) where run.count >= shortest {
        let isFirst = index == 0 && run.startIndex == 0
        let isLast = index == pattern.pieces.count - 1 && run.endIndex == bytes.count
        choices.append([Sought(Folding.fold(Array(run)), isFirst ? .starts : isLast ? .ends : .contains, isCertain: false)])
      }
    }
    if !choices.isEmpty { return choices }
    return pattern.pieces.lazy.compactMap { piece -> [[Sought]]? in
      guard case .literal(let bytes) = piece, let literals = foreign(bytes) else { return nil }
      return [literals.sorted { $0.lexicographicallyPrecedes($1) }.map { Sought($0, .contains, isCertain: false) }]
    }.first ?? []
  }

  /// ASCII signs that few texts hold. White space, digits, letters and what stands between words and in every address and
  /// command are too common, and newlines end lines.
  private static let rareSigns = Set("<>`^{}|~$!\\#*".utf8)

  /// A rare sign that stands in every value that a test accepts.
  static func sign(_ test: Test) -> Sought? {
    guard case .text(let pattern, _) = test else { return nil }
    let last = pattern.pieces.count - 1
    for (index, piece) in pattern.pieces.enumerated() {
      guard case .literal(let bytes) = piece, let at = bytes.firstIndex(where: rareSigns.contains) else { continue }
      let isFirst = index == 0 && at == 0
      let isLast = index == last && at == bytes.count - 1
      return Sought([bytes[at]], isFirst ? .starts : isLast ? .ends : .contains, isCertain: false)
    }
    return nil
  }

  static func isNumeric(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2E } }

  /// What stands for a literal without two ASCII characters in a row: its longest run of characters outside ASCII that have no
  /// case, or one letter in all its cases.
  private static func foreign(_ literal: [UInt8]) -> Set<[UInt8]>? {
    var best: [UInt8] = []
    var run: [UInt8] = []
    var letter: Unicode.Scalar?
    // Bytes that are no text (`utf16` makes such) have no characters to look for.
    guard let text = String(validating: literal, as: UTF8.self) else { return nil }
    for scalar in text.unicodeScalars {
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
