/// Whether one expression holds of every event of which another holds, as far as their shape shows it.
///
/// What it affirms is so; what it denies may be so all the same. Each comparison costs a step, and where steps run out it denies.
struct Implication {
  private var steps: Int

  static func holds(from premise: Expression, to conclusion: Expression, steps: Int = 5_000) -> Bool {
    var implication = Implication(steps: steps)
    return implication.holds(premise, conclusion)
  }

  private init(steps: Int) { self.steps = steps }

  private mutating func holds(_ premise: Expression, _ conclusion: Expression) -> Bool {
    steps -= 1
    guard steps > 0 else { return false }
    switch (premise, conclusion) {
    case (.always(false), _), (_, .always(true)): return true
    case (.or(let parts), _): return parts.allSatisfy { holds($0, conclusion) }
    case (_, .and(let parts)): return parts.allSatisfy { holds(premise, $0) }
    case (.and(let parts), .or(let choices)):
      return parts.contains { holds($0, conclusion) } || choices.contains { holds(premise, $0) }
    case (.and(let parts), _): return parts.contains { holds($0, conclusion) }
    case (_, .or(let choices)): return choices.contains { holds(premise, $0) }
    case (.not(let inner), .not(let outer)): return holds(outer, inner)
    case (.field(let name, let test), .field(let other, let wider)): return name == other && Self.holds(test, wider)
    case (.anywhere(let test), .anywhere(let wider)): return Self.holds(test, wider)
    default: return false
    }
  }

  private static func holds(_ test: Test, _ wider: Test) -> Bool {
    if case .text(let pattern, let cased) = test, case .text(let outer, let outerCased) = wider {
      return (cased || !outerCased) && fixedCount(outer) <= fixedCount(pattern) && covers(outer, pattern, cased: outerCased)
    }
    switch (test, wider) {
    case (.network(let inner), .network(let outer)): return contains(outer, inner)
    case (.compare(let comparison, let number), .compare(let other, let bound)): return reaches(comparison, number, other, bound)
    default: return test == wider
    }
  }

  private static func contains(_ outer: Network, _ inner: Network) -> Bool {
    guard outer.bytes.count == inner.bytes.count, outer.prefix <= inner.prefix else { return false }
    let (whole, rest) = (outer.prefix / 8, outer.prefix % 8)
    guard outer.bytes[..<whole] == inner.bytes[..<whole] else { return false }
    return rest == 0 || (outer.bytes[whole] ^ inner.bytes[whole]) >> UInt8(8 - rest) == 0
  }

  /// Whether what is beyond one bound is beyond another of the same direction.
  private static func reaches(_ comparison: Comparison, _ number: Number, _ other: Comparison, _ bound: Number) -> Bool {
    // Whole numbers and real ones are not weighed against each other, which can only deny.
    let (isLess, isSame): (Bool, Bool)
    switch (number, bound) {
    case (.integer(let a), .integer(let b)): (isLess, isSame) = (a < b, a == b)
    case (.real(let a), .real(let b)) where !a.isNaN && !b.isNaN: (isLess, isSame) = (a < b, a == b)
    default: return false
    }
    return switch (comparison, other) {
    case (.greater, .greater), (.greaterOrEqual, .greaterOrEqual), (.greater, .greaterOrEqual): !isLess
    case (.greaterOrEqual, .greater): !isLess && !isSame
    case (.less, .less), (.lessOrEqual, .lessOrEqual), (.less, .lessOrEqual): isLess || isSame
    case (.lessOrEqual, .less): isLess
    default: comparison == other && isSame
    }
  }

  /// How many bytes and single characters a pattern asks for: each of an outer one's stands for one of an inner one's.
  private static func fixedCount(_ pattern: Pattern) -> Int {
    pattern.pieces.reduce(0) { sum, piece in
      switch piece {
      case .literal(let bytes): sum + bytes.count
      case .anyOne: sum + 1
      case .anyRun: sum
      }
    }
  }

  private enum Symbol: Equatable { case byte(UInt8), anyOne, anyRun }

  /// ASCII is folded; other letters are taken as they are, which can only deny.
  private static func symbols(_ pattern: Pattern, cased: Bool) -> [Symbol] {
    pattern.pieces.flatMap { piece -> [Symbol] in
      switch piece {
      case .literal(let bytes): bytes.map { .byte(!cased && $0 &- 65 < 26 ? $0 | 0x20 : $0) }
      case .anyOne: [.anyOne]
      case .anyRun: [.anyRun]
      }
    }
  }

  /// Whether a pattern fits whatever another fits: its `*` may stand for any of the other's symbols, all else only for its like.
  private static func covers(_ outer: Pattern, _ inner: Pattern, cased: Bool) -> Bool {
    let (outer, inner) = (symbols(outer, cased: cased), symbols(inner, cased: cased))
    var (at, of) = (0, 0)
    var star: (at: Int, of: Int)?
    while of < inner.count {
      if at < outer.count, outer[at] == .anyRun {
        star = (at, of)
        at += 1
      } else if at < outer.count, outer[at] == inner[of] {
        (at, of) = (at + 1, of + 1)
      } else if let last = star {
        star = (last.at, last.of + 1)
        (at, of) = (last.at + 1, last.of + 1)
      } else {
        return false
      }
    }
    return outer[at...].allSatisfy { $0 == .anyRun }
  }
}
