import Sigma

/// The literals of which at least one must occur in an event's text for an expression to hold.
///
/// Nil means that no such set exists. A set may only ever let work be skipped: it is never smaller than what can match.
enum LiteralSet {
  /// Single bytes occur everywhere and would only cost time.
  static let shortest = 2

  static func required(_ residual: RuleCompiler.Residual) -> Set<[UInt8]>? {
    switch residual {
    case .constant(let value): return value ? nil : []
    case .not: return nil
    case .and(let parts):
      return parts.compactMap(required).max { quality($0) < quality($1) }
    case .or(let parts):
      var union: Set<[UInt8]> = []
      for part in parts {
        guard let literals = required(part) else { return nil }
        union.formUnion(literals)
      }
      return union
    case .test(.field(_, let test)), .test(.anywhere(let test)): return required(test)
    case .test: return nil
    }
  }

  /// The shortest literal bounds how often a set hits.
  static func quality(_ literals: Set<[UInt8]>) -> Int {
    (literals.map(\.count).min() ?? 1_000) * 64 - min(literals.count, 63)
  }

  private static func required(_ test: Test) -> Set<[UInt8]>? {
    if case .regex(let regex) = test { return RegexOutline(regex).literals }
    guard case .text(let pattern, _) = test else { return nil }
    var best: [UInt8] = []
    for case .literal(let bytes) in pattern.pieces {
      // Letters outside ASCII have folds of other lengths; a run of plain ASCII is enough.
      for run in bytes.split(whereSeparator: { $0 >= 0x80 || $0 == 0x0A }) where run.count > best.count { best = Array(run) }
    }
    guard best.count >= shortest, !isNumeric(best) else { return nil }
    return [best.map(Folding.ascii)]
  }

  /// Digits alone may be written in other ways (`4625.0`).
  private static func isNumeric(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2E } }
}
