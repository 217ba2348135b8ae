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
  /// What the entries come to, by reference: of most windows nothing else is asked.
  private var marks: Row<Mark>
  /// The references that the event at hand has marked.
  private var marked = Row<Int>()
  private var event = 0

  /// Times of event time, or the smallest number where there is none.
  private struct Mark: BitwiseCopyable {
    /// When the reference was seen last.
    var seen = Int64.min
    /// When the latest row began that has all references up to this one in their order.
    var begun = Int64.min
    /// The same without the event at hand, which is not before itself.
    var begunBefore = Int64.min
  }

  init(_ correlation: Correlation) {
    self.correlation = correlation
    isOrdered = correlation.kind == .temporalOrdered
    bounds = Bounds(bounds: correlation.bounds)
    needsAll = correlation.logic == nil && correlation.bounds.isEmpty
    marks = Row(repeating: Mark(), count: correlation.references.count)
    super.init(timespan: correlation.timespan)
  }

  override var newest: Int64 { entries.newest }

  override func add(time: Int64, reference: Int, values: ByteView?, multiplicity: Int) {
    if !continuesEvent { event += 1 }
    let isLate = time < newest
    let entry = Entry(time: time, reference: reference, event: event)
    _ = entries.insert(entry)
    if isLate { markAll() } else { mark(entry, isNew: !continuesEvent) }
    if entries.count > Self.perReference * correlation.references.count { thin() }
  }

  /// Notes an entry that stands behind all others; `isNew` if it is of another event than the one before it.
  @inline(__always)
  private func mark(_ entry: Entry, isNew: Bool) {
    if isNew {
      // All others are as they were before it: late events cost no more for a correlation of many rules.
      for index in 0..<marked.count { marks[marked[index]].begunBefore = marks[marked[index]].begun }
      marked.removeAll()
    }
    let reference = entry.reference
    marks[reference].seen = entry.time
    let begun = reference == 0 ? entry.time : marks[reference - 1].begunBefore
    marks[reference].begun = max(marks[reference].begun, begun)
    marked.append(reference)
  }

  private func markAll() {
    forgetMarks()
    for index in 0..<entries.count { mark(entries[index], isNew: index == 0 || entries[index].event != entries[index - 1].event) }
  }

  private func forgetMarks() {
    for reference in 0..<marks.count { marks[reference] = Mark() }
    marked.removeAll()
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
    for entry in chosen.reversed() { _ = entries.insert(entry) }
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
    guard time >= entries.newest else { return holds(entries.range(at: time, timespan)) }
    let edge = time.subtractingClamped(timespan)
    if needsAll, isOrdered { return marks.isEmpty || marks[marks.count - 1].begun > edge }
    if needsAll { return haveAll(after: edge) }
    var seen = ReferenceSet()
    for reference in 0..<marks.count where marks[reference].seen > edge { seen.insert(reference) }
    return isMet(seen) && (!isOrdered || occurInOrder(entries.range(at: time, timespan), seen))
  }

  private func haveAll(after edge: Int64) -> Bool {
    var reference = 0
    while reference < marks.count, marks[reference].seen > edge { reference += 1 }
    return reference == marks.count
  }

  private func holds(_ range: Range<Int>) -> Bool {
    if needsAll, isOrdered { return occurAllInOrder(range) }
    var seen = ReferenceSet()
    for index in range { seen.insert(entries[index].reference) }
    return isMet(seen) && (!isOrdered || occurInOrder(range, seen))
  }

  /// Whether the condition is met by what was seen, in whatever order.
  private func isMet(_ seen: ReferenceSet) -> Bool {
    if let logic = correlation.logic { return Self.evaluate(logic, seen) }
    return correlation.bounds.isEmpty ? seen.count == marks.count : bounds.hold(.integer(Int64(seen.count)))
  }

  /// Whether all references occur as a subsequence.
  private func occurAllInOrder(_ range: Range<Int>) -> Bool {
    var (next, last, index) = (0, 0, range.lowerBound)
    while index < range.upperBound {
      let entry = entries[index]
      if entry.reference == next, entry.event != last {
        (last, next) = (entry.event, next + 1)
        if next == marks.count { return true }
      }
      index += 1
    }
    return marks.isEmpty
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
    if expired > 0 { entries.dropFirst(expired) }
  }

  override func removeAll() {
    entries.removeAll()
    forgetMarks()
  }

  override var cost: Int { 128 + entries.count * 16 }
}
