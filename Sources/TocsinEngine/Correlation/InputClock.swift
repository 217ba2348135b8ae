/// Event time within one input: gives every record a time and keeps the running maximum.
struct InputClock {
  /// A time further ahead than this moves the maximum only when a second record confirms it.
  static let leap: Int64 = 300_000_000

  private(set) var maximum = Int64.min
  private var last = Int64.min
  private var candidate = Int64.min

  /// Passes over the times that records say, which nobody asks for, up to one of them: mostly each is a little later than the last.
  @inline(__always)
  mutating func pass(_ said: Table<Int64>, _ start: Int, _ end: Int, arrival: Int64) {
    var index = start
    var highest = maximum
    if highest != Int64.min {
      while index < end, UInt64(bitPattern: said[index] &- highest) <= UInt64(Self.leap) {
        highest = said[index]
        index += 1
      }
    }
    if index > start { last = highest }
    if highest > maximum { (maximum, candidate) = (highest, Int64.min) }
    while index < end {
      _ = place(said[index], arrival: arrival)
      index += 1
    }
  }

  /// The record's time; `said` is what it says itself, or `MatchBatch.noTime`.
  @inline(__always)
  mutating func place(_ said: Int64, arrival: Int64) -> Int64 {
    if said == MatchBatch.noTime {
      // Its neighbour's time; for an input that says none at all, when it came.
      if last == Int64.min { last = arrival }
      if maximum == Int64.min { maximum = last }
      return last
    }
    last = said
    if said <= maximum { return said }
    if maximum == Int64.min || said - maximum <= Self.leap {
      maximum = said
      candidate = Int64.min
    } else if candidate != Int64.min, said >= candidate - Self.leap {
      maximum = min(said, candidate)
      candidate = Int64.min
      if said - maximum <= Self.leap { maximum = max(maximum, said) }
    } else {
      candidate = said
    }
    return said
  }
}
