/// Something that was seen at an instant of event time.
protocol Timed: BitwiseCopyable {
  var time: Int64 { get }
}

/// A row of entries sorted by time, from which the oldest are dropped cheaply.
struct SortedEntries<Element: Timed>: ~Copyable {
  private var elements = Row<Element>()
  private var head = 0

  var count: Int { elements.count - head }
  var isEmpty: Bool { count == 0 }

  /// The latest time, or the smallest number where there is none.
  @inline(__always)
  var newest: Int64 { isEmpty ? .min : elements[elements.count - 1].time }

  @inline(__always)
  subscript(index: Int) -> Element { elements[head + index] }

  /// Behind all entries of the same or an earlier time.
  @inline(__always)
  mutating func insert(_ element: Element) -> Int {
    let moment = element.time
    if isEmpty || elements[elements.count - 1].time <= moment {
      elements.append(element)
      return count - 1
    }
    let index = firstIndex(after: moment)
    elements.insert(element, at: head + index)
    return index
  }

  /// The index of the first entry later than `moment`.
  @inline(__always)
  func firstIndex(after moment: Int64) -> Int {
    var low = head
    var high = elements.count
    while low < high {
      let middle = (low + high) / 2
      if elements[middle].time > moment { high = middle } else { low = middle + 1 }
    }
    return low - head
  }

  /// Forgets all entries; the memory stays.
  mutating func removeAll() {
    elements.removeAll()
    head = 0
  }

  mutating func dropFirst(_ number: Int) {
    if number == 0 { return }
    head += number
    if head > 64, head * 2 > elements.count {
      elements.removeFirst(head)
      head = 0
    }
  }

  // MARK: Windows

  /// The entries in the window of a length that ends at `time`.
  @inline(__always)
  func range(at time: Int64, _ timespan: Int64) -> Range<Int> {
    let start =
      isEmpty || elements[head].time > time.subtractingClamped(timespan)
      ? 0 : firstIndex(after: time.subtractingClamped(timespan))
    let end = time >= newest ? count : firstIndex(after: time)
    return start..<max(start, end)
  }

  /// How many entries the window has, and the time of the first of them.
  func extent(at time: Int64, _ timespan: Int64) -> (count: Int, first: Int64) {
    let range = range(at: time, timespan)
    return (range.count, range.isEmpty ? time : self[range.lowerBound].time)
  }

  /// The first time later than `time` and not beyond `limit` at which an entry stands and something holds of the window that ends
  /// there.
  func firstTime(after time: Int64, through limit: Int64, _ holds: (Int64) -> Bool) -> Int64? {
    for index in firstIndex(after: time)..<max(firstIndex(after: time), firstIndex(after: limit)) where holds(self[index].time) {
      return self[index].time
    }
    return nil
  }

  /// The same where what holds is reckoned from window to window: each entry enters once and leaves once.
  func firstTime(
    after time: Int64, through limit: Int64, _ timespan: Int64, enter: (Int) -> Void, leave: (Int) -> Void,
    holds: (Range<Int>) -> Bool
  ) -> Int64? {
    var index = firstIndex(after: time)
    guard index < count else { return nil }
    var start = firstIndex(after: self[index].time.subtractingClamped(timespan))
    var end = start
    while index < count, self[index].time <= limit {
      let moment = self[index].time
      while end < count, self[end].time <= moment {
        enter(end)
        end += 1
      }
      while start < end, self[start].time <= moment.subtractingClamped(timespan) {
        leave(start)
        start += 1
      }
      if holds(start..<end) { return moment }
      index = end
    }
    return nil
  }

  /// How many entries no window of that length can cover that ends after `limit`.
  @inline(__always)
  func expired(before limit: Int64, _ timespan: Int64) -> Int {
    let edge = limit.subtractingClamped(timespan)
    return isEmpty || elements[head].time > edge ? 0 : firstIndex(after: edge)
  }

  /// What holds of the window at `time` goes on to hold until the first instant at which, one entry after the other having left
  /// it, it no longer does.
  func heldUntil(from time: Int64, _ timespan: Int64, _ holds: (Range<Int>) -> Bool) -> Int64 {
    var rest = range(at: time, timespan)
    while let first = rest.first {
      let expiry = self[first].time.addingClamped(timespan)
      var start = first
      while start < rest.upperBound, self[start].time.addingClamped(timespan) <= expiry { start += 1 }
      rest = start..<rest.upperBound
      if !holds(rest) { return expiry }
    }
    return time.addingClamped(timespan)
  }
}
