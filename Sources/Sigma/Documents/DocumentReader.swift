/// Reads one document of any kind (SPEC 1.2).
struct DocumentReader {
  var options: RuleLoader.Options

  /// A draft even of a broken document, where it says who it is; the report says what is wrong.
  func read(_ document: [YAMLEntry], at place: Place, _ report: inout Report) -> Draft? {
    let kind: DocumentKind =
      document["correlation"] != nil ? .correlation : document["filter"] != nil ? .filter : .rule
    let metadata = MetadataReader.read(document, at: place, kind, &report)
    if let status = metadata.status, status == .deprecated || status == .unsupported, !options.includesUnsupported {
      report.warning(
        place, "left out because its status is `\(status.rawValue)`; such rules are loaded on request only",
        kind: .leftOut)
      return Draft(metadata: metadata, body: .leftOut(status))
    }
    let body: Draft.Body? =
      switch kind {
      case .rule: readRule(document, at: place, &report)
      case .correlation: CorrelationReader.read(document, at: place, &report).map { .correlation($0) }
      case .filter: FilterReader(options: options).read(document, at: place, &report).map { .filter($0) }
      }
    return Draft(metadata: metadata, body: report.hasErrors ? .broken : body ?? .broken)
  }

  private func readRule(_ document: [YAMLEntry], at place: Place, _ report: inout Report) -> Draft.Body? {
    let logSource = LogSourceReader.read(document, at: place, &report)
    guard let detection = document["detection"] else {
      report.error(place, "`detection` is missing" + Keys.misspelt("detection", in: document))
      return nil
    }
    guard let entries = detection.value.map else {
      report.error(
        detection.value.place, "`detection` must be a map of selections and a condition, and this is \(detection.value.kind)")
      return nil
    }
    var selections = SelectionReader(options)
    for entry in entries where entry.key != "condition" {
      if entry.key == "timeframe" {
        report.warning(entry.place, "`timeframe` belongs to old Sigma and is ignored; write a correlation with a `timespan`")
      } else {
        selections.add(entry, &report)
      }
    }
    if selections.isEmpty {
      report.error(detection.place, "`detection` has no selection; add one such as `selection: {field: value}`")
    }
    guard let condition = entries["condition"] else {
      report.error(detection.place, "`condition` is missing" + Keys.misspelt("condition", in: entries))
      return nil
    }
    guard let expression = readConditions(condition.value, selections, &report), let logSource else { return nil }
    return .rule(logSource, expression)
  }

  /// A list of conditions is an OR of them (SPEC 5.5).
  private func readConditions(_ node: YAMLNode, _ selections: SelectionReader, _ report: inout Report) -> Expression? {
    guard let list = node.list else { return selections.lower(condition: node, &report)?.expression }
    if list.isEmpty { report.error(node.place, "the list of conditions is empty; name a selection") }
    let lowered = list.map { selections.lower(condition: $0, &report)?.expression }
    return lowered.isEmpty || lowered.contains { $0 == nil } ? nil : .any(lowered.compactMap { $0 })
  }
}

enum DocumentKind { case rule, correlation, filter }
