import Sigma

/// Which windows each rule feeds, worked out once: by what payload values they group and count, and what they feed in turn.
struct Wiring {
  /// A window type and how one rule's matches enter it.
  final class Feed {
    /// Index into `windows`.
    let window: Int
    /// Index among the correlation's references.
    let reference: Int
    /// Payload indices of the group's values, in the order of the group-by list.
    let key: [Int]
    /// Payload indices of the values counted.
    let values: [Int]
    /// Values that an episode remembers.
    let named: [NamedValue]
    /// What sees the events at which this window's condition holds.
    let outer: [Feed]
    let type: WindowType

    init(
      window: Int, type: WindowType, reference: Int, key: [Int], values: [Int], named: [NamedValue], outer: [Feed]
    ) {
      (self.window, self.type, self.reference, self.key) = (window, type, reference, key)
      (self.values, self.named, self.outer) = (values, named, outer)
    }
  }

  /// A value that an alert names.
  struct NamedValue {
    /// Stands for the field among all that the window type names.
    var slot: Int
    var field: String
    /// Payload index.
    var index: Int
    /// Whether a new value of it is worth a message.
    var isDistinct: Bool
  }

  /// What one set of windows is: a correlation, or a rule that alerts by itself.
  final class WindowType {
    enum Source {
      case correlation(Correlation)
      /// Threshold one, grouped by entity, closing after quiet.
      case rule(Rule)
    }
    let source: Source
    let groupBy: [String]
    let distinct: [String]
    /// Whether its episodes are alerts, or only feed others.
    let alerts: Bool
    /// Microseconds.
    let timespan: Int64
    let alertRule: AlertRule
    /// A count that must be reached, where only the last records before it are worth showing; 0 otherwise.
    let evidenceThreshold: Int
    /// Whether it looks at which rules matched, not at how many events.
    let isTemporal: Bool
    /// Whether its groups are entities: an address, else a user, else a host.
    let isByEntity: Bool
    /// For each rule that feeds it, the values that an alert names.
    private(set) var namedByRule: [Int: [NamedValue]] = [:]
    private var slots: [String] = []

    init(source: Source, groupBy: [String], distinct: [String], alerts: Bool, timespan: Int64, metadata: Metadata) {
      (self.source, self.groupBy, self.distinct, self.alerts, self.timespan) = (source, groupBy, distinct, alerts, timespan)
      alertRule = AlertRule(metadata)
      switch source {
      case .rule:
        (evidenceThreshold, isTemporal, isByEntity) = (0, false, groupBy.isEmpty)
      case .correlation(let correlation):
        let threshold = correlation.kind == .eventCount ? Bounds(bounds: correlation.bounds).threshold ?? 0 : 0
        evidenceThreshold = threshold > Window.evidenceLimit ? threshold : 0
        isTemporal = correlation.kind == .temporal || correlation.kind == .temporalOrdered
        isByEntity = false
      }
    }

    /// What is remembered of a rule's matches: `own` are the fields whose new values are worth a message, with their payload
    /// indices.
    func name(rule: Int, own: [(field: String, index: Int)], _ layout: PayloadLayout) -> [NamedValue] {
      var common: [NamedValue] = []
      for field in ["user.name", "source.address"] where !distinct.contains(field) {
        if let index = layout.index(of: field, rule: rule) { common.append(value(field, index, isDistinct: false)) }
      }
      for field in distinct {
        if let index = layout.index(of: field, rule: rule) { common.append(value(field, index, isDistinct: false)) }
      }
      if namedByRule[rule] == nil { namedByRule[rule] = common }
      let own = own.map { value($0.field, $0.index, isDistinct: true) }
      return own + common.filter { value in !own.contains { $0.slot == value.slot && $0.index == value.index } }
    }

    private func value(_ field: String, _ index: Int, isDistinct: Bool) -> NamedValue {
      if !slots.contains(field) { slots.append(field) }
      return NamedValue(slot: slots.firstIndex(of: field) ?? 0, field: field, index: index, isDistinct: isDistinct)
    }
  }

  /// Quiet after which the episode of a rule without correlation closes.
  static let quiet: Int64 = 600_000_000

  private(set) var windows: [WindowType] = []
  /// Feeds by rule.
  private(set) var feeds: [[Feed]]

  init(rules: [Rule], correlations: [Correlation], layout: PayloadLayout) {
    var silentRules: Set<Int> = []
    var silentCorrelations: Set<Int> = []
    for correlation in correlations where !correlation.generate {
      for reference in correlation.references {
        switch reference {
        case .rule(let rule): silentRules.insert(rule)
        case .correlation(let inner): silentCorrelations.insert(inner)
        }
      }
    }
    for (index, correlation) in correlations.enumerated() {
      windows.append(
        WindowType(
          source: .correlation(correlation), groupBy: correlation.groupBy, distinct: correlation.metadata.tocsin.distinct,
          alerts: !silentCorrelations.contains(index), timespan: correlation.timespan, metadata: correlation.metadata))
    }
    feeds = Array(repeating: [], count: rules.count)
    for (index, rule) in rules.enumerated() {
      feeds[index] = Self.feeds(of: .rule(index), rule: index, correlations, windows, layout)
      guard !silentRules.contains(index) else { continue }
      let groupBy = rule.metadata.tocsin.groupBy
      windows.append(
        WindowType(
          source: .rule(rule), groupBy: groupBy, distinct: rule.metadata.tocsin.distinct, alerts: true, timespan: Self.quiet,
          metadata: rule.metadata))
      feeds[index].append(
        Feed(
          window: windows.count - 1, type: windows[windows.count - 1], reference: 0,
          key: groupBy.compactMap { layout.index(of: $0, rule: index) }, values: [],
          named: windows[windows.count - 1].name(
            rule: index,
            own: rule.metadata.tocsin.distinct.compactMap { field in layout.index(of: field, rule: index).map { (field, $0) } },
            layout),
          outer: []))
    }
  }

  /// For each window type the family of the rules that feed it.
  func familiesOfWindows(_ families: Families) -> [Int] {
    var result = Array(repeating: 0, count: windows.count)
    for (rule, feeds) in feeds.enumerated() {
      for feed in feeds { Self.mark(feed, families.family(ofRule: rule), &result) }
    }
    return result
  }

  private static func mark(_ feed: Feed, _ family: Int, _ result: inout [Int]) {
    result[feed.window] = family
    for outer in feed.outer { mark(outer, family, &result) }
  }

  private static func feeds(
    of source: Correlation.Reference, rule: Int, _ correlations: [Correlation], _ windows: [WindowType],
    _ layout: PayloadLayout
  ) -> [Feed] {
    var result: [Feed] = []
    for (number, correlation) in correlations.enumerated() {
      for (reference, target) in correlation.references.enumerated() where target == source {
        func indices(_ names: [String]) -> [Int] {
          names.compactMap { layout.index(of: correlation.field($0, for: reference), rule: rule) }
        }
        result.append(
          Feed(
            window: number, type: windows[number], reference: reference, key: indices(correlation.groupBy),
            values: indices(correlation.fields),
            named: windows[number].name(
              rule: rule,
              own: indices(correlation.metadata.tocsin.distinct).map { (layout.names[rule][$0], $0) }, layout),
            outer: feeds(of: .correlation(number), rule: rule, correlations, windows, layout)))
      }
    }
    return result
  }
}

extension AlertRule {
  convenience init(_ metadata: Metadata) {
    self.init(
      id: metadata.id ?? metadata.name ?? metadata.title, title: metadata.title, description: metadata.description,
      level: metadata.level.flatMap { AlertLevel(name: $0.rawValue) } ?? .medium, tags: metadata.tags,
      references: metadata.references, playbook: metadata.tocsin.playbook, owner: metadata.tocsin.owner)
  }
}
