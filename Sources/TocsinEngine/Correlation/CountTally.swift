import Sigma

/// `event_count`: how many events.
final class CountTally: Tally {
  private let bounds: Bounds
  private let threshold: Int?
  /// More times than this are not needed to know whether the condition holds.
  private let limit: Int
  private var times = Row<Int64>()
  private var head = 0

  init(timespan: Int64, bounds: Bounds) {
    self.bounds = bounds
    threshold = bounds.threshold
    limit = threshold.map { max(64, min($0, 1 << 20) * 2 + 64) } ?? 1 << 16
    super.init(timespan: timespan)
  }

  private var count: Int { times.count - head }

  override var newest: Int64 { times.isEmpty ? .min : times[times.count - 1] }

  override func add(time: Int64, reference: Int, values: ByteView?, multiplicity: Int) {
    var rest = min(multiplicity, limit)
    while rest > 0 {
      insert(time)
      rest -= 1
    }
    if count > limit { drop(count - limit) }
  }

  @inline(__always)
  private func insert(_ time: Int64) {
    if times.isEmpty || times[times.count - 1] <= time {
      times.append(time)
      return
    }
    var index = times.count
    while index > head, times[index - 1] > time { index -= 1 }
    times.insert(time, at: index)
  }

  private func drop(_ number: Int) {
    head += number
    if head > 64, head * 2 > times.count {
      times.removeFirst(head)
      head = 0
    }
  }

  private func firstIndex(after moment: Int64) -> Int {
    var low = head
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] > moment { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The first that the window which ends at `time` covers: mostly the first that is kept.
  @inline(__always)
  private func start(at time: Int64) -> Int {
    let edge = time.subtractingClamped(timespan)
    return head == times.count || times[head] > edge ? head : firstIndex(after: edge)
  }

  private func count(at time: Int64) -> Int {
    let end = time >= newest ? times.count : firstIndex(after: time)
    return end - start(at: time)
  }

  override func holds(at time: Int64) -> Bool {
    if let threshold, time >= newest {
      if threshold <= 0 { return true }
      return count >= threshold && times[times.count - threshold] > time.subtractingClamped(timespan)
    }
    return bounds.hold(.integer(Int64(count(at: time))))
  }

  override func heldUntil(from time: Int64) -> Int64 {
    let end = firstIndex(after: time)
    if let threshold {
      guard threshold > 0, end - head >= threshold else { return time }
      return times[end - threshold].addingClamped(timespan)
    }
    // The count only falls from here on: the first expiry at which the condition fails.
    var index = firstIndex(after: time.subtractingClamped(timespan))
    while index < end {
      let expiry = times[index].addingClamped(timespan)
      while index < end, times[index].addingClamped(timespan) <= expiry { index += 1 }
      if !bounds.hold(.integer(Int64(end - index))) { return expiry }
    }
    return time.addingClamped(timespan)
  }

  override func extent(at time: Int64) -> (count: Int, first: Int64) {
    let start = start(at: time)
    let end = time >= newest ? times.count : firstIndex(after: time)
    return (end - start, start < end ? times[start] : time)
  }

  override func firstHolding(after time: Int64, through limit: Int64) -> Int64? {
    var index = firstIndex(after: time)
    while index < times.count, times[index] <= limit {
      if holds(at: times[index]) { return times[index] }
      index += 1
    }
    return nil
  }

  override func prune(before limit: Int64) {
    let keep = start(at: limit)
    if keep > head { drop(keep - head) }
  }

  override func removeAll() {
    times.removeAll()
    head = 0
  }

  override var cost: Int { 96 + times.capacity * 8 }
}

extension Int64 {
  @inline(__always)
  func subtractingClamped(_ other: Int64) -> Int64 {
    let (result, overflow) = subtractingReportingOverflow(other)
    return overflow ? .min : result
  }

  @inline(__always)
  func addingClamped(_ other: Int64) -> Int64 {
    let (result, overflow) = addingReportingOverflow(other)
    return overflow ? .max : result
  }
}
