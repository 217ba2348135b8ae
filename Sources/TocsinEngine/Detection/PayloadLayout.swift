import Sigma

/// Which values of a matching event travel with the match: what its correlations group and count by, and what an alert names.
///
/// Fields are kept by rule, so that one match serves every window that the rule feeds, chains too.
struct PayloadLayout {
  /// For each rule the fields in payload order; each field's aliases in the order tried.
  private(set) var names: [[String]] = []
  private(set) var ids: [[ContiguousArray<FieldID>]] = []

  /// Named in every alert where the event has them.
  static let related = ["host.name", "user.name", "source.address"]

  init(rules: [Rule], correlations: [Correlation], fields: inout FieldTable) {
    names = rules.map { rule in
      var wanted = Self.related
      for field in rule.metadata.tocsin.distinct + rule.metadata.tocsin.groupBy where !wanted.contains(field) {
        wanted.append(field)
      }
      return wanted
    }
    // Correlations are ordered inner before outer: what an outer one needs flows down to the rules below it.
    var rulesBelow: [[Int]] = []
    for correlation in correlations {
      var below: [Int] = []
      for (index, reference) in correlation.references.enumerated() {
        let ruleIndices: [Int] =
          switch reference {
          case .rule(let rule): [rule]
          case .correlation(let inner): rulesBelow[inner]
          }
        for rule in ruleIndices {
          let wanted = correlation.groupBy + correlation.fields + correlation.metadata.tocsin.distinct
          for field in wanted {
            let actual = correlation.field(field, for: index)
            if !names[rule].contains(actual) { names[rule].append(actual) }
          }
        }
        below += ruleIndices
      }
      rulesBelow.append(below)
    }
    for rule in names {
      ids.append(rule.map { name in ContiguousArray(FieldAliases.names(for: name).map { fields.intern($0) }) })
    }
  }

  /// Where a field stands in a rule's payload.
  func index(of field: String, rule: Int) -> Int? { names[rule].firstIndex(of: field) }
}

extension Correlation {
  /// The field that a group-by name stands for in the events of one reference.
  func field(_ name: String, for reference: Int) -> String {
    guard let targets = aliases[name], targets.indices.contains(reference) else { return name }
    return targets[reference] ?? name
  }
}
