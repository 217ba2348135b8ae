import Sigma

/// Chooses, for what is left of a rule, items of which at least one must hold for it to hold, and which are easy to find.
struct RequiredItems {
  /// For each item the literals of which one must occur in a value that it accepts; nil where there are none.
  private(set) var literals: [Set<[UInt8]>?]
  private var costs: [Int]
  private let isNumber: [Bool]

  /// What many rules look for is likely to be common in the events, too (`\\powershell.exe`), so that of several sets the one that
  /// few ask for is the better. `asked` says how often rules name each item.
  init(_ tests: [Expression], asked: [Int]) {
    literals = tests.map { test in
      switch test {
      case .field(_, let test), .anywhere(let test): LiteralSet.required(test)
      default: nil
      }
    }
    isNumber = tests.map { if case .field(_, .number(.integer)) = $0 { true } else { false } }
    var popularity: [[UInt8]: Int] = [:]
    for (item, set) in literals.enumerated() { for literal in set ?? [] { popularity[literal, default: 0] += asked[item] } }
    costs = []
    for (item, test) in tests.enumerated() {
      let isAnchored = Clue.Shape(test).map { $0.kind != .contains } ?? false
      if let set = literals[item] {
        costs.append(
          set.reduce(0) { sum, literal in
            // At the end of a value little stands by chance.
            sum + 4 * (popularity[literal] ?? 0) + LiteralSet.chance(literal) / (isAnchored ? 32 : 1)
          })
      } else {
        costs.append(isNumber[item] ? 100 + 4 * asked[item] : .max)
      }
    }
  }

  /// Nil where no such set exists. `numbers` says whether whole numbers can be found, too.
  func choose(_ residual: RuleCompiler.Residual, numbers: Bool) -> Set<Int32>? {
    switch residual {
    case .constant(let value): return value ? nil : []
    case .not: return nil
    case .and(let parts): return parts.compactMap { choose($0, numbers: numbers) }.min { cost($0) < cost($1) }
    case .or(let parts):
      var union: Set<Int32> = []
      for part in parts {
        guard let items = choose(part, numbers: numbers) else { return nil }
        union.formUnion(items)
      }
      return union
    case .test(let item):
      return literals[Int(item)] != nil || (numbers && isNumber[Int(item)]) ? [item] : nil
    }
  }

  private func cost(_ items: Set<Int32>) -> Int { items.reduce(0) { $0 + costs[Int($1)] } }
}
