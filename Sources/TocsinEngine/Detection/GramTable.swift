import CByteScan

/// Finds clues in a value by a few neighbouring bytes of each, its gram. Most places in a text hold no gram of any clue, and a bit
/// says so: what a byte of text costs does not grow with the number of rules.
///
/// Where all literals are long, each has several grams in a row, and only every so many places are looked at: wherever a literal
/// stands, one of its grams does at such a place.
struct GramTable: BitwiseCopyable {
  private struct Slot: BitwiseCopyable {
    var gram: UInt32 = 0
    /// Clues of the gram, none where the slot is empty.
    var start: Int32 = 0
    var end: Int32 = 0
  }

  /// The grams as a set of bits, two for each and at most a sixteenth of all; some other grams seem to be in it, too.
  private let set: Table<UInt64>
  private let setShift: UInt32
  /// Open addressing, at most half full.
  private let slots: Table<Slot>
  private let slotShift: UInt32
  private let clues: Table<Clue>
  /// How far the places that are looked at lie from each other, and how many grams each clue has: 1, 2, 4 or 8.
  let step: Int

  var isEmpty: Bool { clues.isEmpty }

  private static let multiplier: UInt32 = 0x9E37_79B1
  /// As the functions that look for grams have it. Some signs become others: what a gram finds is looked at again.
  private static let fold: UInt32 = 0x2020_2020

  /// Clues whose literals have at least `width` bytes, two or four.
  init(_ clues: [Clue], width: Int, _ counts: GramCounts, pool: ConstantPool) {
    var placed: [(gram: UInt32, clue: Clue)] = []
    placed.reserveCapacity(clues.count)
    step = width == 4 ? Self.step(clues.reduce(Int.max) { min($0, $1.literal.count) } - width + 1) : 1
    for clue in clues {
      for offset in counts.rarest(clue.literal, width: width, step: step) {
        placed.append((Self.gram(clue.literal, offset, width), clue.found(at: offset)))
      }
    }
    placed.sort { ($0.gram, $0.clue.item) < ($1.gram, $1.clue.item) }
    var ranges: [Slot] = []
    for (index, entry) in placed.enumerated() {
      if ranges.last?.gram != entry.gram || index == 0 {
        ranges.append(Slot(gram: entry.gram, start: Int32(index), end: Int32(index)))
      }
      ranges[ranges.count - 1].end += 1
    }
    let slotBits = Self.bits(for: ranges.count * 2)
    let setBits = Self.bits(for: ranges.count / 2)
    (slotShift, setShift) = (UInt32(32 - slotBits), UInt32(64 - setBits))
    var slots = Array(repeating: Slot(), count: 1 << slotBits)
    var set = Array(repeating: UInt64(0), count: 1 << setBits)
    for range in ranges {
      unsafe tocsin_add_gram(&set, range.gram, setShift)
      var slot = Int((range.gram &* Self.multiplier) >> slotShift)
      while slots[slot].end > 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = range
    }
    self.set = pool.table(set)
    self.slots = pool.table(slots)
    self.clues = pool.table(Self.together(placed.map(\.clue), pool))
  }

  /// The clues with their literals beside each other in memory, as they are looked at.
  private static func together(_ clues: [Clue], _ pool: ConstantPool) -> [Clue] {
    let bytes = pool.bytes(clues.flatMap { $0.literal.bytes })
    var start = 0
    return clues.map { clue in
      var clue = clue
      clue.literal = bytes.slice(start, start + clue.literal.count)
      start += clue.literal.count
      return clue
    }
  }

  /// The longest step where each literal has so many grams.
  private static func step(_ grams: Int) -> Int { [8, 4, 2].first { $0 <= grams } ?? 1 }

  /// At least 1: a shift by 32 would be none.
  private static func bits(for count: Int) -> Int {
    var bits = 1
    while 1 << bits < count { bits += 1 }
    return bits
  }

  @inline(__always)
  static func gram(_ text: ByteView, _ index: Int, _ width: Int) -> UInt32 {
    width == 4 ? text.word(index) | fold : UInt32(text.halfWord(index)) | fold &>> 16
  }

  /// Adds the item of each clue that stands in a value.
  @inline(__always)
  func search(_ value: ByteView, width: Int, into found: inout Row<FoundItem>) {
    var index = 0
    while true {
      index =
        width == 4
        ? value.firstGram4(from: index, in: set, setShift, step: step) : value.firstGram2(from: index, in: set, setShift)
      if index >= value.count { return }
      visit(Self.gram(value, index, width), at: index, in: value, &found)
      index &+= step
    }
  }

  /// Looks at the clues of one gram.
  @inline(__always)
  private func visit(_ gram: UInt32, at index: Int, in value: ByteView, _ found: inout Row<FoundItem>) {
    var slot = Int((gram &* Self.multiplier) &>> slotShift)
    while slots[slot].end > 0 {
      if slots[slot].gram == gram {
        var clue = Int(slots[slot].start)
        let end = Int(slots[slot].end)
        while clue < end {
          if clues[clue].standsBesideGram(at: index &- Int(clues[clue].offset), in: value) {
            found.append(
              FoundItem(item: clues[clue].item, isCertain: clues[clue].isCertain, isAwaited: clues[clue].isAwaited))
          }
          clue &+= 1
        }
        return
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
  }
}

/// How often grams stand in what all rules look for: what they have in common (`.exe`) is common in events, too.
struct GramCounts {
  private var counts = ContiguousArray(repeating: UInt32(0), count: 1 << 16)
  /// A gram is taken from the last so many bytes of a literal.
  private static let reach = 256

  private static func index(_ gram: UInt32) -> Int { Int((gram &* 0x85EB_CA6B) >> 16) }

  /// Counts the grams of a literal that so many rules ask for.
  mutating func add(_ literal: ByteView, _ times: Int) {
    guard literal.count >= 4 else { return }
    for index in 0...literal.count - 4 { counts[Self.index(GramTable.gram(literal, index, 4))] &+= UInt32(times) }
  }

  /// Where in a literal its rarest gram stands, or so many in a row that are rare together.
  func rarest(_ literal: ByteView, width: Int, step: Int = 1) -> Range<Int> {
    let last = literal.count - width - step + 1
    let first = max(0, last - Self.reach)
    guard width == 4 else { return first..<first + 1 }
    var best = (first, UInt64.max)
    for start in first...last {
      let sum = (start..<start + step).reduce(UInt64(0)) { $0 + UInt64(count(literal, $1)) }
      if sum < best.1 { best = (start, sum) }
    }
    return best.0..<best.0 + step
  }

  /// How often the rarest gram of a literal occurs; 0 where it has none.
  func least(_ literal: ByteView) -> Int {
    literal.count >= 4 ? Int(count(literal, rarest(literal, width: 4).lowerBound)) : 0
  }

  private func count(_ literal: ByteView, _ index: Int) -> UInt32 {
    let gram = GramTable.gram(literal, index, 4)
    return counts[Self.index(gram)] + (Self.isHexadecimal(gram) ? Self.hexadecimal : 0)
  }

  /// Hashes and identifiers, which events are full of, hold such grams by chance.
  private static let hexadecimal: UInt32 = 16

  private static func isHexadecimal(_ gram: UInt32) -> Bool {
    [0, 8, 16, 24].allSatisfy { UInt8(truncatingIfNeeded: gram >> UInt32($0)).hexValue < 16 }
  }
}

extension ByteView {
  /// Four bytes, the first of which is the lowest.
  @inline(__always)
  fileprivate func word(_ index: Int) -> UInt32 {
    precondition(index >= 0 && index + 4 <= count)
    return unsafe UInt32(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt32.self))
  }

  @inline(__always)
  fileprivate func halfWord(_ index: Int) -> UInt16 {
    precondition(index >= 0 && index + 2 <= count)
    return unsafe UInt16(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt16.self))
  }

  /// Where the first gram at or after `start` begins whose hash is in a set that has a place for every hash, or `count`.
  @inline(__always)
  fileprivate func firstGram4(from start: Int, in set: Table<UInt64>, _ shift: UInt32, step: Int) -> Int {
    guard start < count else { return count }
    return step == 1
      ? unsafe tocsin_find_gram4(base, start, count, set.start, shift)
      : unsafe tocsin_find_gram4_step(base, start, count, set.start, shift, step)
  }

  @inline(__always)
  fileprivate func firstGram2(from start: Int, in set: Table<UInt64>, _ shift: UInt32) -> Int {
    guard start < count else { return count }
    return unsafe tocsin_find_gram2(base, start, count, set.start, shift)
  }
}
