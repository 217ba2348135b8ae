import TestSupport

/// A correlation as a tree of what its file says.
struct SlowCorrelation {
  enum Kind: String, CaseIterable {
    case eventCount = "event_count"
    case valueCount = "value_count"
    case temporal
    case temporalOrdered = "temporal_ordered"
    case valueSum = "value_sum"
    case valueAvg = "value_avg"
    case valuePercentile = "value_percentile"
    case valueMedian = "value_median"

    var isTemporal: Bool { self == .temporal || self == .temporalOrdered }
    var isOfNumbers: Bool { [.valueSum, .valueAvg, .valuePercentile, .valueMedian].contains(self) }
  }

  /// `value` in quarters, so that all is whole.
  struct Bound {
    var operation: String
    var quarters: Int
  }

  var name: String
  var kind: Kind
  /// Names of rules or of correlations before this one.
  var references: [String]
  /// Seconds.
  var timespan: Int
  var groupBy: [String] = []
  /// For each alias what it is in each of `references`.
  var aliases: [String: [String]] = [:]
  var bounds: [Bound] = []
  /// Of a temporal one, over names of references.
  var logic: SlowRule.Condition?
  var fields: [String] = []
  var percentile: Int?

  /// Whether more events can only help: then late ones change when it opens, never whether.
  var isMonotone: Bool {
    switch kind {
    case .eventCount, .valueCount: onlyGrows
    case .temporal: logic.map { !$0.hasNot } ?? onlyGrows
    case .temporalOrdered: true
    default: false
    }
  }

  private var onlyGrows: Bool { bounds.allSatisfy { $0.operation == "gte" || $0.operation == "gt" } }
}

extension SlowRule.Condition {
  fileprivate var hasNot: Bool {
    switch self {
    case .not: true
    case .and(let parts), .or(let parts): parts.contains(where: \.hasNot)
    case .name, .quantified: false
    }
  }
}

/// One event for correlations: a line of JSON.
struct Happening {
  /// Microseconds after the epoch of tests.
  var time: Int64
  /// Names of the rules it matches, each a letter.
  var kinds: String
  var fields: [Datum.Member]

  /// A field's text; nil where it is missing or null.
  func text(_ field: String) -> String? {
    fields.first { $0.key == field }?.value.text.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Four times the number that a field holds; nil where it holds none.
  func quarters(_ field: String) -> Int? {
    text(field).flatMap { Double($0.trimming) }.map { Int($0 * 4) }
  }

  func line(_ dice: inout Dice) -> [UInt8] {
    let fixed: [Datum.Member] = [
      .init("@timestamp", .number(String(Correlating.epoch + time))), .init("kind", .text(Array(kinds.utf8))),
    ]
    return Datum.object(fixed + fields).json(&dice) + [0x0A]
  }
}

extension String {
  fileprivate var trimming: String { String(drop { $0 == " " }) }
}

/// Says when each correlation first opens for each group, by counting every window anew.
struct SlowCorrelator {
  let correlations: [SlowCorrelation]
  private var groups: [[[String]: Group]]
  private var taken = 0
  /// `name group group` → microseconds after the epoch, of the first opening.
  private(set) var openings: [String: Int64] = [:]

  private struct Entry {
    var time: Int64
    var reference: Int
    /// Which event it is of.
    var event: Int
    var values: [String]
    var quarters: Int
  }

  private struct Group {
    /// By time; of the same time, as they came.
    var entries: [Entry] = []
    /// When the episode that is open opened, or nil.
    var opened: Int64?
  }

  init(_ correlations: [SlowCorrelation]) {
    self.correlations = correlations
    groups = correlations.map { _ in [:] }
  }

  /// Takes the events in the order in which they come.
  static func openings(_ correlations: [SlowCorrelation], _ events: [Happening]) -> [String: Int64] {
    var correlator = SlowCorrelator(correlations)
    for event in events { correlator.take(event) }
    return correlator.openings
  }

  /// What a correlation said of an event: that its condition holds, or that it opened.
  private struct Verdict {
    var holds = false
    var opens = false
  }

  private mutating func take(_ event: Happening) {
    taken += 1
    var verdicts: [String: Verdict] = [:]
    for kind in event.kinds { verdicts[String(kind)] = Verdict(holds: true, opens: true) }
    for number in correlations.indices {
      verdicts[correlations[number].name] = enter(number, event, verdicts)
    }
  }

  private mutating func enter(_ number: Int, _ event: Happening, _ verdicts: [String: Verdict]) -> Verdict {
    let correlation = correlations[number]
    let span = Int64(correlation.timespan) * 1_000_000
    // Over time every event at which an inner condition holds is seen; what counts, counts openings.
    let seen = correlation.references.indices.filter { index in
      let verdict = verdicts[correlation.references[index]] ?? Verdict()
      return correlation.kind.isTemporal ? verdict.holds : verdict.opens
    }
    // The groups it belongs to, which aliases may make several; in each an event is one.
    var byKey: [[String]: [Int]] = [:]
    for reference in seen {
      let key = correlation.groupBy.map { event.text(correlation.aliases[$0]?[reference] ?? $0) }
      if key.allSatisfy({ $0 != nil }) { byKey[key.compactMap(\.self), default: []].append(reference) }
    }
    var verdict = Verdict()
    for (key, references) in byKey {
      let values = correlation.fields.map { event.text($0) }
      guard values.allSatisfy({ $0 != nil }) else { continue }
      let quarters = correlation.kind.isOfNumbers ? event.quarters(correlation.fields[0]) : 0
      guard let quarters else { continue }
      var group = groups[number][key] ?? Group()
      if let opened = group.opened, closing(group, opened, before: event.time, correlation) <= event.time { group.opened = nil }
      for reference in correlation.kind.isTemporal ? references : [references[0]] {
        let place = group.entries.firstIndex { $0.time > event.time } ?? group.entries.count
        group.entries.insert(
          Entry(time: event.time, reference: reference, event: taken, values: values.compactMap(\.self), quarters: quarters),
          at: place)
      }
      // The event's own window, else those of later entries that it falls into.
      let ends = [event.time] + group.entries.map(\.time).filter { $0 > event.time && $0 < event.time + span }
      if let time = ends.first(where: { holds(group, at: $0, correlation) }) {
        verdict.holds = true
        if group.opened == nil {
          group.opened = time
          verdict.opens = true
          let name = ([correlation.name] + key).joined(separator: " ")
          if openings[name] == nil { openings[name] = time }
        }
      }
      groups[number][key] = group
    }
    return verdict
  }

  /// When an open episode closes, if nothing comes before `limit`: a timespan after the last instant at which the condition held.
  private func closing(_ group: Group, _ opened: Int64, before limit: Int64, _ correlation: SlowCorrelation) -> Int64 {
    let span = Int64(correlation.timespan) * 1_000_000
    let instants = Set(group.entries.flatMap { [$0.time, $0.time + span] } + [opened]).filter { $0 >= opened }.sorted()
    var closes = opened + span
    for (index, instant) in instants.enumerated() where instant < closes && holds(group, at: instant, correlation) {
      // It holds until the next instant at which anything changes; a window that nothing leaves any more is empty.
      let end = index + 1 < instants.count ? instants[index + 1] : instant
      closes = max(closes, end + span)
    }
    return closes
  }

  // MARK: Conditions (SPEC 6.5 to 6.12)

  private func holds(_ group: Group, at time: Int64, _ correlation: SlowCorrelation) -> Bool {
    let span = Int64(correlation.timespan) * 1_000_000
    let window = group.entries.filter { $0.time > time - span && $0.time <= time }
    let numbers = window.map(\.quarters).sorted()
    switch correlation.kind {
    case .eventCount: return meets(4 * window.count, correlation)
    case .valueCount: return meets(4 * Set(window.map(\.values)).count, correlation)
    case .temporal, .temporalOrdered:
      let seen = Set(window.map(\.reference))
      if correlation.kind == .temporalOrdered, !isOrdered(window[...], 0, correlation.references.count) { return false }
      if let logic = correlation.logic { return holds(logic, Set(seen.map { correlation.references[$0] })) }
      return correlation.bounds.isEmpty ? seen.count == correlation.references.count : meets(4 * seen.count, correlation)
    case .valueSum: return !numbers.isEmpty && meets(numbers.reduce(0, +), correlation)
    // Compared with so many times the bound.
    case .valueAvg: return !numbers.isEmpty && meets(numbers.reduce(0, +), times: numbers.count, correlation)
    case .valueMedian, .valuePercentile:
      guard !numbers.isEmpty else { return false }
      // By linear interpolation between the nearest ranks, in hundredths.
      let rank = (correlation.kind == .valueMedian ? 50 : correlation.percentile!) * (numbers.count - 1)
      let (low, rest) = (rank / 100, rank % 100)
      let value = numbers[low] * 100 + (rest == 0 ? 0 : (numbers[low + 1] - numbers[low]) * rest)
      return meets(value, times: 100, correlation)
    }
  }

  /// Whether the references from `next` on come one after the other, each with an event of its own.
  private func isOrdered(_ entries: ArraySlice<Entry>, _ next: Int, _ count: Int, after event: Int = -1) -> Bool {
    if next == count { return true }
    return entries.indices.contains { place in
      entries[place].reference == next && entries[place].event != event
        && isOrdered(entries[(place + 1)...], next + 1, count, after: entries[place].event)
    }
  }

  private func holds(_ logic: SlowRule.Condition, _ seen: Set<String>) -> Bool {
    switch logic {
    case .name(let name): seen.contains(name)
    case .not(let part): !holds(part, seen)
    case .and(let parts): parts.allSatisfy { holds($0, seen) }
    case .or(let parts): parts.contains { holds($0, seen) }
    case .quantified: preconditionFailure("not in correlations")
    }
  }

  private func meets(_ quarters: Int, times factor: Int = 1, _ correlation: SlowCorrelation) -> Bool {
    correlation.bounds.allSatisfy { bound in
      let other = bound.quarters * factor
      return switch bound.operation {
      case "gt": quarters > other
      case "gte": quarters >= other
      case "lt": quarters < other
      case "lte": quarters <= other
      case "eq": quarters == other
      default: quarters != other
      }
    }
  }
}
