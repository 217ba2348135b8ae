/// The windows of one correlation by group: open addressing over 64-bit hashes, with keys compared in full.
struct GroupTable {
  private var slots: ContiguousArray<Int32> = ContiguousArray(repeating: -1, count: 64)
  private var hashes: ContiguousArray<UInt64> = []
  private(set) var windows: ContiguousArray<Window?> = []
  private var free: [Int32] = []
  private(set) var count = 0

  /// The window of a key, or nil.
  @inline(__always)
  func find(_ key: ByteView, hash: UInt64) -> Window? {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if hashes[index] == hash, let window = windows[index], window.hasKey(key) { return window }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  mutating func insert(_ window: Window) {
    if (count + 1) * 4 > slots.count * 3 { grow() }
    let index: Int32
    if let reused = free.popLast() {
      index = reused
      windows[Int(index)] = window
      hashes[Int(index)] = window.hash
    } else {
      index = Int32(windows.count)
      windows.append(window)
      hashes.append(window.hash)
    }
    place(index)
    count += 1
  }

  private mutating func place(_ index: Int32) {
    var slot = Int(truncatingIfNeeded: hashes[Int(index)]) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = index
  }

  private mutating func grow() {
    let old = slots
    slots = ContiguousArray(repeating: -1, count: old.count * 2)
    for index in old where index >= 0 { place(index) }
  }

  mutating func remove(_ window: Window) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: window.hash) & mask
    while slots[slot] >= 0, windows[Int(slots[slot])] !== window { slot = (slot + 1) & mask }
    guard slots[slot] >= 0 else { return }
    windows[Int(slots[slot])] = nil
    free.append(slots[slot])
    count -= 1
    // Backward shift: no tombstones, so that lookups stay short however much comes and goes.
    var hole = slot
    var next = (slot + 1) & mask
    while slots[next] >= 0 {
      let home = Int(truncatingIfNeeded: hashes[Int(slots[next])]) & mask
      if (next &- home) & mask >= (next &- hole) & mask {
        slots[hole] = slots[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    slots[hole] = -1
  }
}
