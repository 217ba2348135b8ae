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
    /// Stands first, to be read byte by byte: the message's first bytes, of which `depth` count.
    var head: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0, 0)
    /// The program's number; 0 where the entry is free, and all behind it in its set.
    var program: UInt64 = 0
    var known = Known(decoder: -1, need: .nothing)
    var depth: UInt8 = 0
  }

  private static let depthLimit = 64
  private static let ways = 4
  private static let setCount = 512
  /// All places are less.
  static let capacity = setCount * ways
  /// All answers are kept with so many bytes, by which they are found.
  private static let shortDepth = 8
  /// Answers that so many bytes gave, or more, are found by these where there is no room for them among the others.
  private static let longDepth = 24
  /// Messages that begin alike so far, and whose answers take more than is remembered, share what is known of them.
  private static let deepDepth = 16

  private let entries: UnsafeMutablePointer<Entry>
  /// Which entry of its set is given up next.
  private var turn = 0

  init() {
    unsafe entries = .allocate(capacity: Self.setCount * Self.ways)
    unsafe entries.initialize(repeating: Entry(), count: Self.setCount * Self.ways)
  }

  deinit { unsafe entries.deallocate() }

  /// What is known under a number that `find` gave.
  @inline(__always)
  subscript(place: Int) -> Known {
    precondition(UInt(bitPattern: place) < UInt(bitPattern: Self.setCount &* Self.ways))
    return unsafe entries[place].known
  }

  /// Where it stands what is known of a program's message, of at least eight bytes; or -1.
  @inline(__always)
  func find(_ program: UInt64, _ message: ByteView) -> Int {
    let set = Self.shortSet(program, message)
    let known = find(program, message, in: set)
    return known >= 0 ? known : findElsewhere(program, message, set, known)
  }

  /// Where a set has no answer, another may have one that more of the message gave.
  @inline(never)
  private func findElsewhere(_ program: UInt64, _ message: ByteView, _ set: Int, _ known: Int) -> Int {
    var found = known
    if unsafe entries[set &+ Self.ways &- 1].program != 0, message.count >= Self.longDepth {
      let long = find(program, message, in: Self.longSet(program, message))
      if long >= 0 || found == Self.none { found = long }
    }
    return found == Self.none ? -1 : found < 0 ? ~found : found
  }

  /// The first entry of the set that a message's first bytes choose.
  @inline(__always)
  private static func shortSet(_ program: UInt64, _ message: ByteView) -> Int {
    set(message.wordInside(at: 0) ^ program &* 0xE703_7ED1_A0B4_28DB)
  }

  /// The same for `longDepth` bytes.
  @inline(__always)
  private static func longSet(_ program: UInt64, _ message: ByteView) -> Int {
    let front = (message.wordInside(at: 0) ^ program) &* 0xA076_1D64_78BD_642F &+ message.wordInside(at: 8)
    return set(front &* 0xE703_7ED1_A0B4_28DB ^ message.wordInside(at: 16))
  }

  @inline(__always)
  private static func set(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) &>> 55) &* ways
  }

  private static let none = Int.min

  /// Where in a set; where it has no answer, the complement of the place that says so, or `none`.
  @inline(__always)
  private func find(_ program: UInt64, _ message: ByteView, in set: Int) -> Int {
    var found = Self.none
    var place = set
    while place < set &+ Self.ways, unsafe entries[place].program != 0 {
      if unsafe entries[place].program == program && message.beginsLike(entries + place, Int(entries[place].depth)) {
        if unsafe !entries[place].known.isDeep { return place }
        found = ~place
      }
      place &+= 1
    }
    return found
  }

  /// Remembers an answer that the first `depth` bytes of a program's message gave, where these are few enough, or that everything
  /// must be known of such messages, mostly. The message is neither CEF's nor one about repetition: whose begins as these do never has
  /// an entry.
  func learn(_ program: UInt64, _ message: ByteView, _ known: Known, depth: Int) {
    var (known, depth) = (known, max(depth, Self.shortDepth))
    if depth > Self.depthLimit, known.need == .everything { (known.isDeep, depth) = (true, Self.deepDepth) }
    guard depth <= Self.depthLimit, (depth + 15) & ~15 <= message.count, !message.mayBeMoreThanMessage else { return }
    var entry = Entry(program: program, known: known, depth: UInt8(depth))
    unsafe withUnsafeMutableBytes(of: &entry.head) { head in
      for index in 0..<min(message.count, Self.depthLimit) { unsafe head[index] = message[index] }
    }
    var set = Self.shortSet(program, message)
    if depth >= Self.longDepth, unsafe entries[set + Self.ways - 1].program != 0 { set = Self.longSet(program, message) }
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
