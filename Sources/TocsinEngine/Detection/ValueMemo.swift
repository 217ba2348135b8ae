/// An item that a value makes hold, or that it may.
struct FoundItem: BitwiseCopyable {
  var item: Int32
  var isCertain: Bool
  /// Whether some rule waits for it.
  var isAwaited: Bool
}

/// What was found in the values of fields before: programs, folders and accounts come back in event after event.
///
/// A value is compared byte by byte, so that what is remembered is what a search would find, whoever chose the values.
@safe
final class ValueMemo {
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
  private let founds: UnsafeMutablePointer<FoundItem>
  /// The entry of the value asked for last.
  private var slot = 0

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

  /// What was found in a value of a field (its number and the value's kind, not 0); nil where that is to be searched.
  @inline(__always)
  func find(_ value: ByteView, _ key: UInt32) -> Table<FoundItem>? {
    slot = Int(truncatingIfNeeded: value.hash(seed: UInt64(key))) & (Self.slotCount - 1)
    let entry = unsafe entries[slot]
    guard entry.key == key, Int(entry.length) == value.count else { return nil }
    let text = unsafe ByteView(texts + slot * Self.lengthLimit, count: value.count)
    return text == value ? unsafe Table(founds + slot * Self.foundLimit, count: Int(entry.found)) : nil
  }

  /// Remembers what was found in the value asked for last.
  @inline(__always)
  func keep(_ value: ByteView, _ key: UInt32, _ found: Table<FoundItem>) {
    guard value.count <= Self.lengthLimit, found.count <= Self.foundLimit else { return }
    unsafe value.copy(to: texts + slot * Self.lengthLimit)
    unsafe found.copy(to: founds + slot * Self.foundLimit)
    unsafe entries[slot] = Entry(key: key, length: UInt16(value.count), found: UInt16(found.count))
  }
}
