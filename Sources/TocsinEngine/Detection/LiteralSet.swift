import Sigma

/// The literals of which at least one must occur in an event's text for an expression to hold.
///
/// Nil means that no such set exists. A set may only ever let work be skipped: it is never smaller than what can match.
enum LiteralSet {
  /// Single bytes occur everywhere and would only cost time.
  static let shortest = 2

  /// `popularity` says how many tests of all rules ask for a literal: what many rules look for is likely to be common in the events,
  /// too (`\\powershell.exe`), so that of several sets the one that few ask for is the better.
  static func required(_ residual: RuleCompiler.Residual, _ popularity: [[UInt8]: Int] = [:]) -> Set<[UInt8]>? {
    switch residual {
    case .constant(let value): return value ? nil : []
    case .not: return nil
    case .and(let parts):
      return parts.compactMap { required($0, popularity) }.min { cost($0, popularity) < cost($1, popularity) }
    case .or(let parts):
      var union: Set<[UInt8]> = []
      for part in parts {
        guard let literals = required(part, popularity) else { return nil }
        union.formUnion(literals)
      }
      return union
    case .test(.field(_, let test)), .test(.anywhere(let test)): return required(test)
    case .test: return nil
    }
  }

  /// How often a set is likely to hit: short literals occur by chance.
  static func cost(_ literals: Set<[UInt8]>, _ popularity: [[UInt8]: Int] = [:]) -> Int {
    let chance = [0, 20_000, 4_000, 1_000, 150, 40, 10]
    return literals.reduce(0) { sum, literal in
      sum + 4 * popularity[literal, default: 1] + (literal.count < chance.count ? chance[literal.count] : 32 / literal.count)
    }
  }

  /// How many tests of the rules ask for each literal.
  static func popularity(_ expressions: [Expression]) -> [[UInt8]: Int] {
    var counts: [[UInt8]: Int] = [:]
    func count(_ expression: Expression) {
      switch expression {
      case .and(let parts), .or(let parts): parts.forEach(count)
      case .not(let part): count(part)
      case .field(_, let test), .anywhere(let test): for literal in required(test) ?? [] { counts[literal, default: 0] += 1 }
      case .always: break
      }
    }
    expressions.forEach(count)
    return counts
  }

  private static func required(_ test: Test) -> Set<[UInt8]>? {
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
