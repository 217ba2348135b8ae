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
    /// Payload indices of the fields each new value of which is worth a message.
    let distinct: [Int]
    /// What sees the events at which this window's condition holds.
    let outer: [Feed]
    let type: WindowType

    init(
      window: Int, type: WindowType, reference: Int, key: [Int], values: [Int], distinct: [Int], outer: [Feed]
    ) {
      (self.window, self.type, self.reference, self.key) = (window, type, reference, key)
      (self.values, self.distinct, self.outer) = (values, distinct, outer)
    }
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
          distinct: rule.metadata.tocsin.distinct.compactMap { layout.index(of: $0, rule: index) }, outer: []))
    }
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
            distinct: indices(correlation.metadata.tocsin.distinct),
            outer: feeds(of: .correlation(number), rule: rule, correlations, windows, layout)))
      }
    }
    return result
  }
}

extension AlertRule {
  init(_ metadata: Metadata) {
    self.init(
      id: metadata.id ?? metadata.name ?? metadata.title, title: metadata.title, description: metadata.description,
      level: metadata.level.flatMap { AlertLevel(name: $0.rawValue) } ?? .medium, tags: metadata.tags,
      references: metadata.references, playbook: metadata.tocsin.playbook, owner: metadata.tocsin.owner)
  }
}
