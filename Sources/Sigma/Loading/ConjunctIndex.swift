/// Rules by the values of that part of theirs which must hold and is shared with the fewest others.
///
/// Values are told apart by their hashes alone: two of the same hash make a candidate too many, never one too few.
struct ConjunctIndex {
  /// For each rule the hashes of its parts' values.
  private let conjuncts: [Int: [[Int]]]
  private var rules: [Int: [Int]] = [:]

  init(_ expressions: [(rule: Int, expression: Expression)]) {
    conjuncts = Dictionary(uniqueKeysWithValues: expressions.map { ($0.rule, $0.expression.conjuncts.map(\.valueHashes)) })
    var counts: [Int: Int] = [:]
    for parts in conjuncts.values { for part in parts { for value in part { counts[value, default: 0] += 1 } } }
    for (rule, _) in expressions {
      let parts = (conjuncts[rule] ?? []).map { (values: $0, cost: $0.reduce(0) { $0 + (counts[$1] ?? 0) }) }
      guard let rarest = parts.min(by: { $0.cost < $1.cost }) else { continue }
      for value in rarest.values { rules[value, default: []].append(rule) }
    }
  }

  /// Rules whose rarest part may follow from this rule: one of its parts offers only what that part offers, too.
  func candidates(for rule: Int) -> [Int] {
    var found: Set<Int> = []
    for part in conjuncts[rule] ?? [] {
      if let first = part.first { found.formUnion(rules[first] ?? []) }
    }
    return found.sorted()
  }
}

extension Expression {
  /// Parts of which all must hold.
  fileprivate var conjuncts: [Expression] { if case .and(let parts) = self { parts } else { [self] } }

  /// Hashes of the parts of which one must hold.
  fileprivate var valueHashes: [Int] { if case .or(let parts) = self { parts.map(\.hashValue) } else { [hashValue] } }
}
