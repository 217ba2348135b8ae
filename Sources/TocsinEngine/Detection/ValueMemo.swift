/// What was found in the values of fields before: programs, folders and accounts come back in event after event.
///
/// A value is compared byte by byte, so that what is remembered is what a search would find, whoever chose the values.
@safe
final class ValueMemo {
  /// An item that a value makes hold, or that it may.
  struct Found: BitwiseCopyable {
    var item: Int32
    var isCertain: Bool
    var isAwaited: Bool
  }

  private struct Entry: BitwiseCopyable {
    /// Field and kind; 0 where the entry is free.
    var key: UInt32 = 0
    var length: UInt16 = 0
    var found: UInt16 = 0
  }

  private static let slotCount = 1_024
  /// Longer values are searched each time, and so are those in which more is found.
  static let lengthLimit = 96
  static let foundLimit = 16

  private let entries: UnsafeMutablePointer<Entry>
  private let texts: UnsafeMutablePointer<UInt8>
  private let founds: UnsafeMutablePointer<Found>
  /// The entry that is being written, and how much was found for it so far.
  private var slot = 0
  private var found = 0

  init() {
    unsafe entries = .allocate(capacity: Self.slotCount)
    unsafe entries.initialize(repeating: Entry(), count: Self.slotCount)
    unsafe texts = .allocate(capacity: Self.slotCount * Self.lengthLimit)
    unsafe founds = .allocate(capacity: Self.slotCount * Self.foundLimit)
  }

  deinit {
    unsafe entries.deallocate()
    unsafe texts.deallocate()
    unsafe founds.deallocate()
  }

  /// What was found in a value of a field (its number and the value's kind, not 0); nil where that is to be searched. Then `add`
  /// notes each item found, and `keep` ends it.
  @inline(__always)
  func find(_ value: ByteView, _ key: UInt32) -> Table<Found>? {
    slot = Int(truncatingIfNeeded: value.hash(seed: UInt64(key))) & (Self.slotCount - 1)
    found = 0
    let entry = unsafe entries[slot]
    guard entry.key == key, Int(entry.length) == value.count else { return nil }
    let text = unsafe ByteView(texts + slot * Self.lengthLimit, count: value.count)
    return text == value ? unsafe Table(founds + slot * Self.foundLimit, count: Int(entry.found)) : nil
  }

  @inline(__always)
  func add(_ item: Found) {
    if found < Self.foundLimit {
      // Until it is kept, the entry is nobody's.
      if found == 0 { unsafe entries[slot].key = 0 }
      unsafe founds[slot * Self.foundLimit + found] = item
    }
    found += 1
  }

  /// Remembers what was found for the value asked for last.
  @inline(__always)
  func keep(_ value: ByteView, _ key: UInt32) {
    guard value.count <= Self.lengthLimit, found <= Self.foundLimit else { return }
    for index in 0..<value.count { unsafe texts[slot * Self.lengthLimit + index] = value[index] }
    unsafe entries[slot] = Entry(key: key, length: UInt16(value.count), found: UInt16(found))
  }
}
