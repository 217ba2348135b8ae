/// Names given as bytes to lists of small integers; looked up without case (ASCII) and without copying.
struct ByteTable: BitwiseCopyable {
  struct Name: BitwiseCopyable {
    var hash: UInt64
    var count: Int
    /// First of its entries.
    var first: Int32
  }

  struct Entry: BitwiseCopyable {
    var value: Int32
    /// The next entry of the same name, or -1.
    var next: Int32
  }

  /// Open addressing: index into `names`, or -1.
  private let slots: Table<Int32>
  private let names: Table<Name>
  private let entries: Table<Entry>

  /// Collects names before the table is made.
  struct Builder {
    private var lists: [(name: [UInt8], values: [Int])] = []

    /// `name` in small letters.
    mutating func add(_ name: String, _ value: Int) {
      let bytes = Array(name.utf8)
      if let known = lists.firstIndex(where: { $0.name == bytes }) {
        lists[known].values.append(value)
      } else {
        lists.append((bytes, [value]))
      }
    }

    func build(_ pool: ConstantPool) -> ByteTable {
      var size = 64
      while size < lists.count * 4 { size *= 2 }
      var slots = Array(repeating: Int32(-1), count: size)
      var names: [Name] = []
      var entries: [Entry] = []
      for (name, values) in lists {
        let hash = name.withView { ByteTable.hash($0) }
        var slot = Int(truncatingIfNeeded: hash) & (size - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
        slots[slot] = Int32(names.count)
        names.append(Name(hash: hash, count: name.count, first: Int32(entries.count)))
        for (index, value) in values.enumerated() {
          let isLast = index == values.count - 1
          entries.append(Entry(value: Int32(value), next: isLast ? -1 : Int32(entries.count + 1)))
        }
      }
      return ByteTable(slots: pool.table(slots), names: pool.table(names), entries: pool.table(entries))
    }
  }

  private init(slots: Table<Int32>, names: Table<Name>, entries: Table<Entry>) {
    (self.slots, self.names, self.entries) = (slots, names, entries)
  }

  @inline(__always)
  private static func hash(_ name: ByteView) -> UInt64 {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    var index = 0
    while index < name.count {
      state = mix(state ^ lowercased(name.shortWord(at: index)), 0x9E37_79B9_7F4A_7C15)
      index &+= 8
    }
    return mix(state, 0xE703_7ED1_A0B4_28DB ^ UInt64(truncatingIfNeeded: name.count))
  }

  /// Eight bytes with the capital letters of ASCII made small.
  @inline(__always)
  private static func lowercased(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let low = word & (ones &* 0x7F)
    // The highest bit says whether a byte is at least `A`, and whether it is more than `Z`.
    let isCapital = (low &+ ones &* (0x80 - 0x41)) & ~(low &+ ones &* (0x7F - 0x5A)) & ~word & (ones &* 0x80)
    return word | isCapital &>> 2
  }

  /// The first entry of a name, or -1.
  @inline(__always)
  func find(lowercased name: ByteView) -> Int {
    guard name.count <= 64 else { return -1 }
    let hash = Self.hash(name)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let known = names[Int(slots[slot])]
      if known.hash == hash, known.count == name.count { return Int(known.first) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return -1
  }

  @inline(__always)
  func value(_ entry: Int) -> Int { Int(entries[entry].value) }

  @inline(__always)
  func next(_ entry: Int) -> Int { Int(entries[entry].next) }
}
