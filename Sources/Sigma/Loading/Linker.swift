/// Resolves references between documents: filters into rules, correlations to what they watch (SPEC 6, 7).
struct Linker {
  private let drafts: [Draft]
  private var handles: Handles
  private var set = RuleSet()
  /// For each draft, what it became in the set; nil for what is left out.
  private var results: [Correlation.Reference?]

  init(_ drafts: [Draft]) {
    self.drafts = drafts
    handles = Handles(drafts)
    results = Array(repeating: nil, count: drafts.count)
  }

  mutating func link() -> RuleSet {
    set.problems = handles.problems
    set.refused = handles.duplicates.count { if case .broken = drafts[$0].body { false } else { true } }
    for (index, draft) in drafts.enumerated() where !handles.duplicates.contains(index) {
      guard case .rule(let source, let expression) = draft.body else { continue }
      results[index] = .rule(set.rules.count)
      set.rules.append(Rule(metadata: draft.metadata, logSource: source, expression: expression))
    }
    for (index, draft) in drafts.enumerated() where !handles.duplicates.contains(index) {
      if case .filter(let filter) = draft.body { apply(filter, draft.metadata) }
    }
    linkCorrelations()
    return set
  }

  private func report(_ metadata: Metadata) -> Report { Report(path: metadata.position.path, title: metadata.title) }

  private mutating func add(_ report: Report) {
    set.problems += report.problems
    if report.hasErrors { set.refused += 1 }
  }

  /// The draft that a handle means, or a report of why there is none.
  private func find(_ handle: Handle, _ report: inout Report) -> Int? {
    guard let index = handles.find(handle.text) else {
      let near = Suggestion.near(handle.text, handles.known)
      report.error(handle.place, "there is no rule `\(handle.text)`\(near.isEmpty ? "; refer to it by its id or name" : near)")
      return nil
    }
    return index
  }

  private func unavailable(_ handle: Handle, _ index: Int) -> String {
    if case .leftOut(let status) = drafts[index].body {
      return "`\(handle.text)` is left out because its status is `\(status.rawValue)`; refer to another rule"
    }
    if case .filter = drafts[index].body { return "`\(handle.text)` is a filter; refer to a rule" }
    return "`\(handle.text)` could not be loaded; mend it first"
  }

  // MARK: Filters

  private mutating func apply(_ filter: FilterDraft, _ metadata: Metadata) {
    var report = report(metadata)
    defer { add(report) }
    var targets: Set<Int> = []
    if let rules = filter.rules {
      for handle in rules {
        guard let index = find(handle, &report) else { continue }
        switch (drafts[index].body, results[index]) {
        case (.correlation, _):
          report.error(
            handle.place, "a filter acts on rules, and `\(handle.text)` is a correlation; name the rules that it watches")
        case (_, .rule(let rule)?):
          if filter.logSource.contains(set.rules[rule].logSource) {
            targets.insert(rule)
          } else {
            report.warning(
              handle.place, "the filter's log source does not contain that of `\(handle.text)`, so it does nothing there")
          }
        default: report.warning(handle.place, unavailable(handle, index))
        }
      }
    } else {
      targets = Set(set.rules.indices.filter { filter.logSource.contains(set.rules[$0].logSource) })
    }
    if report.hasErrors { return }
    for rule in targets { set.rules[rule].expression = .all([set.rules[rule].expression, filter.expression]) }
  }

  // MARK: Correlations

  /// A correlation on its way into the set: the draft's index and its references, as indices of drafts.
  private struct Pending {
    var index: Int
    var draft: CorrelationDraft
    var references: [(handle: Handle, target: Int)] = []
  }

  private mutating func linkCorrelations() {
    var pending: [Int: Pending] = [:]
    var users: [Int: [Int]] = [:]
    var waiting: [Int: Int] = [:]
    for (index, draft) in drafts.enumerated() where !handles.duplicates.contains(index) {
      guard case .correlation(let correlation) = draft.body, let item = resolve(correlation, index) else { continue }
      pending[index] = item
    }
    for (index, item) in pending {
      let inner = Set(item.references.map(\.target).filter { pending[$0] != nil })
      waiting[index] = inner.count
      for target in inner { users[target, default: []].append(index) }
    }
    var ready = pending.keys.filter { waiting[$0] == 0 }.sorted()
    var next = 0
    while next < ready.count {
      let index = ready[next]
      next += 1
      if let item = pending.removeValue(forKey: index) { finish(item) }
      for user in (users[index] ?? []).sorted() {
        waiting[user, default: 0] -= 1
        if waiting[user] == 0 { ready.append(user) }
      }
    }
    reportCycles(pending)
  }

  private mutating func resolve(_ correlation: CorrelationDraft, _ index: Int) -> Pending? {
    var report = report(drafts[index].metadata)
    defer { add(report) }
    var item = Pending(index: index, draft: correlation)
    for handle in correlation.rules {
      guard let target = find(handle, &report) else { continue }
      // A rule named twice counts once, except in a sequence.
      if correlation.kind != .temporalOrdered, item.references.contains(where: { $0.target == target }) { continue }
      item.references.append((handle, target))
    }
    return report.hasErrors ? nil : item
  }

  private mutating func finish(_ item: Pending) {
    let metadata = drafts[item.index].metadata
    var report = report(metadata)
    var references: [Correlation.Reference] = []
    for (handle, target) in item.references {
      if let result = results[target] {
        references.append(result)
      } else {
        report.error(handle.place, unavailable(handle, target))
      }
    }
    let completion = CorrelationCompletion(targets: item.references.map(\.target), handles: handles)
    let logic = completion.logic(item.draft, &report)
    let aliases = completion.aliases(item.draft, &report)
    add(report)
    if report.hasErrors { return }
    var correlation = Correlation(
      metadata: metadata, kind: item.draft.kind, references: references, referenceNames: item.references.map(\.handle.text),
      timespan: item.draft.timespan)
    (correlation.groupBy, correlation.fields, correlation.percentile) = (
      item.draft.groupBy, item.draft.fields, item.draft.percentile
    )
    (correlation.aliases, correlation.logic, correlation.generate) = (aliases, logic, item.draft.generate)
    correlation.bounds = completion.bounds(item.draft)
    results[item.index] = .correlation(set.correlations.count)
    set.correlations.append(correlation)
  }

  /// What is left waits for itself, or for something that does.
  private mutating func reportCycles(_ pending: [Int: Pending]) {
    for (index, item) in pending.sorted(by: { $0.key < $1.key }) {
      var report = report(drafts[index].metadata)
      for (handle, target) in item.references where pending[target] != nil {
        if let path = cycle(from: target, to: index, pending) {
          let names = ([index] + path).map { "`\(name($0))`" }.joined(separator: " → ")
          report.error(handle.place, "the references go round in a circle: \(names); remove one")
        } else {
          report.error(handle.place, unavailable(handle, target))
        }
      }
      add(report)
    }
  }

  private func name(_ index: Int) -> String {
    drafts[index].metadata.name ?? drafts[index].metadata.id ?? drafts[index].metadata.title
  }

  /// The shortest way from one pending correlation to another; nil where there is none.
  private func cycle(from start: Int, to goal: Int, _ pending: [Int: Pending]) -> [Int]? {
    var before: [Int: Int] = [start: start]
    var queue = [start]
    var next = 0
    while next < queue.count {
      let index = queue[next]
      next += 1
      if index == goal {
        var path = [goal]
        while let step = before[path[0]], path[0] != start { path.insert(step, at: 0) }
        return path
      }
      for (_, target) in pending[index]?.references ?? [] where before[target] == nil {
        before[target] = index
        queue.append(target)
      }
    }
    return nil
  }
}
