/// Finds rules that tell nothing which another does not tell as loudly: whatever they match, that one matches on the same records.
///
/// Rules that a correlation uses are left alone, since they are no alerts of their own, and so are rules of a higher level than the
/// one that contains them: to look closer at a part is a good reason for a second rule.
struct ContainedRules {
  /// Up to so many rules each is compared with each; above it, with those that share a value.
  private static let smallSet = 300
  private let rules: [Rule]
  /// Indices of the rules that give alerts.
  private let alerting: [Int]

  init(_ set: RuleSet) {
    rules = set.rules
    let used = Set(set.correlations.flatMap(\.references))
    alerting = set.rules.indices.filter { !used.contains(.rule($0)) }
  }

  /// For each contained rule, the first rule that contains it.
  func find() -> [(rule: Int, container: Int)] {
    let index = alerting.count > Self.smallSet ? ConjunctIndex(alerting.map { ($0, rules[$0].expression) }) : nil
    var found: [(rule: Int, container: Int)] = []
    for rule in alerting {
      let candidates = index?.candidates(for: rule) ?? alerting
      if let container = candidates.first(where: { contains($0, rule) }) { found.append((rule, container)) }
    }
    return found
  }

  private func contains(_ container: Int, _ rule: Int) -> Bool {
    guard container != rule else { return false }
    let (outer, inner) = (rules[container], rules[rule])
    guard outer.logSource.contains(inner.logSource), Self.rank(outer) >= Self.rank(inner),
      Implication.holds(from: inner.expression, to: outer.expression)
    else { return false }
    // Of two that are the same, the later one is named.
    let isSame =
      inner.logSource.contains(outer.logSource) && Self.rank(outer) == Self.rank(inner)
      && Implication.holds(from: outer.expression, to: inner.expression)
    return !isSame || container < rule
  }

  private static func rank(_ rule: Rule) -> Int {
    Level.allCases.firstIndex(of: rule.metadata.level ?? .medium) ?? 0
  }
}

extension RuleSet {
  /// A warning for each rule that another contains.
  public func containedRules() -> [Problem] {
    ContainedRules(self).find().map { pair in
      let (inner, outer) = (rules[pair.rule].metadata, rules[pair.container].metadata)
      let place = "\(outer.position.path):\(outer.position.line)"
      return Problem(
        .warning, at: inner.position, title: inner.title,
        "`\(outer.title)` (\(place)) matches all that this rule does; remove this one, or give it a higher level",
        kind: .contained)
    }
  }
}
