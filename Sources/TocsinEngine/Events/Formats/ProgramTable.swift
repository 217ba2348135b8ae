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

    init?(_ name: ByteView, _ format: Format, _ source: Int) {
      guard name.count > 0, name.count <= ProgramTable.nameLimit else { return nil }
      func word(_ at: Int) -> UInt64 { at < name.count ? name.shortWord(at: at) : 0 }
      self.init(word(0), word(8), word(16), word(24), count: name.count, format, source)
    }

    @inline(__always)
    fileprivate var place: Int {
      Int(truncatingIfNeeded: ((first &+ second &* 0xA076_1D64_78BD_642F) &* 0x9E37_79B9_7F4A_7C15) &>> 55)
    }

    /// The last two words of short names are zeros.
    @inline(__always)
    fileprivate func isSame(as other: Key) -> Bool {
      kind == other.kind && first == other.first && second == other.second
        && (UInt8(truncatingIfNeeded: kind) <= 16 || third == other.third && fourth == other.fourth)
    }
  }

  struct Entry: BitwiseCopyable {
    fileprivate var key = Key()
    /// Never 0 of a program.
    fileprivate(set) var number: UInt64 = 0
    /// Its first decoder among those of all programs, or -1.
    fileprivate(set) var decoder: Int32 = -1
    /// Whether the name is what any reader takes for the tag where it stands before `[pid]: ` or `: `.
    fileprivate(set) var isPlain = false

    fileprivate init() {}

    fileprivate init(key: Key, number: UInt64, decoder: Int, isPlain: Bool) {
      (self.key, self.number, self.decoder, self.isPlain) = (key, number, Int32(decoder), isPlain)
    }
  }

  static let nameLimit = 31
  private static let capacity = 512
  private static let ways = 4

  private let entries: UnsafeMutablePointer<Entry>
  private var nextNumber: UInt64 = 1

  init() {
    unsafe entries = .allocate(capacity: Self.capacity)
    unsafe entries.initialize(repeating: Entry(), count: Self.capacity)
  }

  deinit { unsafe entries.deallocate() }

  @inline(__always)
  subscript(place: Int) -> Entry {
    unsafeAddress {
      precondition(UInt(bitPattern: place) < UInt(bitPattern: Self.capacity))
      return unsafe UnsafePointer(entries + place)
    }
  }

  /// Where a program stands, or -1.
  @inline(__always)
  func find(_ key: Key) -> Int {
    var place = key.place
    for _ in 0..<Self.ways {
      if unsafe key.isSame(as: entries[place].key) { return place }
      if unsafe entries[place].key.kind == 0 { return -1 }
      place = (place &+ 1) & (Self.capacity &- 1)
    }
    return -1
  }

  /// Takes a program up that is not there; returns where it stands.
  func add(_ key: Key, _ name: ByteView, decoder: Int) -> Int {
    var place = key.place
    for way in 0..<Self.ways {
      let next = (key.place + way) & (Self.capacity - 1)
      if unsafe entries[next].key.kind == 0 {
        place = next
        break
      }
      // The one that has been there longest goes.
      if unsafe entries[next].number < entries[place].number { place = next }
    }
    unsafe entries[place] = Entry(key: key, number: nextNumber, decoder: decoder, isPlain: Self.isPlain(name))
    nextNumber += 1
    return place
  }

  private static func isPlain(_ name: ByteView) -> Bool {
    name.firstTagEnd(from: 0, before: name.count) == nil && name[0] != 0x2F && name[name.count - 1] != 0x29 && !(name == "CEF")
      && !AuditWrapper.isWriter(name)
  }
}
