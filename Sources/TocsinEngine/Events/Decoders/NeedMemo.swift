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
    /// Stands first, to be read word by word: the message's first bytes, of which `wholeWords` words and what `lastMask` leaves of the
    /// next count.
    var head: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0)
    var lastMask: UInt64 = 0
    var program: (UInt64, UInt64) = (0, 0)
    /// Program's length, format and input source; 0 where the entry is free.
    var kind: UInt32 = 0
    var wholeWords: UInt8 = 0
    var known = Known(decoder: -1, need: .nothing)
  }

  private static let wordLimit = 7
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

    /// Nil for records whose answer depends on more than program and message.
    @inline(__always)
    init?(_ event: Event, _ source: Int) {
      let name = event.program
      guard event.hasFixedFields, event.trustedProgram.isEmpty, name.count &- 1 < 16, event.message.count >= 8 else { return nil }
      program = name.twoWords
      kind = UInt32(truncatingIfNeeded: name.count) | UInt32(truncatingIfNeeded: event.format.index) << 8
      kind |= UInt32(truncatingIfNeeded: source) << 16
    }

    /// The first entry of the set for answers that few bytes of a message gave.
    @inline(__always)
    func shortSet(_ message: ByteView) -> Int {
      set((program.0 &+ message.wordInside(at: 0)) &* 0x9E37_79B9_7F4A_7C15 ^ program.1)
    }

    /// The same for those that `longDepth` bytes or more gave.
    @inline(__always)
    func longSet(_ message: ByteView) -> Int {
      let front = mix(message.wordInside(at: 0) ^ program.0, 0xA076_1D64_78BD_642F)
      return set(mix(front ^ message.wordInside(at: 8), 0x9E37_79B9_7F4A_7C15) ^ message.wordInside(at: 16) ^ program.1)
    }

    @inline(__always)
    private func set(_ hash: UInt64) -> Int {
      (Int(truncatingIfNeeded: mix(hash, 0xE703_7ED1_A0B4_28DB)) & (NeedMemo.setCount - 1)) &* NeedMemo.ways
    }
  }

  private static let longDepth = 24

  @inline(__always)
  func find(_ event: Event, _ source: Int) -> Known? {
    guard let key = Key(event, source) else { return nil }
    let message = event.message
    if message.count >= Self.longDepth, let known = find(key, message, key.longSet(message)) { return known }
    return find(key, message, key.shortSet(message))
  }

  @inline(__always)
  private func find(_ key: Key, _ message: ByteView, _ set: Int) -> Known? {
    var entry = unsafe entries + set
    let end = unsafe entry + Self.ways
    while unsafe entry < end {
      if unsafe entry.pointee.kind == key.kind && entry.pointee.program == key.program && Self.begins(message, entry) {
        return unsafe entry.pointee.known
      }
      unsafe entry += 1
    }
    return nil
  }

  @inline(__always)
  private static func begins(_ message: ByteView, _ entry: UnsafePointer<Entry>) -> Bool {
    let last = unsafe Int(entry.pointee.wholeWords) &* 8
    guard message.count >= last &+ 8 else { return false }
    let head = unsafe UnsafeRawPointer(entry)
    var index = 0
    while index < last {
      if unsafe message.wordInside(at: index) != head.load(fromByteOffset: index, as: UInt64.self) { return false }
      index &+= 8
    }
    return unsafe (message.wordInside(at: last) ^ head.load(fromByteOffset: last, as: UInt64.self)) & entry.pointee.lastMask == 0
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
    let set = depth >= Self.longDepth ? key.longSet(event.message) : key.shortSet(event.message)
    // A free entry, or each in turn.
    var way = 0
    while way < Self.ways, unsafe entries[set + way].kind != 0 { way += 1 }
    if way == Self.ways {
      way = turn
      turn = (turn + 1) % Self.ways
    }
    unsafe entries[set + way] = entry
  }
}

extension ByteView {
  /// At most sixteen bytes as two words, with zeros behind them.
  @inline(__always)
  fileprivate var twoWords: (UInt64, UInt64) {
    if count <= 8 { return (shortWord(at: 0), 0) }
    // The last eight bytes, without those that the first word has.
    return (word(at: 0), word(at: count &- 8) &>> UInt64(truncatingIfNeeded: (16 &- count) &* 8))
  }
}
