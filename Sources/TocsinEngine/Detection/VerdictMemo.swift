/// Which of the rules that one field decides hold for a value, remembered: a server gives the same few answers over and over.
///
/// Only values of at most eight bytes are, and they are compared as a whole: a verdict is never another value's.
@safe
final class VerdictMemo {
  /// A value, and the group of rules that is asked of it.
  struct Key: BitwiseCopyable, Equatable {
    private var word: UInt64
    /// Group, kind and length; never 0.
    private var what: UInt64

    static let lengthLimit = 8

    /// No value at all.
    @inline(__always)
    init(group: Int32) { (word, what) = (0, UInt64(UInt32(bitPattern: group)) << 16 | 0xFFFF) }

    /// Nil for longer values.
    @inline(__always)
    init?(group: Int32, _ value: ByteView, _ kind: ValueKind) {
      guard value.count <= Self.lengthLimit else { return nil }
      word = value.shortWord(at: 0)
      what = UInt64(UInt32(bitPattern: group)) << 16 | UInt64(kind.rawValue &+ 1) << 8 | UInt64(truncatingIfNeeded: value.count)
    }

    fileprivate init() { (word, what) = (0, 0) }

    @inline(__always)
    fileprivate var slot: Int {
      let hash = (word ^ what &* 0xA076_1D64_78BD_642F) &* 0x9E37_79B9_7F4A_7C15
      return Int(truncatingIfNeeded: hash &>> UInt64(64 - VerdictMemo.slotBits))
    }
  }

  private struct Entry: BitwiseCopyable {
    var key = Key()
    var verdict: UInt64 = 0
  }

  fileprivate static let slotBits = 8

  private let entries: UnsafeMutablePointer<Entry>

  init() {
    unsafe entries = .allocate(capacity: 1 << Self.slotBits)
    unsafe entries.initialize(repeating: Entry(), count: 1 << Self.slotBits)
  }

  deinit { unsafe entries.deallocate() }

  /// A bit for each rule of the group that holds, or nil.
  @inline(__always)
  func find(_ key: Key) -> UInt64? {
    let entry = unsafe entries + key.slot
    return unsafe entry.pointee.key == key ? entry.pointee.verdict : nil
  }

  func keep(_ key: Key, _ verdict: UInt64) { unsafe entries[key.slot] = Entry(key: key, verdict: verdict) }
}
