/// What messages that begin alike need, remembered: a log says the same few things over and over.
///
/// An answer is kept with the program's number and as many of the message's first bytes as gave it, and holds for every message that
/// begins with these, so that nothing ever depends on what came before.
@safe
final class NeedMemo {
  struct Known: BitwiseCopyable {
    var decoder: Int32
    var need: Need
    /// Whether the answer took more of the message than is remembered, and so is none: such a message is decoded without asking.
    var isDeep = false
  }

  private struct Entry: BitwiseCopyable {
    /// Stands first, to be read word by word: the message's first bytes, of which `wholeWords` words and what `lastMask` leaves of the
    /// next count.
    var head: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0)
    var lastMask: UInt64 = 0
    /// The program's number; 0 where the entry is free, and all behind it in its set.
    var program: UInt64 = 0
    var known = Known(decoder: -1, need: .nothing)
    var wholeWords: UInt8 = 0
  }

  private static let wordLimit = 7
  private static let ways = 4
  private static let setCount = 512
  /// Answers that so many bytes gave, or more, are found by these.
  private static let longDepth = 24

  private let entries: UnsafeMutablePointer<Entry>
  /// Which entry of its set is given up next.
  private var turn = 0

  init() {
    unsafe entries = .allocate(capacity: Self.setCount * Self.ways)
    unsafe entries.initialize(repeating: Entry(), count: Self.setCount * Self.ways)
  }

  deinit { unsafe entries.deallocate() }

  /// What is known of a program's message, of at least eight bytes.
  @inline(__always)
  func find(_ program: UInt64, _ message: ByteView) -> Known? {
    precondition(message.count >= 8)
    if let known = find(program, message, Self.shortSet(program, message)) { return known }
    return message.count >= Self.longDepth ? find(program, message, Self.longSet(program, message)) : nil
  }

  /// The first entry of the set for answers that few bytes of a message gave.
  @inline(__always)
  private static func shortSet(_ program: UInt64, _ message: ByteView) -> Int {
    set(message.wordInside(at: 0) &+ program &* 0xE703_7ED1_A0B4_28DB)
  }

  /// The same for those that `longDepth` bytes or more gave.
  @inline(__always)
  private static func longSet(_ program: UInt64, _ message: ByteView) -> Int {
    let front = mix(message.wordInside(at: 0) ^ program, 0xA076_1D64_78BD_642F)
    return set(mix(front ^ message.wordInside(at: 8), 0xE703_7ED1_A0B4_28DB) ^ message.wordInside(at: 16))
  }

  @inline(__always)
  private static func set(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: mix(hash, 0x9E37_79B9_7F4A_7C15) & UInt64(setCount &- 1)) &* ways
  }

  @inline(__always)
  private func find(_ program: UInt64, _ message: ByteView, _ set: Int) -> Known? {
    var entry = unsafe entries + set
    let end = unsafe entry + Self.ways
    var deep: Known?
    while unsafe entry < end && entry.pointee.program != 0 {
      if unsafe entry.pointee.program == program && Self.begins(message, entry) {
        guard unsafe entry.pointee.known.isDeep else { return unsafe entry.pointee.known }
        deep = unsafe entry.pointee.known
      }
      unsafe entry += 1
    }
    return deep
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

  /// Remembers an answer that the first `depth` bytes of a program's message gave, where these are few enough, or that everything
  /// must be known of such messages, mostly.
  func learn(_ program: UInt64, _ message: ByteView, _ known: Known, depth: Int) {
    var (known, depth) = (known, depth)
    if depth / 8 >= Self.wordLimit, known.need == .everything { (known.isDeep, depth) = (true, Self.longDepth) }
    let words = depth / 8
    guard words < Self.wordLimit, message.count >= words * 8 + 8 else { return }
    var entry = Entry(lastMask: (1 << UInt64(depth % 8 * 8)) - 1, program: program, known: known, wholeWords: UInt8(words))
    unsafe withUnsafeMutableBytes(of: &entry.head) { head in
      for index in 0...words {
        unsafe head.storeBytes(of: message.word(at: index * 8), toByteOffset: index * 8, as: UInt64.self)
      }
    }
    let set = depth >= Self.longDepth ? Self.longSet(program, message) : Self.shortSet(program, message)
    // A free entry, or each in turn.
    var way = 0
    while way < Self.ways, unsafe entries[set + way].program != 0 { way += 1 }
    if way == Self.ways {
      way = turn
      turn = (turn + 1) % Self.ways
    }
    unsafe entries[set + way] = entry
  }
}
