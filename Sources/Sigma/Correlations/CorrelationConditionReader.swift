/// Reads the condition of a correlation: a map of bounds, or for the temporal types a string (SPEC 6.5 to 6.11).
struct CorrelationConditionReader {
  private static let operators = ["gt", "gte", "lt", "lte", "eq", "neq"]

  static func read(_ entry: YAMLEntry?, at place: Place, into draft: inout CorrelationDraft, _ report: inout Report) {
    let isTemporal = draft.kind == .temporal || draft.kind == .temporalOrdered
    guard let entry, !entry.value.isNull else {
      if !isTemporal {
        report.error(
          entry?.place ?? place, "`condition` is missing; write one such as `condition: {\(draft.kind.fieldHint)gte: 10}`")
      }
      return
    }
    if let entries = entry.value.map {
      readBounds(entries, of: entry, into: &draft, &report)
    } else if let text = entry.value.text {
      guard isTemporal else {
        report.error(
          entry.value.place,
          "a condition of rule names is for `temporal` only; `\(draft.kind.rawValue)` needs a map such as `gte: 10`")
        return
      }
      do throws(Mistake) {
        let condition = try ConditionParser.parse(text)
        if let offset = condition.firstQuantifier { throw Mistake("`of` is not for correlations; name each rule", at: offset) }
        draft.logic = (condition, entry.value)
      } catch { report.error(error, in: entry.value) }
    } else {
      report.error(entry.value.place, "`condition` must be a map such as `gte: 10`, and this is \(entry.value.kind)")
    }
  }

  private static func readBounds(
    _ entries: [YAMLEntry], of condition: YAMLEntry, into draft: inout CorrelationDraft, _ report: inout Report
  ) {
    Keys.refuseUnknown(entries, known: operators + ["field", "percentile"], of: "condition", &report)
    for entry in entries {
      guard let op = Correlation.Bound.Operator(rawValue: entry.key) else { continue }
      if case .number(let number)? = entry.value.scalar?.value {
        draft.bounds.append(Correlation.Bound(op: op, value: number))
      } else {
        report.error(entry.value.place, "`\(entry.key)` needs a number without quotes, and this is \(entry.value.kind)")
      }
    }
    if entries.allSatisfy({ $0.key == "field" || $0.key == "percentile" }) {
      report.error(
        condition.place, "the condition compares nothing; add one of \(operators.map { "`\($0)`" }.joined(separator: ", "))")
    }
    readFields(entries["field"], of: condition, into: &draft, &report)
    readPercentile(entries["percentile"], of: condition, into: &draft, &report)
  }

  private static func readFields(
    _ entry: YAMLEntry?, of condition: YAMLEntry, into draft: inout CorrelationDraft, _ report: inout Report
  ) {
    guard let entry else {
      if draft.kind.needsField {
        report.error(condition.place, "`\(draft.kind.rawValue)` needs the field whose values it looks at; add `field: name`")
      }
      return
    }
    guard draft.kind.needsField else {
      report.error(entry.place, "`field` has no meaning for `\(draft.kind.rawValue)`; use `value_count`, or remove it")
      return
    }
    draft.fields = Keys.strings(entry, &report)
    if draft.fields.isEmpty { report.error(entry.value.place, "`field` is empty; name a field") }
    if draft.fields.count > 1, draft.kind != .valueCount {
      report.error(entry.value.place, "`\(draft.kind.rawValue)` looks at one field; remove the others")
    }
  }

  private static func readPercentile(
    _ entry: YAMLEntry?, of condition: YAMLEntry, into draft: inout CorrelationDraft, _ report: inout Report
  ) {
    guard let entry else {
      if draft.kind == .valuePercentile {
        report.error(condition.place, "`value_percentile` needs to know which one; add `percentile: 95`")
      }
      return
    }
    guard draft.kind == .valuePercentile else {
      report.error(entry.place, "`percentile` is for `value_percentile` only; remove it")
      return
    }
    switch entry.value.scalar?.value {
    case .number(.integer(let value))? where (0...100).contains(value): draft.percentile = Double(value)
    case .number(.real(let value))? where (0...100).contains(value): draft.percentile = value
    default: report.error(entry.value.place, "`percentile` must be a number from 0 to 100")
    }
  }
}

extension Correlation.Kind {
  var needsField: Bool {
    switch self {
    case .eventCount, .temporal, .temporalOrdered: false
    case .valueCount, .valueSum, .valueAvg, .valuePercentile, .valueMedian: true
    }
  }

  fileprivate var fieldHint: String { needsField ? "field: name, " : "" }
}

extension ConditionNode {
  /// The offset of the first `1 of`, `all of`.
  fileprivate var firstQuantifier: Int? {
    switch self {
    case .name: nil
    case .quantified(_, _, let offset): offset
    case .and(let parts), .or(let parts): parts.lazy.compactMap(\.firstQuantifier).first
    case .not(let part): part.firstQuantifier
    }
  }
}
