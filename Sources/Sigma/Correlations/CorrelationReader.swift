/// Reads a correlation document (SPEC 6).
struct CorrelationReader {
  private static let keys = ["type", "rules", "timespan", "group-by", "aliases", "condition", "generate"]
  private let entries: [YAMLEntry]
  private let place: Place

  static func read(_ document: [YAMLEntry], at place: Place, _ report: inout Report) -> CorrelationDraft? {
    guard let correlation = document["correlation"] else { return nil }
    guard let entries = correlation.value.map else {
      report.error(
        correlation.value.place,
        "`correlation` must be a map, and this is \(correlation.value.kind); write `type:`, `rules:` and `timespan:`")
      return nil
    }
    let reader = CorrelationReader(entries: entries, place: correlation.place)
    return reader.read(root: document, &report)
  }

  private func read(root: [YAMLEntry], _ report: inout Report) -> CorrelationDraft? {
    refuseUnknownKeys(&report)
    let kind = readKind(&report)
    let timespan = readTimespan(&report)
    guard let kind else { return nil }
    var draft = CorrelationDraft(kind: kind, rules: [], timespan: timespan ?? 1)
    if let rules = entries["rules"] { draft.rules = Handle.read(rules, &report) }
    if let groupBy = entries["group-by"] { draft.groupBy = Keys.strings(groupBy, &report) }
    if let aliases = entries["aliases"] { draft.aliases = readAliases(aliases, &report) }
    CorrelationConditionReader.read(entries["condition"], at: place, into: &draft, &report)
    if draft.rules.isEmpty, entries["rules"].map({ $0.value.list?.isEmpty ?? $0.value.isNull }) ?? true {
      if let logic = draft.logic, entries["rules"] == nil {
        draft.rules = logic.condition.names.map { Handle(text: $0.name, place: logic.node.place) }
      } else {
        let missing =
          entries["rules"] == nil ? "`rules` is missing" + Keys.misspelt("rules", in: entries) : "`rules` names no rule; name one"
        report.error(entries["rules"]?.place ?? place, missing)
      }
    }
    draft.generate = readGenerate(root: root, &report)
    return timespan == nil ? nil : draft
  }

  private func refuseUnknownKeys(_ report: inout Report) {
    for entry in entries where entry.key == "timeframe" {
      report.error(entry.place, "`timeframe` belongs to old Sigma; write `timespan`")
    }
    Keys.refuseUnknown(entries.filter { $0.key != "timeframe" }, known: Self.keys, of: "correlation", &report)
  }

  private func readKind(_ report: inout Report) -> Correlation.Kind? {
    let known = Correlation.Kind.allCases.map(\.rawValue)
    guard let node = entries["type"]?.value, !node.isNull else {
      report.error(place, "`type` is missing" + Keys.misspelt("type", in: entries))
      return nil
    }
    let text = node.scalar?.text ?? node.kind
    if let kind = Correlation.Kind(rawValue: text) { return kind }
    let near = Suggestion.near(text, known)
    report.error(
      node.place, "unknown correlation type `\(text)`\(near.isEmpty ? "; the types are \(known.joined(separator: ", "))" : near)")
    return nil
  }

  private func readTimespan(_ report: inout Report) -> Int64? {
    guard let node = entries["timespan"]?.value, !node.isNull else {
      if entries["timeframe"] == nil { report.error(place, "`timespan` is missing" + Keys.misspelt("timespan", in: entries)) }
      return nil
    }
    guard let text = node.scalar?.text else {
      report.error(node.place, "`timespan` must be a string such as `15m`, and this is \(node.kind)")
      return nil
    }
    do { return try Timespan.parse(text) } catch {
      report.error(error, in: node)
      return nil
    }
  }

  private func readAliases(_ entry: YAMLEntry, _ report: inout Report) -> [CorrelationDraft.Alias] {
    guard let aliases = entry.value.map else {
      report.error(entry.value.place, "`aliases` must be a map of alias to rules and fields, and this is \(entry.value.kind)")
      return []
    }
    return aliases.compactMap { alias in
      guard let fields = alias.value.map, !fields.isEmpty else {
        report.error(
          alias.value.place, "the alias `\(alias.key)` must say for each rule which field it stands for: `rule_name: field`")
        return nil
      }
      var result = CorrelationDraft.Alias(name: alias.key, fields: [])
      for field in fields {
        if let text = field.value.scalar?.text, !text.isEmpty {
          result.fields.append((Handle(text: field.key, place: field.place), text))
        } else {
          report.error(field.value.place, "the alias `\(alias.key)` needs the name of a field, and this is \(field.value.kind)")
        }
      }
      return result
    }
  }

  /// At the root by the schema, inside `correlation` by pySigma; both are read (SPEC 6.13).
  private func readGenerate(root: [YAMLEntry], _ report: inout Report) -> Bool {
    let outer = readBoolean(root["generate"], &report)
    let inner = readBoolean(entries["generate"], &report)
    if let outer, let inner, outer != inner {
      report.error(root["generate"]?.place ?? place, "`generate` here and under `correlation` contradict each other; remove one")
    }
    return outer ?? inner ?? false
  }

  private func readBoolean(_ entry: YAMLEntry?, _ report: inout Report) -> Bool? {
    guard let entry else { return nil }
    if case .boolean(let value)? = entry.value.scalar?.value { return value }
    report.error(entry.value.place, "`\(entry.key)` must be `true` or `false`, and this is \(entry.value.kind)")
    return nil
  }
}

extension ConditionNode {
  /// Every name once, in the order of the text, with its first offset.
  var names: [(name: String, offset: Int)] {
    var found: [(name: String, offset: Int)] = []
    func walk(_ node: ConditionNode) {
      switch node {
      case .name(let name, let offset): if !found.contains(where: { $0.name == name }) { found.append((name, offset)) }
      case .quantified: break
      case .and(let parts), .or(let parts): for part in parts { walk(part) }
      case .not(let part): walk(part)
      }
    }
    walk(self)
    return found
  }
}
