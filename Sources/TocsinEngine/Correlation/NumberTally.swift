import Sigma

/// `value_sum`, `value_avg`, `value_median` and `value_percentile` over the numeric values of one field.
final class NumberTally: Tally {
  private struct Entry: Timed {
    var time: Int64
    var value: Double
  }

  private static let limit = 1 << 14

  private let correlation: Correlation
  private let bounds: Bounds
  private var entries = SortedEntries<Entry>()

  init(_ correlation: Correlation) {
    self.correlation = correlation
    bounds = Bounds(bounds: correlation.bounds)
    super.init(timespan: correlation.timespan)
  }

  override var newest: Int64 { entries.newest }

  override func add(time: Int64, reference: Int, values: ByteView?, multiplicity: Int) {
    guard let values, let text = Payload.value(0, in: values), let number = NumberText.parse(text) else { return }
    let value: Double =
      switch number {
      case .integer(let whole): Double(whole)
      case .real(let real): real
      }
    _ = entries.insert(Entry(time: time, value: value))
    if entries.count > Self.limit { entries.dropFirst(1) }
  }

  private func holds(_ range: Range<Int>) -> Bool {
    let values = range.map { entries[$0].value }
    guard !values.isEmpty else { return false }
    let result: Double
    switch correlation.kind {
    case .valueSum: result = values.reduce(0, +)
    case .valueAvg: result = values.reduce(0, +) / Double(values.count)
    case .valueMedian: result = Self.percentile(50, of: values)
    default: result = Self.percentile(correlation.percentile ?? 50, of: values)
    }
    return bounds.hold(.real(result))
  }

  /// By linear interpolation between the nearest ranks.
  static func percentile(_ percentile: Double, of values: [Double]) -> Double {
    let sorted = values.sorted()
    // Multiplied first: what is a whole rank stays one.
    let rank = max(0, min(percentile, 100)) * Double(sorted.count - 1) / 100
    let low = Int(rank.rounded(.down))
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (sorted[high] - sorted[low]) * (rank - Double(low))
  }

  override func holds(at time: Int64) -> Bool { holds(entries.range(at: time, timespan)) }

  override func heldUntil(from time: Int64) -> Int64 { entries.heldUntil(from: time, timespan) { holds($0) } }

  override func extent(at time: Int64) -> (count: Int, first: Int64) { entries.extent(at: time, timespan) }

  override func times(after time: Int64, through limit: Int64) -> [Int64] { entries.times(after: time, through: limit) }

  override func prune(before limit: Int64) { entries.dropFirst(entries.expired(before: limit, timespan)) }

  override func removeAll() { entries.removeAll() }

  override var cost: Int { 128 + entries.count * 16 }
}
