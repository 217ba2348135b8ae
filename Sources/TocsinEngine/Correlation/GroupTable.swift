/// The windows of one correlation by group: open addressing over a part of their hashes, with keys compared in full.
struct GroupTable {
  /// What a probe looks at, and nothing else: most groups of a large table are far from the processor's cache.
  private struct Slot: BitwiseCopyable {
    /// Low bits of the hash, which also say where the slot would best stand.
    var tag: UInt32
    /// Index into `windows`, or -1.
    var index: Int32

    static let empty = Slot(tag: 0, index: -1)
  }

  private var slots: ContiguousArray<Slot> = ContiguousArray(repeating: .empty, count: 64)
  private var windows: ContiguousArray<Window?> = []
  private var free: [Int32] = []
  private(set) var count = 0

  /// The window of a key, or nil.
  @inline(__always)
  func find(_ key: ByteView, hash: UInt64) -> Window? {
    let tag = UInt32(truncatingIfNeeded: hash)
    var place = Int(tag) & (slots.count - 1)
    while slots[place].index >= 0 {
      if slots[place].tag == tag, let window = windows[Int(slots[place].index)], window.hasKey(key) { return window }
      place = (place + 1) & (slots.count - 1)
    }
    return nil
  }

  mutating func insert(_ window: Window) {
    if (count + 1) * 4 > slots.count * 3 { grow() }
    let index: Int32
    if let reused = free.popLast() {
      index = reused
      windows[Int(index)] = window
    } else {
      index = Int32(windows.count)
      windows.append(window)
    }
    place(Slot(tag: UInt32(truncatingIfNeeded: window.hash), index: index))
    count += 1
  }

  private mutating func place(_ slot: Slot) {
    var place = Int(slot.tag) & (slots.count - 1)
    while slots[place].index >= 0 { place = (place + 1) & (slots.count - 1) }
    slots[place] = slot
  }

  private mutating func grow() {
    let old = slots
    slots = ContiguousArray(repeating: .empty, count: old.count * 2)
    for slot in old where slot.index >= 0 { place(slot) }
  }

  mutating func remove(_ window: Window) {
    let mask = slots.count - 1
    let tag = UInt32(truncatingIfNeeded: window.hash)
    var place = Int(tag) & mask
    while slots[place].index >= 0, slots[place].tag != tag || windows[Int(slots[place].index)] !== window {
      place = (place + 1) & mask
    }
    guard slots[place].index >= 0 else { return }
    windows[Int(slots[place].index)] = nil
    free.append(slots[place].index)
    count -= 1
    // Backward shift: no tombstones, so that lookups stay short however much comes and goes.
    var hole = place
    var next = (place + 1) & mask
    while slots[next].index >= 0 {
      let home = Int(slots[next].tag) & mask
      if (next &- home) & mask >= (next &- hole) & mask {
        slots[hole] = slots[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    slots[hole] = .empty
  }
}
