import Sigma

/// `value_count`: how many different values. The window that ends at the newest entry is counted as it moves.
final class ValueTally: Tally {
  private struct Entry: Timed {
    var time: Int64
    var value: UInt64
  }

  /// More entries than this are not kept; the oldest go.
  private static let limit = 1 << 16

  private let bounds: Bounds
  private let fieldCount: Int
  private let seed = HashSeed.own
  private var entries = SortedEntries<Entry>()
  /// Entries of the current window by value.
  private var counts = ValueCounts()
  /// The current window's first entry, and its end.
  private var left = 0
  private var end = Int64.min

  init(timespan: Int64, bounds: Bounds, fieldCount: Int) {
    self.bounds = bounds
    self.fieldCount = fieldCount
    super.init(timespan: timespan)
  }

  override var newest: Int64 { entries.newest }

  override func add(time: Int64, reference: Int, values: ByteView?, multiplicity: Int) {
    guard let values, let value = hash(values) else { return }
    let index = entries.insert(Entry(time: time, value: value))
    if time >= end {
      end = time
      counts.insert(value)
    } else if index >= left, time > end.subtractingClamped(timespan) {
      counts.insert(value)
    } else {
      left += 1
    }
    slide()
    if entries.count > Self.limit { dropFirst(1) }
  }

  /// The values as they are written, all fields together; nil where one is missing. Nobody can choose values that are taken for one.
  @inline(__always)
  private func hash(_ values: ByteView) -> UInt64? {
    if fieldCount == 1 { return Payload.value(0, in: values).map { $0.hash(seed: seed) } }
    var state: UInt64 = 0
    for index in 0..<fieldCount {
      guard let value = Payload.value(index, in: values) else { return nil }
      state = value.hash(seed: state &+ seed)
    }
    return state
  }

  @inline(__always)
  private func slide() {
    let edge = end.subtractingClamped(timespan)
    while left < entries.count, entries[left].time <= edge {
      counts.remove(entries[left].value)
      left += 1
    }
  }

  private func dropFirst(_ number: Int) {
    if number == 0 { return }
    for index in 0..<number where index >= left { counts.remove(entries[index].value) }
    entries.dropFirst(number)
    left = max(0, left - number)
  }

  @inline(__always)
  private func distinct(at time: Int64) -> Int {
    if time == end { return counts.count }
    return distinctBefore(time)
  }

  private func distinctBefore(_ time: Int64) -> Int {
    return Set(entries.range(at: time, timespan).map { entries[$0].value }).count
  }

  override func holds(at time: Int64) -> Bool { bounds.hold(.integer(Int64(distinct(at: time)))) }

  override func heldUntil(from time: Int64) -> Int64 {
    var latest: [UInt64: Int64] = [:]
    for index in entries.range(at: time, timespan) { latest[entries[index].value] = entries[index].time }
    let expiries = latest.values.sorted()
    for (gone, expiry) in expiries.enumerated() {
      // Values that go at the same instant go together.
      if gone + 1 < expiries.count, expiries[gone + 1] == expiry { continue }
      if !bounds.hold(.integer(Int64(expiries.count - gone - 1))) { return expiry.addingClamped(timespan) }
    }
    return time.addingClamped(timespan)
  }

  override func extent(at time: Int64) -> (count: Int, first: Int64) { entries.extent(at: time, timespan) }

  override func firstHolding(after time: Int64, through limit: Int64) -> Int64? {
    var counts = ValueCounts()
    return entries.firstTime(
      after: time, through: limit, timespan, enter: { counts.insert(entries[$0].value) },
      leave: { counts.remove(entries[$0].value) }
    ) { _ in bounds.hold(.integer(Int64(counts.count))) }
  }

  override func prune(before limit: Int64) { dropFirst(entries.expired(before: limit, timespan)) }

  override func removeAll() {
    entries.removeAll()
    counts.removeAll()
    (left, end) = (0, .min)
  }

  override var cost: Int { 192 + entries.count * 16 + counts.cost }
}
