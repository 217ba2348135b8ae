/// The windows of one correlation by group: open addressing over their hashes, with keys compared in full.
struct GroupTable: ~Copyable {
  /// What a probe looks at, and nothing else: most groups of a large table are far from the processor's cache.
  private struct Slot: BitwiseCopyable {
    /// The low bits say where the slot would best stand.
    var hash: UInt64
    var place: WindowPlace?
  }

  private var slots = Row(repeating: Slot(hash: 0, place: nil), count: 64)
  private(set) var count = 0

  init() {}

  /// The window of a key, or nil.
  @inline(__always)
  func find(_ key: ByteView, hash: UInt64) -> WindowPlace? {
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while let place = slots[index].place {
      if slots[index].hash == hash, place.window.hasKey(key) { return place }
      index = (index + 1) & mask
    }
    return nil
  }

  /// Asks for the memory where the search for a hash begins.
  @inline(__always)
  func prefetchSlot(_ hash: UInt64) { slots.prefetch(Int(truncatingIfNeeded: hash) & (slots.count - 1)) }

  /// Asks for the window that mostly is the one of a hash.
  @inline(__always)
  func prefetchWindow(_ hash: UInt64) { slots[Int(truncatingIfNeeded: hash) & (slots.count - 1)].place?.prefetch() }

  mutating func insert(_ place: WindowPlace) {
    if (count + 1) * 2 > slots.count { grow() }
    put(Slot(hash: place.window.hash, place: place))
    count += 1
  }

  private mutating func put(_ slot: Slot) {
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: slot.hash) & mask
    while slots[index].place != nil { index = (index + 1) & mask }
    slots[index] = slot
  }

  private mutating func grow() {
    var old = Row<Slot>()
    swap(&old, &slots)
    slots = Row(repeating: Slot(hash: 0, place: nil), count: old.count * 2)
    for index in 0..<old.count where old[index].place != nil { put(old[index]) }
  }

  mutating func remove(_ place: WindowPlace) {
    let mask = slots.count - 1
    var hole = Int(truncatingIfNeeded: place.window.hash) & mask
    while let other = slots[hole].place, other != place { hole = (hole + 1) & mask }
    guard slots[hole].place != nil else { return }
    count -= 1
    // Backward shift: no tombstones, so that lookups stay short however much comes and goes.
    var next = (hole + 1) & mask
    while slots[next].place != nil {
      let home = Int(truncatingIfNeeded: slots[next].hash) & mask
      if (next &- home) & mask >= (next &- hole) & mask {
        slots[hole] = slots[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    slots[hole].place = nil
  }

  /// All windows.
  var places: [WindowPlace] { (0..<slots.count).compactMap { slots[$0].place } }
}
