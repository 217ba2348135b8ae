/// Reads the selections of a `detection` or `filter` map and lowers conditions over them.
struct SelectionReader {
  private let items: ItemReader
  private var selections: [(name: String, expression: Expression)] = []
  /// Selections that are there but could not be read; conditions on them are not reported again.
  private var broken: Set<String> = []

  init(_ options: RuleLoader.Options) { items = ItemReader(options: options) }

  var isEmpty: Bool { selections.isEmpty && broken.isEmpty }

  mutating func add(_ entry: YAMLEntry, _ report: inout Report) {
    if let expression = read(entry.value, of: entry.key, &report) {
      selections.append((entry.key, expression))
    } else {
      broken.insert(entry.key)
    }
  }

  // MARK: Selections (SPEC 3.1)

  private func read(_ node: YAMLNode, of name: String, _ report: inout Report) -> Expression? {
    switch node.content {
    case .map(let entries):
      guard !entries.isEmpty else {
        report.error(node.place, "`\(name)` is an empty map; give it an item such as `field: value`")
        return nil
      }
      let parts = entries.map { items.read($0, &report) }
      return parts.contains { $0 == nil } ? nil : .all(parts.compactMap { $0 })
    case .list(let list):
      guard !list.isEmpty else {
        report.error(node.place, "`\(name)` is an empty list; give it keywords or maps")
        return nil
      }
      let parts = list.map { read($0, of: name, &report) }
      return parts.contains { $0 == nil } ? nil : .any(parts.compactMap { $0 })
    case .scalar:
      guard !node.isNull else {
        report.error(node.place, "`\(name)` is empty, and null is no keyword; give it an item such as `field: value`")
        return nil
      }
      return items.readKeyword(node, &report)
    }
  }

  // MARK: Conditions (SPEC 5)

  /// Nil where something is wrong; the report says what.
  func lower(condition node: YAMLNode, _ report: inout Report) -> (expression: Expression, isNegated: Bool)? {
    guard let text = node.text else {
      let mend = node.isNull ? "name a selection" : "quote it"
      report.error(node.place, "the condition must be a string, and this is \(node.kind); \(mend)")
      return nil
    }
    let parsed: ConditionNode
    do { parsed = try ConditionParser.parse(text) } catch {
      report.error(error, in: node)
      return nil
    }
    var mistakes: [Mistake] = []
    let expression = lower(parsed, &mistakes)
    // A selection that could not be read has been reported already, and one that is missing needs to be named once.
    var told: Set<String> = report.hasErrors ? [""] : []
    for mistake in mistakes where told.insert(mistake.message).inserted { report.error(mistake, in: node) }
    return expression.map { ($0, parsed.isNegated) }
  }

  /// Nil where something is wrong; all of it is then among the mistakes.
  private func lower(_ node: ConditionNode, _ mistakes: inout [Mistake]) -> Expression? {
    switch node {
    case .name(let name, let offset):
      do { return try selection(name, offset) } catch { mistakes.append(error) }
      return nil
    case .quantified(let all, let target, let offset):
      do {
        let parts = try targets(target, offset)
        return all ? .all(parts) : .any(parts)
      } catch { mistakes.append(error) }
      return nil
    case .and(let parts): return lower(parts, &mistakes).map { .all($0) }
    case .or(let parts): return lower(parts, &mistakes).map { .any($0) }
    case .not(let part): return lower(part, &mistakes).map { .negation(of: $0) }
    }
  }

  private func lower(_ parts: [ConditionNode], _ mistakes: inout [Mistake]) -> [Expression]? {
    var lowered: [Expression] = []
    for part in parts { if let expression = lower(part, &mistakes) { lowered.append(expression) } }
    return lowered.count == parts.count ? lowered : nil
  }

  private func selection(_ name: String, _ offset: Int) throws(Mistake) -> Expression {
    if let found = selections.first(where: { $0.name == name }) { return found.expression }
    if broken.contains(name) { throw Mistake("", at: offset) }
    if name == "them" { throw Mistake("`them` needs a quantifier; write `1 of them` or `all of them`", at: offset) }
    let known = selections.map(\.name) + broken.sorted()
    let near = Suggestion.near(name, known)
    let names = known.sorted().prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    let mend = near.isEmpty ? names.isEmpty ? "; add it" : "; add it, or name one of \(names)" : near
    throw Mistake("there is no selection `\(name)`\(mend)", at: offset)
  }

  private func targets(_ target: String, _ offset: Int) throws(Mistake) -> [Expression] {
    let isMatch: (String) -> Bool =
      target == "them"
      ? { !$0.hasPrefix("_") }
      : { (target.hasPrefix("_") || !$0.hasPrefix("_") || !target.contains("*")) && NamePattern.matches(target, $0) }
    if broken.contains(where: isMatch) { throw Mistake("", at: offset) }
    let parts = selections.filter { isMatch($0.name) }
    guard !parts.isEmpty else {
      let names = selections.map(\.name).sorted().prefix(8).map { "`\($0)`" }.joined(separator: ", ")
      let mend = target.lowercased() == "them" && target != "them" ? "write `them`" : "there is \(names.isEmpty ? "none" : names)"
      throw Mistake("`\(target)` fits no selection; \(mend)", at: offset)
    }
    return parts.map(\.expression)
  }
}
