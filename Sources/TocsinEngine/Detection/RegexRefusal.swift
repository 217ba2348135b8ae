import Sigma

extension RuleSet {
  /// The set without the rules that need a regular expression, which the engine cannot run yet, and without the correlations that
  /// need those rules; each is named in the problems, so that none is silently weakened.
  public func refusingRegexes() -> RuleSet {
    var kept = RuleSet()
    kept.problems = problems
    var places: [Correlation.Reference: Correlation.Reference] = [:]
    for (index, rule) in rules.enumerated() {
      if rule.expression.hasRegex {
        kept.problems.append(
          Problem(
            .error, at: rule.metadata.position, title: rule.metadata.title,
            "this rule needs a regular expression, which this version cannot run; say it with contains, startswith, endswith or *"
          ))
        continue
      }
      places[.rule(index)] = .rule(kept.rules.count)
      kept.rules.append(rule)
    }
    for (index, correlation) in correlations.enumerated() {
      let references = correlation.references.map { places[$0] }
      guard references.allSatisfy({ $0 != nil }) else {
        kept.problems.append(
          Problem(
            .error, at: correlation.metadata.position, title: correlation.metadata.title,
            "this correlation needs a rule that was refused; mend that rule"))
        continue
      }
      places[.correlation(index)] = .correlation(kept.correlations.count)
      var moved = correlation
      moved.references = references.compactMap { $0 }
      kept.correlations.append(moved)
    }
    return kept
  }
}

extension Sigma.Expression {
  var hasRegex: Bool {
    switch self {
    case .and(let parts), .or(let parts): parts.contains(where: \.hasRegex)
    case .not(let part): part.hasRegex
    case .field(_, .regex), .anywhere(.regex): true
    case .field, .anywhere, .always: false
    }
  }
}
