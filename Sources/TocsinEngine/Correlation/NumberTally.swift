import Sigma

/// `value_sum`, `value_avg`, `value_median` and `value_percentile` over the numeric values of one field. The numbers of the window that
/// ends at the newest entry are kept in order as it moves.
final class NumberTally: Tally {
  private struct Entry: Timed {
    var time: Int64
    var value: Double
  }

  private static let limit = 1 << 14
  /// A sum is added up anew after so many steps.
  private static let mostSteps = 256

  private let kind: Correlation.Kind
  /// Where an order decides: which percentile it is of.
  private let percentile: Double?
  private let bounds: Bounds
  private var entries = SortedEntries<Entry>()
  private var ordered = OrderedNumbers()
  /// Where none does, the sum of that window, and how many steps it was reckoned in.
  private var sum = ExactSum()
  private var steps = 0
  /// The current window's first entry, and its end.
  private var left = 0
  private var end = Int64.min

  init(_ correlation: Correlation) {
    kind = correlation.kind
    percentile =
      switch correlation.kind {
      case .valueMedian: 50
      case .valuePercentile: correlation.percentile ?? 50
      default: nil
      }
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
    let index = entries.insert(Entry(time: time, value: value))
    if time >= end {
      end = time
      note(value)
    } else if index >= left, time > end.subtractingClamped(timespan) {
      note(value)
    } else {
      left += 1
    }
    slide()
    if entries.count > Self.limit { dropFirst(1) }
  }

  private func note(_ value: Double) {
    if percentile != nil { ordered.insert(value) } else { sum.add(value) }
    steps += 1
  }

  private func forget(_ value: Double) {
    if percentile != nil { ordered.remove(value) } else { sum.add(-value) }
    steps += 1
  }

  /// What steps lose in rounding does not add up, and what was infinite goes.
  private func currentSum() -> ExactSum {
    if steps >= Self.mostSteps || !sum.isFinite { (sum, steps) = (total(left..<entries.count), 0) }
    return sum
  }

  private func total(_ range: Range<Int>) -> ExactSum {
    var (total, index) = (ExactSum(), range.lowerBound)
    while index < range.upperBound {
      total.add(entries[index].value)
      index += 1
    }
    return total
  }

  private func slide() {
    let edge = end.subtractingClamped(timespan)
    while left < entries.count, entries[left].time <= edge {
      forget(entries[left].value)
      left += 1
    }
  }

  private func dropFirst(_ number: Int) {
    if number == 0 { return }
    for index in 0..<number where index >= left { forget(entries[index].value) }
    entries.dropFirst(number)
    left = max(0, left - number)
  }

  /// Whether the bounds hold of so many numbers with this sum.
  private func holds(_ sum: ExactSum, of count: Int) -> Bool {
    count > 0 && bounds.hold(kind == .valueSum ? sum.number : .real(sum.rounded / Double(count)))
  }

  private func holds(_ numbers: borrowing OrderedNumbers, _ percentile: Double) -> Bool {
    !numbers.isEmpty && bounds.hold(.real(numbers.percentile(percentile)))
  }

  override func holds(at time: Int64) -> Bool {
    let range = entries.range(at: time, timespan)
    guard let percentile else { return holds(time == end ? currentSum() : total(range), of: range.count) }
    return time == end ? holds(ordered, percentile) : holds(numbers(range), percentile)
  }

  private func numbers(_ range: Range<Int>) -> OrderedNumbers {
    var numbers = OrderedNumbers()
    for value in range.map({ entries[$0].value }).sorted() { numbers.insert(value) }
    return numbers
  }

  /// Entries leave the window one after the other, and what is left is reckoned from what it was.
  override func heldUntil(from time: Int64) -> Int64 {
    let range = entries.range(at: time, timespan)
    guard let percentile else {
      // What follows an entry, summed up.
      var rests = Array(repeating: ExactSum(), count: range.count + 1)
      for index in range.reversed() {
        rests[index - range.lowerBound] = rests[index - range.lowerBound + 1]
        rests[index - range.lowerBound].add(entries[index].value)
      }
      return entries.heldUntil(from: time, timespan) { holds(rests[$0.lowerBound - range.lowerBound], of: $0.count) }
    }
    var rest = numbers(range)
    var next = range.lowerBound
    return entries.heldUntil(from: time, timespan) { window in
      while next < window.lowerBound {
        rest.remove(entries[next].value)
        next += 1
      }
      return holds(rest, percentile)
    }
  }

  override func extent(at time: Int64) -> (count: Int, first: Int64) { entries.extent(at: time, timespan) }

  override func firstHolding(after time: Int64, through limit: Int64) -> Int64? {
    guard let percentile else {
      var sum = ExactSum()
      return entries.firstTime(
        after: time, through: limit, timespan, enter: { sum.add(entries[$0].value) }, leave: { sum.add(-entries[$0].value) }
      ) { holds(sum, of: $0.count) }
    }
    var numbers = OrderedNumbers()
    return entries.firstTime(
      after: time, through: limit, timespan, enter: { numbers.insert(entries[$0].value) },
      leave: { numbers.remove(entries[$0].value) }
    ) { _ in holds(numbers, percentile) }
  }

  override func prune(before limit: Int64) { dropFirst(entries.expired(before: limit, timespan)) }

  override func removeAll() {
    entries.removeAll()
    ordered.removeAll()
    (left, end, sum, steps) = (0, .min, ExactSum(), 0)
  }

  override var cost: Int { 128 + entries.count * (percentile == nil ? 16 : 24) }
}
