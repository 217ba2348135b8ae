/// What messages that begin alike need, remembered: a log says the same few things over and over.
///
/// An answer is kept with the program and as many of the message's first bytes as gave it, and holds for every message that begins
/// with these, so that nothing ever depends on what came before.
@safe
final class NeedMemo {
  struct Known: BitwiseCopyable {
    var decoder: Int32
    var need: Need
  }

  private struct Entry: BitwiseCopyable {
    /// The message's first bytes, of which `wholeWords` words and what `lastMask` leaves of the next count.
    var head: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0)
    var lastMask: UInt64 = 0
    var program: (UInt64, UInt64) = (0, 0)
    /// Program's length, format and input source; 0 where the entry is free.
    var kind: UInt32 = 0
    var wholeWords: UInt8 = 0
    var known = Known(decoder: -1, need: .nothing)
  }

  private static let wordLimit = 6
  private static let ways = 4
  private static let setCount = 512

  private let entries: UnsafeMutablePointer<Entry>
  /// Which entry of its set is given up next.
  private var turn = 0

  init() {
    unsafe entries = .allocate(capacity: Self.setCount * Self.ways)
    unsafe entries.initialize(repeating: Entry(), count: Self.setCount * Self.ways)
  }

  deinit { unsafe entries.deallocate() }

  /// What is asked for: the program, and where its answers stand.
  private struct Key {
    var program: (UInt64, UInt64)
    var kind: UInt32
    var first: Int

    /// Nil for records whose answer depends on more than program and message.
    @inline(__always)
    init?(_ event: Event, _ source: Int) {
      let name = event.program
      guard event.hasFixedFields, event.trustedProgram.isEmpty, name.count - 1 < 16, event.message.count >= 8 else { return nil }
      program = name.twoWords
      kind = UInt32(truncatingIfNeeded: name.count) | UInt32(truncatingIfNeeded: event.format.index) << 8
      kind |= UInt32(truncatingIfNeeded: source) << 16
      let hash = (program.0 &+ event.message.word(at: 0)) &* 0x9E37_79B9_7F4A_7C15 ^ program.1
      first = (Int(truncatingIfNeeded: mix(hash, 0xE703_7ED1_A0B4_28DB)) & (NeedMemo.setCount - 1)) * NeedMemo.ways
    }
  }

  @inline(__always)
  func find(_ event: Event, _ source: Int) -> Known? {
    guard let key = Key(event, source) else { return nil }
    for way in 0..<Self.ways {
      let entry = unsafe entries + key.first + way
      if unsafe entry.pointee.kind == key.kind, unsafe entry.pointee.program == key.program,
        unsafe begins(event.message, entry.pointee)
      {
        return unsafe entry.pointee.known
      }
    }
    return nil
  }

  @inline(__always)
  private func begins(_ message: ByteView, _ entry: Entry) -> Bool {
    let words = Int(entry.wholeWords)
    guard message.count >= words * 8 + 8 else { return false }
    return unsafe withUnsafeBytes(of: entry.head) { head in
      var index = 0
      while index < words {
        if unsafe message.word(at: index * 8) != head.load(fromByteOffset: index * 8, as: UInt64.self) { return false }
        index += 1
      }
      return unsafe (message.word(at: index * 8) ^ head.load(fromByteOffset: index * 8, as: UInt64.self)) & entry.lastMask == 0
    }
  }

  /// Remembers an answer that the first `depth` bytes of the event's message gave, where these are few enough.
  func learn(_ event: Event, _ source: Int, _ known: Known, depth: Int) {
    let words = depth / 8
    guard words < Self.wordLimit, event.message.count >= words * 8 + 8, let key = Key(event, source) else { return }
    var entry = Entry(
      lastMask: (1 << UInt64(depth % 8 * 8)) - 1, program: key.program, kind: key.kind, wholeWords: UInt8(words), known: known)
    unsafe withUnsafeMutableBytes(of: &entry.head) { head in
      for index in 0...words {
        unsafe head.storeBytes(of: event.message.word(at: index * 8), toByteOffset: index * 8, as: UInt64.self)
      }
    }
    unsafe entries[key.first + turn] = entry
    turn = (turn + 1) % Self.ways
  }
}

extension ByteView {
  /// At most sixteen bytes as two words, with zeros behind them.
  @inline(__always)
  fileprivate var twoWords: (UInt64, UInt64) {
    if count >= 8 {
      let rest = word(at: count - 8)
      // The last eight bytes, without those that the first word has.
      return (word(at: 0), count == 8 ? 0 : rest >> UInt64((16 - count) * 8))
    }
    var low: UInt64 = 0
    for index in 0..<count { low |= UInt64(self[index]) << UInt64(index * 8) }
    return (low, 0)
  }
}
