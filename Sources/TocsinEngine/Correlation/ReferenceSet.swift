/// Which of a correlation's references were seen: a word of bits, and a set for the rare correlation with more than that.
struct ReferenceSet {
  private var low: UInt64 = 0
  private var high: Set<Int> = []

  @inline(__always)
  mutating func insert(_ reference: Int) {
    if reference < 64 { low |= 1 << UInt64(reference) } else { high.insert(reference) }
  }

  func contains(_ reference: Int) -> Bool {
    reference < 64 ? low & (1 << UInt64(reference)) != 0 : high.contains(reference)
  }

  var count: Int { low.nonzeroBitCount + high.count }

  /// The smallest one that is not below `start`, or nil.
  func first(from start: Int) -> Int? {
    if start < 64 {
      let rest = low & (UInt64.max << UInt64(start))
      if rest != 0 { return rest.trailingZeroBitCount }
    }
    return high.filter { $0 >= start }.min()
  }
}
