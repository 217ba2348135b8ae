/// The programs that the last lines of syslog named, each with a number under which what is known of its messages is kept.
///
/// It has room for a few hundred. One that comes later takes the place of another, under a number that none had before, so that
/// nothing is ever taken for another's.
@safe
final class ProgramTable {
  /// A name of at most 31 bytes as words, with zeros behind it, and where it stood.
  struct Key: BitwiseCopyable {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var third: UInt64 = 0
    var fourth: UInt64 = 0
    /// Format, input source, and the name's length; 0 for none.
    var kind: UInt64 = 0

    fileprivate init() {}

    @inline(__always)
    init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64, count: Int, _ format: Format, _ source: Int) {
      (self.first, self.second, self.third, self.fourth) = (first, second, third, fourth)
      kind = UInt64(truncatingIfNeeded: count | format.index << 8 | source << 16)
    }

    /// The kind of names of which the length is not asked: that of plain ones of fewer than sixteen bytes shows in the zeros behind
    /// them. No length is so great.
    @inline(__always)
    static func shortKind(_ format: Format, _ source: Int) -> UInt64 { Key(0, 0, 0, 0, count: 0xFF, format, source).kind }

    init?(_ name: ByteView, _ format: Format, _ source: Int) {
      guard name.count > 0, name.count <= ProgramTable.nameLimit else { return nil }
      func word(_ at: Int) -> UInt64 { at < name.count ? name.shortWord(at: at) : 0 }
      self.init(word(0), word(8), word(16), word(24), count: name.count, format, source)
    }

    @inline(__always)
    fileprivate var place: Int { ProgramTable.place(first, second) }

    /// The last two words of short names are zeros.
    @inline(__always)
    fileprivate func isSame(as other: Key) -> Bool {
      kind == other.kind && first == other.first && second == other.second
        && (UInt8(truncatingIfNeeded: kind) <= 16 || third == other.third && fourth == other.fourth)
    }
  }

  struct Entry: BitwiseCopyable {
    fileprivate var key = Key()
    /// The kind by which it is found among short names; 0 where it is none, or not plain.
    fileprivate var shortKind: UInt64 = 0
    /// Never 0 of a program; its bits are mixed.
    fileprivate(set) var number: UInt64 = 0
    /// Its first decoder among those of all programs, or -1.
    fileprivate(set) var decoder: Int32 = -1
    /// Whether the name is what any reader takes for the tag where it stands before `[pid]: ` or `: `.
    fileprivate(set) var isPlain = false

    fileprivate init() {}

    fileprivate init(key: Key, turn: UInt64, decoder: Int, isPlain: Bool) {
      (self.key, self.decoder, self.isPlain) = (key, Int32(decoder), isPlain)
      // Odd numbers have an inverse, so that each turn has a number of its own.
      number = turn &* 0xE703_7ED1_A0B4_28DB
      if isPlain, nameCount < 16 { shortKind = key.kind | 0xFF }
    }

    /// The how manieth program it is, from 1.
    fileprivate var turn: UInt64 { number &* 0x2E1B_9953_F3B3_9353 }

    @inline(__always)
    var nameCount: Int { Int(UInt8(truncatingIfNeeded: key.kind)) }
  }

  /// The entries, for whoever looks up one line after the other. A place is counted in bytes.
  @safe
  struct View: BitwiseCopyable {
    fileprivate let entries: UnsafeMutableRawPointer

    @inline(__always)
    fileprivate func entry(_ place: Int) -> UnsafeMutablePointer<Entry> {
      unsafe (entries + place).assumingMemoryBound(to: Entry.self)
    }

    @inline(__always)
    subscript(place: Int) -> Entry {
      unsafeAddress {
        precondition(UInt(bitPattern: place) < UInt(bitPattern: ProgramTable.size))
        return unsafe UnsafePointer(entry(place))
      }
    }

    /// Where a plain program stands whose name is shorter than sixteen bytes, or -1.
    @inline(__always)
    func find(_ first: UInt64, _ second: UInt64, _ shortKind: UInt64) -> Int {
      var place = ProgramTable.place(first, second)
      for _ in 0..<ProgramTable.ways {
        let entry = unsafe entry(place)
        if unsafe entry.pointee.shortKind == shortKind && entry.pointee.key.first == first && entry.pointee.key.second == second {
          return place
        }
        if unsafe entry.pointee.key.kind == 0 { return -1 }
        place = ProgramTable.next(place)
      }
      return -1
    }
  }

  static let nameLimit = 31
  private static let capacity = 512
  fileprivate static let ways = 4
  /// In bytes.
  fileprivate static let size = capacity * MemoryLayout<Entry>.stride

  @inline(__always)
  fileprivate static func place(_ first: UInt64, _ second: UInt64) -> Int {
    Int(truncatingIfNeeded: ((first &+ second) &* 0x9E37_79B9_7F4A_7C15) &>> 55) &* MemoryLayout<Entry>.stride
  }

  /// The place behind another; the first one behind the last.
  @inline(__always)
  fileprivate static func next(_ place: Int) -> Int {
    let next = place &+ MemoryLayout<Entry>.stride
    return next == size ? 0 : next
  }

  /// The entries.
  let view: View
  private var lastTurn: UInt64 = 0

  init() {
    let entries = UnsafeMutablePointer<Entry>.allocate(capacity: Self.capacity)
    unsafe entries.initialize(repeating: Entry(), count: Self.capacity)
    view = unsafe View(entries: UnsafeMutableRawPointer(entries))
  }

  deinit { unsafe view.entry(0).deallocate() }

  @inline(__always)
  subscript(place: Int) -> Entry {
    unsafeAddress {
      precondition(UInt(bitPattern: place) < UInt(bitPattern: Self.size))
      return unsafe UnsafePointer(view.entry(place))
    }
  }

  /// Where a program stands, or -1.
  @inline(__always)
  func find(_ key: Key) -> Int {
    var place = key.place
    for _ in 0..<Self.ways {
      let entry = unsafe view.entry(place)
      if unsafe key.isSame(as: entry.pointee.key) { return place }
      if unsafe entry.pointee.key.kind == 0 { return -1 }
      place = Self.next(place)
    }
    return -1
  }

  /// Takes a program up that is not there; returns where it stands.
  func add(_ key: Key, _ name: ByteView, decoder: Int) -> Int {
    var (place, next) = (key.place, key.place)
    for _ in 0..<Self.ways {
      if view[next].key.kind == 0 {
        place = next
        break
      }
      // The one that has been there longest goes.
      if view[next].turn < view[place].turn { place = next }
      next = Self.next(next)
    }
    lastTurn += 1
    unsafe view.entry(place).pointee = Entry(key: key, turn: lastTurn, decoder: decoder, isPlain: Self.isPlain(name))
    return place
  }

  private static func isPlain(_ name: ByteView) -> Bool {
    name.firstTagEnd(from: 0, before: name.count) == nil && name[0] != 0x2F && name[name.count - 1] != 0x29 && !(name == "CEF")
      && !AuditWrapper.isWriter(name)
  }
}
