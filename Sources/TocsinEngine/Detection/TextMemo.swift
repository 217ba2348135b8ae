/// What the automaton found in texts before: user agents, referrers and targets come back in line after line.
///
/// A text is compared byte by byte, so that what is remembered is what a search would find, whoever chose the texts.
@safe
final class TextMemo {
  private struct Entry: BitwiseCopyable {
    var hash: UInt32 = 0
    /// One more than the text has; 0 where the entry is free.
    var length: UInt16 = 0
    var hits: UInt16 = 0
  }

  private static let slotCount = 1_024
  /// Longer texts are searched each time, and so are those in which more is found.
  static let lengthLimit = 256
  static let hitLimit = 8

  private let entries: UnsafeMutablePointer<Entry>
  private let texts: UnsafeMutablePointer<UInt8>
  private let hits: UnsafeMutablePointer<AhoCorasick.Hit>
  /// Of the text that was asked for last.
  private var hash: UInt64 = 0

  init() {
    unsafe entries = .allocate(capacity: Self.slotCount)
    unsafe entries.initialize(repeating: Entry(), count: Self.slotCount)
    unsafe texts = .allocate(capacity: Self.slotCount * Self.lengthLimit)
    unsafe hits = .allocate(capacity: Self.slotCount * Self.hitLimit)
  }

  deinit {
    unsafe entries.deallocate()
    unsafe texts.deallocate()
    unsafe hits.deallocate()
  }

  @inline(__always)
  private var slot: Int { Int(truncatingIfNeeded: hash & UInt64(Self.slotCount &- 1)) }

  /// What was found in a text, of `lengthLimit` bytes at most; nil where that is to be searched. Then `keep` notes what was found.
  @inline(__always)
  func find(_ text: ByteView) -> Table<AhoCorasick.Hit>? {
    hash = text.quickHash()
    let slot = slot
    let entry = unsafe entries[slot]
    guard entry.hash == UInt32(truncatingIfNeeded: hash &>> 32), Int(entry.length) == text.count &+ 1 else { return nil }
    let known = unsafe ByteView(texts + slot &* Self.lengthLimit, count: text.count)
    return known == text ? unsafe Table(hits + slot &* Self.hitLimit, count: Int(entry.hits)) : nil
  }

  /// Remembers what was found in the text asked for last.
  @inline(__always)
  func keep(_ text: ByteView, _ found: Table<AhoCorasick.Hit>) {
    guard found.count <= Self.hitLimit, text.count <= Self.lengthLimit else { return }
    let slot = slot
    unsafe text.copy(to: texts + slot &* Self.lengthLimit)
    unsafe found.copy(to: hits + slot &* Self.hitLimit)
    unsafe entries[slot] = Entry(
      hash: UInt32(truncatingIfNeeded: hash &>> 32), length: UInt16(text.count &+ 1), hits: UInt16(found.count))
  }
}

extension ByteView {
  /// A hash of the bytes for tables that compare what they find: whoever makes texts meet in one place gains nothing.
  @inline(__always)
  fileprivate func quickHash() -> UInt64 {
    // Two at a time, so that none waits for the one before.
    var (one, two) = (UInt64(truncatingIfNeeded: count), UInt64(0))
    if count >= 16 {
      var index = 0
      while index < count &- 16 {
        one = (one ^ wordInside(at: index)) &* 0x9E37_79B9_7F4A_7C15
        two = (two ^ wordInside(at: index &+ 8)) &* 0xA076_1D64_78BD_642F
        one ^= one &>> 29
        two ^= two &>> 31
        index &+= 16
      }
      // The last words overlap those before.
      one ^= wordInside(at: count &- 16)
      two ^= wordInside(at: count &- 8)
    } else if count > 8 {
      one ^= wordInside(at: 0)
      two ^= wordInside(at: count &- 8)
    } else {
      two ^= shortWord(at: 0)
    }
    return mix(one ^ 0xE703_7ED1_A0B4_28DB, two ^ 0x8EBC_6AF0_9C88_C6E3)
  }
}
