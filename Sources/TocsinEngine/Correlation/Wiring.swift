import Sigma

/// Which windows each rule feeds, worked out once: by what payload values they group and count, and what they feed in turn.
struct Wiring {
  /// A window type and how one rule's matches enter it: what every event looks at, in memory that no count guards.
  struct Feed: BitwiseCopyable {
    /// Index into `windows`.
    let window: Int
    /// Index among the correlation's references.
    let reference: Int
    /// Payload indices of the group's values, in the order of the group-by list.
    let key: Table<Int>
    /// Whether the rule's events have all values of the group.
    let hasWholeKey: Bool
    /// Payload indices of the values counted.
    let values: Table<Int>
    /// Whether these must be numbers.
    let countsNumbers: Bool
    /// The values that an episode remembers.
    let named: Table<NamedValue>
    /// What sees the events at which this window's condition holds.
    let outer: Table<Feed>
    /// As in the window type.
    let timespan: Int64
    let evidenceThreshold: Int
    let isTemporal: Bool
    /// Whether a correlation below may hold with the same event and undo what holds without it.
    let awaitsInner: Bool
    /// How many correlations stand below it.
    let depth: Int
    let isByEntity: Bool
    let alerts: Bool

    /// Whether the group is one value as it is written.
    let isByOneValue: Bool
  }

  /// A feed where it stands in its table: it is too large to be handed on.
  @safe
  struct FeedPlace: BitwiseCopyable {
    private let place: UnsafePointer<Feed>

    init(_ feeds: Table<Feed>, _ index: Int) {
      precondition(index >= 0 && index < feeds.count)
      unsafe place = feeds.start + index
    }

    @inline(__always)
    var it: Feed { unsafeAddress { unsafe place } }

    /// Whether an event has what is counted: one without it is no event here (SPEC 6.7, 6.11).
    @inline(__always)
    func counts(_ payload: inout PayloadIndex) -> Bool {
      var index = 0
      while index < it.values.count {
        guard let value = payload.value(it.values[index]), !it.countsNumbers || NumberText.parse(value) != nil else {
          return false
        }
        index += 1
      }
      return true
    }
  }

  /// A value that an alert names.
  struct NamedValue: BitwiseCopyable {
    /// Index of the field among all that the window type names.
    let slot: Int
    /// Payload index.
    let index: Int
    /// Whether a new value of it is worth a message.
    let isDistinct: Bool
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
    /// Whether what holds over time may no longer hold when another rule has matched.
    let mayTurnFalse: Bool
    /// Whether it reckons with the numbers in a field.
    let countsNumbers: Bool
    /// Whether its groups are entities: an address, else a user, else a host.
    let isByEntity: Bool
    /// For each rule that feeds it, the values that an alert names.
    private(set) var namedByRule: [Int: [NamedValue]] = [:]
    /// The fields that an alert names, by slot.
    private(set) var fields: [String] = []

    init(source: Source, groupBy: [String], distinct: [String], alerts: Bool, timespan: Int64, metadata: Metadata) {
      (self.source, self.groupBy, self.distinct, self.alerts, self.timespan) = (source, groupBy, distinct, alerts, timespan)
      alertRule = AlertRule(metadata)
      switch source {
      case .rule:
        (evidenceThreshold, isTemporal, mayTurnFalse, countsNumbers, isByEntity) = (0, false, false, false, groupBy.isEmpty)
      case .correlation(let correlation):
        let threshold = correlation.kind == .eventCount ? Bounds(bounds: correlation.bounds).threshold ?? 0 : 0
        evidenceThreshold = threshold > EvidenceRow.limit ? threshold : 0
        isTemporal = correlation.kind == .temporal || correlation.kind == .temporalOrdered
        mayTurnFalse = isTemporal && (correlation.logic != nil || correlation.bounds.contains { $0.op != .gt && $0.op != .gte })
        countsNumbers = [.valueSum, .valueAvg, .valueMedian, .valuePercentile].contains(correlation.kind)
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
      if !fields.contains(field) { fields.append(field) }
      return NamedValue(slot: fields.firstIndex(of: field) ?? 0, index: index, isDistinct: isDistinct)
    }
  }

  /// Quiet after which the episode of a rule without correlation closes.
  static let quiet: Int64 = 600_000_000

  let windows: [WindowType]
  /// Feeds by rule.
  let feeds: Table<Table<Feed>>
  /// Holds the feeds.
  private let pool: ConstantPool

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
    var windows: [WindowType] = []
    for (index, correlation) in correlations.enumerated() {
      windows.append(
        WindowType(
          source: .correlation(correlation), groupBy: correlation.groupBy, distinct: correlation.metadata.tocsin.distinct,
          alerts: !silentCorrelations.contains(index), timespan: correlation.timespan, metadata: correlation.metadata))
    }
    var ownWindows: [Int: Int] = [:]
    for (index, rule) in rules.enumerated() where !silentRules.contains(index) {
      ownWindows[index] = windows.count
      windows.append(
        WindowType(
          source: .rule(rule), groupBy: rule.metadata.tocsin.groupBy, distinct: rule.metadata.tocsin.distinct, alerts: true,
          timespan: Self.quiet, metadata: rule.metadata))
    }
    let pool = ConstantPool()
    let maker = FeedMaker(correlations: correlations, layout: layout, windows: windows, pool: pool)
    feeds = pool.table(
      rules.enumerated().map { index, rule in
        let own = ownWindows[index].map { maker.feed(of: rule, index, window: $0) }
        return pool.table(maker.feeds(of: .rule(index), rule: index) + [own].compactMap { $0 })
      })
    (self.windows, self.pool) = (windows, pool)
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
}

/// Works the feeds out and keeps them in a pool.
private struct FeedMaker {
  let correlations: [Correlation]
  let layout: PayloadLayout
  let windows: [Wiring.WindowType]
  let pool: ConstantPool
  /// A correlation that only feeds others, and counts just what another one does, has no windows: the other's serve for both.
  let standIns: [Int: Int]

  init(correlations: [Correlation], layout: PayloadLayout, windows: [Wiring.WindowType], pool: ConstantPool) {
    (self.correlations, self.layout, self.windows, self.pool) = (correlations, layout, windows, pool)
    var standIns: [Int: Int] = [:]
    for (number, correlation) in correlations.enumerated() where !windows[number].alerts {
      standIns[number] = correlations.indices.first { other in
        (windows[other].alerts || (other < number && standIns[other] == nil)) && correlations[other].counts(as: correlation)
      }
    }
    self.standIns = standIns
  }

  /// How a rule that alerts by itself enters its own windows.
  func feed(of rule: Rule, _ number: Int, window: Int) -> Wiring.Feed {
    make(
      rule: number, window: window, reference: 0,
      key: rule.metadata.tocsin.groupBy.compactMap { layout.index(of: $0, rule: number) }, values: [],
      distinct: rule.metadata.tocsin.distinct.compactMap { field in layout.index(of: field, rule: number).map { (field, $0) } },
      outer: [])
  }

  /// How a rule's matches enter the correlations that refer to it, directly or through others.
  func feeds(of source: Correlation.Reference, rule: Int) -> [Wiring.Feed] {
    var result: [Wiring.Feed] = []
    for (number, correlation) in correlations.enumerated() where standIns[number] == nil {
      for (reference, target) in correlation.references.enumerated() where target == source {
        let indices = { [layout] (names: [String]) in
          names.compactMap { layout.index(of: correlation.field($0, for: reference), rule: rule) }
        }
        let outer = correlations.indices.filter { $0 == number || standIns[$0] == number }
          .flatMap { feeds(of: .correlation($0), rule: rule) }
        result.append(
          make(
            rule: rule, window: number, reference: reference, key: indices(correlation.groupBy),
            values: indices(correlation.fields),
            distinct: indices(correlation.metadata.tocsin.distinct).map { (layout.names[rule][$0], $0) }, outer: outer))
      }
    }
    return result
  }

  private func make(
    rule: Int, window: Int, reference: Int, key: [Int], values: [Int], distinct: [(field: String, index: Int)],
    outer: [Wiring.Feed]
  ) -> Wiring.Feed {
    let type = windows[window]
    let depth = depth(of: window)
    return Wiring.Feed(
      window: window, reference: reference, key: pool.table(key), hasWholeKey: key.count == type.groupBy.count,
      values: pool.table(values), countsNumbers: type.countsNumbers,
      named: pool.table(type.alerts ? type.name(rule: rule, own: distinct, layout) : []), outer: pool.table(outer),
      timespan: type.timespan, evidenceThreshold: type.evidenceThreshold, isTemporal: type.isTemporal,
      awaitsInner: type.mayTurnFalse && depth > 0, depth: depth,
      isByEntity: type.isByEntity, alerts: type.alerts,
      isByOneValue: key.count == 1 && type.groupBy.count == 1 && !type.isByEntity)
  }

  /// How many correlations stand below a window type's, at most.
  private func depth(of window: Int) -> Int {
    guard case .correlation(let correlation) = windows[window].source else { return 0 }
    let inner = correlation.references.compactMap { reference in
      if case .correlation(let number) = reference { return depth(of: number) + 1 }
      return nil
    }
    return inner.max() ?? 0
  }
}

extension Correlation {
  /// Whether its condition holds for the same groups at the same times as that of the other one, whatever comes.
  fileprivate func counts(as other: Correlation) -> Bool {
    kind == other.kind && references == other.references && timespan == other.timespan && groupBy == other.groupBy
      && aliases == other.aliases && bounds == other.bounds && logic == other.logic && fields == other.fields
      && percentile == other.percentile
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
