import Sigma

/// `temporal` and `temporal_ordered`: which of the referenced rules were seen, and in which order.
final class TemporalTally: Tally {
  private struct Entry {
    var time: Int64
    var reference: Int
  }

  /// So many entries of each reference are kept, the newest.
  private static let perReference = 64

  private let correlation: Correlation
  private let bounds: Bounds
  private var entries = SortedEntries<Entry> { $0.time }

  init(_ correlation: Correlation) {
    self.correlation = correlation
    bounds = Bounds(bounds: correlation.bounds)
    super.init(timespan: correlation.timespan)
  }

  override var newest: Int64 { entries.last?.time ?? Int64.min }

  override func add(time: Int64, reference: Int, values: ByteView?, multiplicity: Int) {
    _ = entries.insert(Entry(time: time, reference: reference))
    guard entries.count > Self.perReference * correlation.references.count else { return }
    var kept = SortedEntries<Entry> { $0.time }
    var seen = Array(repeating: 0, count: correlation.references.count)
    var chosen: [Entry] = []
    for index in stride(from: entries.count - 1, through: 0, by: -1) {
      seen[entries[index].reference] += 1
      if seen[entries[index].reference] <= Self.perReference / 2 { chosen.append(entries[index]) }
    }
    for entry in chosen.reversed() { _ = kept.insert(entry) }
    entries = kept
  }

  override func holds(at time: Int64) -> Bool {
    let start = entries.firstIndex(after: time.subtractingClamped(timespan))
    return holds(start, max(start, entries.firstIndex(after: time)))
  }

  private func holds(_ start: Int, _ end: Int) -> Bool {
    var seen = Set<Int>()
    for index in start..<end { seen.insert(entries[index].reference) }
    if let logic = correlation.logic {
      return Self.evaluate(logic, seen) && (correlation.kind == .temporal || isOrdered(start, end, seen.sorted()))
    }
    let wanted = correlation.references.count
    if correlation.bounds.isEmpty {
      return seen.count == wanted && (correlation.kind == .temporal || isOrdered(start, end, Array(0..<wanted)))
    }
    guard bounds.hold(.integer(Int64(seen.count))) else { return false }
    return correlation.kind == .temporal || isOrdered(start, end, seen.sorted())
  }

  /// Whether the references occur as a subsequence.
  private func isOrdered(_ start: Int, _ end: Int, _ order: [Int]) -> Bool {
    var next = 0
    for index in start..<end where next < order.count {
      if entries[index].reference == order[next] { next += 1 }
    }
    return next == order.count
  }

  private static func evaluate(_ logic: Correlation.Logic, _ seen: Set<Int>) -> Bool {
    switch logic {
    case .reference(let index): seen.contains(index)
    case .and(let parts): parts.allSatisfy { evaluate($0, seen) }
    case .or(let parts): parts.contains { evaluate($0, seen) }
    case .not(let part): !evaluate(part, seen)
    }
  }

  override func heldUntil(from time: Int64) -> Int64 {
    var start = entries.firstIndex(after: time.subtractingClamped(timespan))
    let end = max(start, entries.firstIndex(after: time))
    while start < end {
      let expiry = entries[start].time.addingClamped(timespan)
      while start < end, entries[start].time.addingClamped(timespan) <= expiry { start += 1 }
      if !holds(start, end) { return expiry }
    }
    return time.addingClamped(timespan)
  }

  override func extent(at time: Int64) -> (count: Int, first: Int64) {
    let start = entries.firstIndex(after: time.subtractingClamped(timespan))
    let end = max(start, entries.firstIndex(after: time))
    return (end - start, start < end ? entries[start].time : time)
  }

  override func times(after time: Int64, through limit: Int64) -> [Int64] {
    (entries.firstIndex(after: time)..<entries.firstIndex(after: limit)).map { entries[$0].time }
  }

  override func prune(before limit: Int64) {
    let keep = entries.firstIndex(after: limit.subtractingClamped(timespan))
    if keep > 0 { entries.dropFirst(keep) }
  }

  override var cost: Int { 128 + entries.count * 16 }
}
