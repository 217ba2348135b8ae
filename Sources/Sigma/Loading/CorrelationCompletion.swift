/// What of a correlation can be said only when its references are known.
struct CorrelationCompletion {
  /// Indices of drafts, one for each reference.
  var targets: [Int]
  var handles: Handles

  /// Without a condition, a temporal correlation wants all of its rules (SPEC 6.8).
  func bounds(_ draft: CorrelationDraft) -> [Correlation.Bound] {
    guard draft.bounds.isEmpty, draft.logic == nil else { return draft.bounds }
    return [Correlation.Bound(op: .gte, value: .integer(Int64(Set(targets).count)))]
  }

  /// The extended condition must name exactly the rules (SPEC 6.10).
  func logic(_ draft: CorrelationDraft, _ report: inout Report) -> Correlation.Logic? {
    guard let (condition, node) = draft.logic else { return nil }
    var indices: [String: Int] = [:]
    for (name, offset) in condition.names {
      if let target = handles.find(name), let index = targets.firstIndex(of: target) {
        indices[name] = index
      } else {
        let near = Suggestion.near(name, draft.rules.map(\.text))
        report.error(Mistake("`\(name)` is not among `rules`\(near.isEmpty ? "; add it there" : near)", at: offset), in: node)
      }
    }
    for (index, handle) in draft.rules.enumerated() where index < targets.count && !indices.values.contains(index) {
      report.error(node.place, "`\(handle.text)` is among `rules`, but the condition does not use it; remove it or name it")
    }
    return report.hasErrors ? nil : lower(condition, indices)
  }

  private func lower(_ node: ConditionNode, _ indices: [String: Int]) -> Correlation.Logic? {
    switch node {
    case .name(let name, _): indices[name].map { .reference($0) }
    case .quantified: nil
    case .and(let parts): .and(parts.compactMap { lower($0, indices) })
    case .or(let parts): .or(parts.compactMap { lower($0, indices) })
    case .not(let part): lower(part, indices).map { .not($0) }
    }
  }

  func aliases(_ draft: CorrelationDraft, _ report: inout Report) -> [String: [String?]] {
    var result: [String: [String?]] = [:]
    for alias in draft.aliases {
      var fields = [String?](repeating: nil, count: targets.count)
      for (rule, field) in alias.fields {
        guard let target = handles.find(rule.text), targets.contains(target) else {
          let near = Suggestion.near(rule.text, draft.rules.map(\.text))
          let mend = near.isEmpty ? "; name one of `rules`" : near
          report.error(rule.place, "the alias `\(alias.name)` names `\(rule.text)`, which is not among `rules`\(mend)")
          continue
        }
        for index in targets.indices where targets[index] == target {
          if let old = fields[index], old != field {
            report.error(rule.place, "the alias `\(alias.name)` gives two fields for one rule; keep one")
          }
          fields[index] = field
        }
      }
      result[alias.name] = fields
    }
    return result
  }
}
