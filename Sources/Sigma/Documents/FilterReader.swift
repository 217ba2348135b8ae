/// Reads a filter document (SPEC 7).
struct FilterReader {
  var options: RuleLoader.Options

  func read(_ document: [YAMLEntry], at place: Place, _ report: inout Report) -> FilterDraft? {
    let logSource = LogSourceReader.read(document, at: place, &report)
    guard let filter = document["filter"] else { return nil }
    guard let entries = filter.value.map else {
      report.error(
        filter.value.place, "`filter` must be a map of rules, selections and a condition, and this is \(filter.value.kind)")
      return nil
    }
    let rules = readRules(entries, at: filter.place, &report)
    var selections = SelectionReader(options)
    for entry in entries where entry.key != "rules" && entry.key != "condition" { selections.add(entry, &report) }
    if selections.isEmpty { report.error(filter.place, "`filter` has no selection; add one such as `selection: {field: value}`") }
    guard let condition = entries["condition"] else {
      report.error(filter.place, "`condition` is missing" + Keys.misspelt("condition", in: entries))
      return nil
    }
    guard let lowered = selections.lower(condition: condition.value, &report), let logSource else { return nil }
    if !lowered.isNegated {
      report.warning(
        condition.value.place, "this condition keeps only what it matches; write `not selection` to leave out what it matches",
        kind: .keepingFilter)
    }
    return FilterDraft(logSource: logSource, rules: rules, expression: lowered.expression)
  }

  /// Nil for `any`, and for an empty list, which means the same.
  private func readRules(_ entries: [YAMLEntry], at place: Place, _ report: inout Report) -> [Handle]? {
    guard let rules = entries["rules"] else {
      report.error(
        place,
        "`rules` is missing"
          + Keys.misspelt("rules", in: entries).replacing("; add it", with: "; name rules, or write `rules: any`"))
      return nil
    }
    if rules.value.text == "any" { return nil }
    let handles = Handle.read(rules, &report)
    return handles.isEmpty ? nil : handles
  }
}

extension Handle {
  /// One handle or a list of them.
  static func read(_ entry: YAMLEntry, _ report: inout Report) -> [Handle] {
    if let scalar = entry.value.scalar, !entry.value.isNull { return [Handle(text: scalar.text, place: entry.value.place)] }
    guard let list = entry.value.list else {
      report.error(entry.value.place, "`\(entry.key)` must be a list of ids or names, and this is \(entry.value.kind)")
      return []
    }
    return list.compactMap { node in
      guard let scalar = node.scalar, !node.isNull else {
        report.error(node.place, "`\(entry.key)` must hold ids or names, and this is \(node.kind)")
        return nil
      }
      return Handle(text: scalar.text, place: node.place)
    }
  }
}
