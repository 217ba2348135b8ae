/// Rules by the values of that part of theirs which must hold and is shared with the fewest others.
struct ConjunctIndex {
  private var rules: [Expression: [Int]] = [:]

  init(_ expressions: [(rule: Int, expression: Expression)]) {
    var counts: [Expression: Int] = [:]
    for (_, expression) in expressions {
      for part in expression.conjuncts { for atom in part.alternatives { counts[atom, default: 0] += 1 } }
    }
    for (rule, expression) in expressions {
      func cost(_ part: Expression) -> Int { part.alternatives.reduce(0) { $0 + (counts[$1] ?? 0) } }
      guard let rarest = expression.conjuncts.min(by: { cost($0) < cost($1) }) else { continue }
      for atom in rarest.alternatives { rules[atom, default: []].append(rule) }
    }
  }

  /// Rules whose rarest part may follow from this expression: one of its parts offers only what that part offers, too.
  func candidates(for expression: Expression) -> [Int] {
    var found: Set<Int> = []
    for part in expression.conjuncts {
      if let first = part.alternatives.first { found.formUnion(rules[first] ?? []) }
    }
    return found.sorted()
  }
}

extension Expression {
  /// Parts of which all must hold.
  fileprivate var conjuncts: [Expression] { if case .and(let parts) = self { parts } else { [self] } }
  /// Parts of which one must hold.
  fileprivate var alternatives: [Expression] { if case .or(let parts) = self { parts } else { [self] } }
}
