import Sigma

/// Which windows each rule feeds, worked out once: by what payload values they group and count, and what they feed in turn.
struct Wiring {
  /// A window type and how one rule's matches enter it.
  struct Feed {
    /// Index into `windows`.
    var window: Int
    /// Index among the correlation's references.
    var reference: Int
    /// Payload indices of the group's values, in the order of the group-by list.
    var key: [Int]
    /// Payload indices of the values counted.
    var values: [Int]
    /// Payload indices of the fields each new value of which is worth a message.
    var distinct: [Int]
    /// What sees the events at which this window's condition holds.
    var outer: [Feed]
  }

  /// What one set of windows is: a correlation, or a rule that alerts by itself.
  struct WindowType {
    enum Source {
      case correlation(Correlation)
      /// Threshold one, grouped by entity, closing after quiet.
      case rule(Rule)
    }
    var source: Source
    var groupBy: [String]
    var distinct: [String]
    /// Whether its episodes are alerts, or only feed others.
    var alerts: Bool
    /// Microseconds.
    var timespan: Int64
    var metadata: Metadata
    var alertRule: AlertRule
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
          alerts: !silentCorrelations.contains(index), timespan: correlation.timespan, metadata: correlation.metadata,
          alertRule: AlertRule(correlation.metadata)))
    }
    feeds = Array(repeating: [], count: rules.count)
    for (index, rule) in rules.enumerated() {
      feeds[index] = Self.feeds(of: .rule(index), rule: index, correlations, layout, depth: 0)
      guard !silentRules.contains(index) else { continue }
      let groupBy = rule.metadata.tocsin.groupBy
      windows.append(
        WindowType(
          source: .rule(rule), groupBy: groupBy, distinct: rule.metadata.tocsin.distinct, alerts: true, timespan: Self.quiet,
          metadata: rule.metadata, alertRule: AlertRule(rule.metadata)))
      feeds[index].append(
        Feed(
          window: windows.count - 1, reference: 0, key: groupBy.compactMap { layout.index(of: $0, rule: index) }, values: [],
          distinct: rule.metadata.tocsin.distinct.compactMap { layout.index(of: $0, rule: index) }, outer: []))
    }
  }

  private static func feeds(
    of source: Correlation.Reference, rule: Int, _ correlations: [Correlation], _ layout: PayloadLayout, depth: Int
  ) -> [Feed] {
    var result: [Feed] = []
    for (number, correlation) in correlations.enumerated() {
      for (reference, target) in correlation.references.enumerated() where target == source {
        func indices(_ names: [String]) -> [Int] {
          names.compactMap { layout.index(of: correlation.field($0, for: reference), rule: rule) }
        }
        result.append(
          Feed(
            window: number, reference: reference, key: indices(correlation.groupBy), values: indices(correlation.fields),
            distinct: indices(correlation.metadata.tocsin.distinct),
            outer: feeds(of: .correlation(number), rule: rule, correlations, layout, depth: depth + 1)))
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
