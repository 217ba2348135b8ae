/// Names given as bytes to lists of small integers; looked up without case (ASCII) and without copying.
struct ByteTable: Sendable {
  private var slots: ContiguousArray<Int32> = ContiguousArray(repeating: -1, count: 64)
  private var names: [[UInt8]] = []
  private var hashes: ContiguousArray<UInt64> = []
  /// Entry lists, linked: first of each name, then from entry to entry.
  private var first: ContiguousArray<Int32> = []
  private var values: ContiguousArray<Int32> = []
  private var nextEntry: ContiguousArray<Int32> = []

  mutating func add(_ name: String, _ value: Int) {
    let bytes = Array(name.utf8)
    values.append(Int32(value))
    nextEntry.append(-1)
    let entry = Int32(values.count - 1)
    if let known = names.firstIndex(of: bytes) {
      var last = first[known]
      while nextEntry[Int(last)] >= 0 { last = nextEntry[Int(last)] }
      nextEntry[Int(last)] = entry
      return
    }
    names.append(bytes)
    hashes.append(bytes.withView { Self.hash($0) })
    first.append(entry)
    if names.count * 2 > slots.count { slots = ContiguousArray(repeating: -1, count: slots.count * 4) }
    rebuild()
  }

  private mutating func rebuild() {
    for index in slots.indices { slots[index] = -1 }
    for index in names.indices {
      var slot = Int(truncatingIfNeeded: hashes[index]) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }

  @inline(__always)
  private static func hash(_ name: ByteView) -> UInt64 {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in 0..<name.count {
      var byte = name[index]
      if byte &- 0x41 < 26 { byte |= 0x20 }
      state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return state ^ (state >> 29)
  }

  /// The first entry of a name, or -1.
  @inline(__always)
  func find(lowercased name: ByteView) -> Int {
    guard name.count <= 64 else { return -1 }
    let hash = Self.hash(name)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if hashes[index] == hash, names[index].count == name.count { return Int(first[index]) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return -1
  }

  @inline(__always)
  func value(_ entry: Int) -> Int { Int(values[entry]) }

  @inline(__always)
  func next(_ entry: Int) -> Int { Int(nextEntry[entry]) }
}
