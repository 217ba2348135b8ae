/// Values by hash, where equal hashes are taken for the same thing: open addressing in one piece of memory.
///
/// Where an entry stands depends on a number that nobody outside knows, so that chosen hashes do not crowd together.
struct HashTable<Value: BitwiseCopyable>: ~Copyable {
  private struct Slot: BitwiseCopyable {
    var hash: UInt64
    var value: Value?
  }

  private var slots = Row<Slot>()
  private(set) var count = 0

  /// Index of the slot that holds the hash, or of the empty one where it would go.
  @inline(__always)
  private func place(of hash: UInt64) -> Int {
    var place = home(of: hash)
    while slots[place].value != nil, slots[place].hash != hash { place = (place + 1) & (slots.count - 1) }
    return place
  }

  @inline(__always)
  private func home(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: mix(hash ^ HashSeed.own, 0xA076_1D64_78BD_642F)) & (slots.count - 1)
  }

  @inline(__always)
  subscript(hash: UInt64) -> Value? {
    get { count == 0 ? nil : slots[place(of: hash)].value }
    set {
      guard let newValue else { return remove(hash) }
      if (count + 1) * 4 > slots.count * 3 { grow() }
      let place = place(of: hash)
      if slots[place].value == nil { count += 1 }
      slots[place] = Slot(hash: hash, value: newValue)
    }
  }

  private mutating func grow() {
    var old = Row<Slot>()
    swap(&old, &slots)
    let empty = Slot(hash: 0, value: nil)
    slots = Row(repeating: empty, count: max(8, old.count * 2))
    for index in 0..<old.count where old[index].value != nil { slots[place(of: old[index].hash)] = old[index] }
  }

  private mutating func remove(_ hash: UInt64) {
    guard count > 0 else { return }
    var hole = place(of: hash)
    guard slots[hole].value != nil else { return }
    count -= 1
    // Those behind move up: no place stays marked as left, so that searches stay short however much comes and goes.
    let mask = slots.count - 1
    var next = (hole + 1) & mask
    while slots[next].value != nil {
      if (next &- home(of: slots[next].hash)) & mask >= (next &- hole) & mask {
        slots[hole] = slots[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    slots[hole].value = nil
  }

  /// Forgets everything, and the memory where it was much.
  mutating func removeAll() {
    if count > 0 { slots = Row() }
    count = 0
  }

  /// Bytes held, roughly.
  var cost: Int { slots.count * MemoryLayout<Slot>.stride }
}

/// Unknown to whoever writes the logs, so that nobody can choose what collides: neither what crowds a table, nor what is taken for
/// something else. No result depends on it; whatever outlives the process with such hashes must keep it, too.
enum HashSeed {
  static let own = UInt64.random(in: 0 ... .max)
}
