import Sigma

/// `temporal` and `temporal_ordered`: which of the referenced rules were seen, and in which order.
final class TemporalTally: Tally {
  private struct Entry: Timed {
    var time: Int64
    var reference: Int
    /// Which event: one that matches several rules is not before itself.
    var event: Int
  }

  /// So many entries of each reference are kept, the newest.
  private static let perReference = 64

  private let correlation: Correlation
  private let isOrdered: Bool
  private let bounds: Bounds
  /// Whether every reference must have been seen.
  private let needsAll: Bool
  private var entries = SortedEntries<Entry>()
  /// How many of the entries each reference has, and how many have any.
  private var counts: Row<Int>
  private var present = 0
  private var event = 0

  init(_ correlation: Correlation) {
    self.correlation = correlation
    isOrdered = correlation.kind == .temporalOrdered
    bounds = Bounds(bounds: correlation.bounds)
    needsAll = correlation.logic == nil && correlation.bounds.isEmpty
    counts = Row(repeating: 0, count: correlation.references.count)
    super.init(timespan: correlation.timespan)
  }

  override var newest: Int64 { entries.newest }

  override func add(time: Int64, reference: Int, values: ByteView?, multiplicity: Int) {
    if !continuesEvent { event += 1 }
    _ = entries.insert(Entry(time: time, reference: reference, event: event))
    note(reference)
    if entries.count > Self.perReference * correlation.references.count { thin() }
  }

  private func note(_ reference: Int) {
    if counts[reference] == 0 { present += 1 }
    counts[reference] += 1
  }

  private func dropFirst(_ number: Int) {
    for index in 0..<number {
      let reference = entries[index].reference
      counts[reference] -= 1
      if counts[reference] == 0 { present -= 1 }
    }
    entries.dropFirst(number)
  }

  private func forgetCounts() {
    for reference in 0..<counts.count { counts[reference] = 0 }
    present = 0
  }

  /// Keeps the newest half of what each reference may have, and what an order that is not complete yet has begun with.
  private func thin() {
    let begun = isOrdered ? beginnings() : []
    var seen = Array(repeating: 0, count: correlation.references.count)
    var chosen: [Entry] = []
    for index in stride(from: entries.count - 1, through: 0, by: -1) {
      seen[entries[index].reference] += 1
      if seen[entries[index].reference] <= Self.perReference / 2 || begun.contains(index) { chosen.append(entries[index]) }
    }
    entries.removeAll()
    forgetCounts()
    for entry in chosen.reversed() {
      _ = entries.insert(entry)
      note(entry.reference)
    }
  }

  /// For each reference the entries of the latest row that ends with it: those before it in their order, and one of its own.
  private func beginnings() -> Set<Int> {
    var rows: [[Int]] = Array(repeating: [], count: correlation.references.count)
    var before = rows
    for index in 0..<entries.count {
      let (event, reference) = (entries[index].event, entries[index].reference)
      if index == 0 || entries[index - 1].event != event { before = rows }
      if reference == 0 {
        rows[0] = [index]
      } else if !before[reference - 1].isEmpty {
        rows[reference] = before[reference - 1] + [index]
      }
    }
    return Set(rows.joined())
  }

  override func holds(at time: Int64) -> Bool {
    if needsAll, present < counts.count { return false }
    return holds(entries.range(at: time, timespan))
  }

  private func holds(_ range: Range<Int>) -> Bool {
    needsAll && isOrdered ? occurAllInOrder(range) : meets(range)
  }

  private func meets(_ range: Range<Int>) -> Bool {
    var seen = ReferenceSet()
    var index = range.lowerBound
    while index < range.upperBound {
      seen.insert(entries[index].reference)
      index += 1
    }
    if let logic = correlation.logic {
      return Self.evaluate(logic, seen) && (!isOrdered || occurInOrder(range, seen))
    }
    let isMet =
      correlation.bounds.isEmpty ? seen.count == correlation.references.count : bounds.hold(.integer(Int64(seen.count)))
    return isMet && (!isOrdered || occurInOrder(range, seen))
  }

  /// Whether all references occur as a subsequence.
  private func occurAllInOrder(_ range: Range<Int>) -> Bool {
    var (next, last, index) = (0, 0, range.lowerBound)
    while index < range.upperBound {
      let entry = entries[index]
      if entry.reference == next, entry.event != last {
        (last, next) = (entry.event, next + 1)
        if next == counts.count { return true }
      }
      index += 1
    }
    return counts.count == 0
  }

  /// Whether the references that were seen occur as a subsequence.
  private func occurInOrder(_ range: Range<Int>, _ seen: ReferenceSet) -> Bool {
    var next = seen.first(from: 0)
    var last = 0
    for index in range {
      guard let wanted = next else { return true }
      if entries[index].reference == wanted, entries[index].event != last {
        last = entries[index].event
        next = seen.first(from: wanted + 1)
      }
    }
    return next == nil
  }

  private static func evaluate(_ logic: Correlation.Logic, _ seen: ReferenceSet) -> Bool {
    switch logic {
    case .reference(let index): seen.contains(index)
    case .and(let parts): parts.allSatisfy { evaluate($0, seen) }
    case .or(let parts): parts.contains { evaluate($0, seen) }
    case .not(let part): !evaluate(part, seen)
    }
  }

  override func heldUntil(from time: Int64) -> Int64 { entries.heldUntil(from: time, timespan) { holds($0) } }

  override func extent(at time: Int64) -> (count: Int, first: Int64) { entries.extent(at: time, timespan) }

  override func firstHolding(after time: Int64, through limit: Int64) -> Int64? {
    entries.firstTime(after: time, through: limit) { holds(at: $0) }
  }

  override func prune(before limit: Int64) {
    let expired = entries.expired(before: limit, timespan)
    if expired > 0 { dropFirst(expired) }
  }

  override func removeAll() {
    entries.removeAll()
    forgetCounts()
  }

  override var cost: Int { 128 + entries.count * 16 }
}
