/// Numbers in ascending order, from which percentiles are read.
struct OrderedNumbers: ~Copyable {
  private var values = Row<Double>()

  var isEmpty: Bool { values.isEmpty }

  mutating func insert(_ value: Double) { values.insert(value, at: place(of: value)) }

  /// Takes out one that is there.
  mutating func remove(_ value: Double) {
    let place = place(of: value)
    if place < values.count, values[place] == value { values.remove(at: place) }
  }

  mutating func removeAll() { values.removeAll() }

  /// The first that is not smaller.
  private func place(of value: Double) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// By linear interpolation between the nearest ranks; of at least one number.
  func percentile(_ percentile: Double) -> Double {
    // Multiplied first: what is a whole rank stays one.
    let rank = max(0, min(percentile, 100)) * Double(values.count - 1) / 100
    let low = Int(rank.rounded(.down))
    let high = min(low + 1, values.count - 1)
    return values[low] + (values[high] - values[low]) * (rank - Double(low))
  }
}
