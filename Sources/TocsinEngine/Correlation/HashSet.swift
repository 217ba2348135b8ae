/// A set of hashes other than 0, by open addressing: a few cost next to nothing.
struct HashSet {
  private var slots: [UInt64] = []
  private(set) var count = 0

  /// A hash that may be in a set.
  @inline(__always)
  static func valid(_ hash: UInt64) -> UInt64 { max(1, hash) }

  @inline(__always)
  func contains(_ hash: UInt64) -> Bool { !slots.isEmpty && slots[place(of: hash)] == hash }

  /// Adds a hash that is not in the set.
  mutating func insert(_ hash: UInt64) {
    if count * 2 >= slots.count { grow() }
    slots[place(of: hash)] = hash
    count += 1
  }

  /// The slot that holds the hash, or the empty one where it would go.
  @inline(__always)
  private func place(of hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0, slots[slot] != hash { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: max(8, old.count * 2))
    for hash in old where hash != 0 { slots[place(of: hash)] = hash }
  }
}
