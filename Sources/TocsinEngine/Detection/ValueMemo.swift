/// An item that a value makes hold, or that it may.
struct FoundItem: BitwiseCopyable {
  private let bits: Int32

  @inline(__always)
  init(item: Int32, isCertain: Bool, isAwaited: Bool) { bits = item &<< 2 | (isCertain ? 2 : 0) | (isAwaited ? 1 : 0) }

  @inline(__always)
  var item: Int32 { bits &>> 2 }
  @inline(__always)
  var isCertain: Bool { bits & 2 != 0 }
  /// Whether some rule waits for it.
  @inline(__always)
  var isAwaited: Bool { bits & 1 != 0 }
}

/// What was found in the values of fields before: programs, folders and accounts come back in event after event.
///
/// A value is compared byte by byte, so that what is remembered is what a search would find, whoever chose the values.
@safe
final class ValueMemo {
  private struct Entry: BitwiseCopyable {
    /// Field and kind; 0 where the entry is free.
    var key: UInt32 = 0
    var length: UInt8 = 0
    var found: UInt8 = 0
  }

  /// Two values share a place. Of these the one that came back last stays, so that values which never do displace each other.
  private static let placeCount = 512
  private static let slotCount = 2 * placeCount
  /// Longer values are searched each time, and so are those in which more is found.
  static let lengthLimit = 128
  static let foundLimit = 32

  private let entries: UnsafeMutablePointer<Entry>
  /// For each place which of the two is written next.
  private let next: UnsafeMutablePointer<UInt8>
  private let texts: UnsafeMutablePointer<UInt8>
  private let founds: UnsafeMutablePointer<FoundItem>
  /// The place of the value asked for last.
  private var place = 0

  init() {
    unsafe entries = .allocate(capacity: Self.slotCount)
    unsafe entries.initialize(repeating: Entry(), count: Self.slotCount)
    unsafe next = .allocate(capacity: Self.placeCount)
    unsafe next.initialize(repeating: 0, count: Self.placeCount)
    unsafe texts = .allocate(capacity: Self.slotCount * Self.lengthLimit)
    unsafe founds = .allocate(capacity: Self.slotCount * Self.foundLimit)
  }

  deinit {
    unsafe entries.deallocate()
    unsafe next.deallocate()
    unsafe texts.deallocate()
    unsafe founds.deallocate()
  }

  /// What was found in a value of a field (its number and the value's kind, not 0); nil where that is to be searched.
  @inline(__always)
  func find(_ value: ByteView, _ key: UInt32) -> Table<FoundItem>? {
    place = Int(truncatingIfNeeded: value.hash(seed: UInt64(key))) & (Self.placeCount - 1)
    if let found = find(value, key, slot: 2 &* place) {
      unsafe next[place] = 1
      return found
    }
    guard let found = find(value, key, slot: 2 &* place &+ 1) else { return nil }
    unsafe next[place] = 0
    return found
  }

  @inline(__always)
  private func find(_ value: ByteView, _ key: UInt32, slot: Int) -> Table<FoundItem>? {
    let entry = unsafe entries[slot]
    guard entry.key == key, Int(entry.length) == value.count else { return nil }
    let text = unsafe ByteView(texts + slot * Self.lengthLimit, count: value.count)
    return text == value ? unsafe Table(founds + slot * Self.foundLimit, count: Int(entry.found)) : nil
  }

  /// Remembers what was found in the value asked for last.
  @inline(__always)
  func keep(_ value: ByteView, _ key: UInt32, _ found: Table<FoundItem>) {
    guard value.count <= Self.lengthLimit, found.count <= Self.foundLimit else { return }
    let slot = unsafe 2 &* place &+ Int(next[place])
    unsafe value.copy(to: texts + slot * Self.lengthLimit)
    unsafe found.copy(to: founds + slot * Self.foundLimit)
    unsafe entries[slot] = Entry(key: key, length: UInt8(value.count), found: UInt8(found.count))
  }
}
