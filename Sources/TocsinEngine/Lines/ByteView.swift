import CByteScan

/// A borrowed run of bytes: in a chunk, in an event's arena, or in a decoder's constants.
///
/// A view never outlives the scan of the chunk it came from; what leaves the scanner is copied. Access is bounds-checked, so the
/// only thing a caller must keep is that lifetime.
@safe
public struct ByteView: BitwiseCopyable, @unchecked Sendable {
  @usableFromInline let base: UnsafePointer<UInt8>
  public let count: Int

  public static let empty = unsafe ByteView(UnsafePointer(bitPattern: 1)!, count: 0)

  /// The caller vouches that `count` bytes at `base` stay valid while the view is used.
  @inlinable @inline(__always)
  public init(_ base: UnsafePointer<UInt8>, count: Int) {
    unsafe self.base = base
    self.count = count
  }

  /// Views a buffer for the duration of the caller's access to it.
  public init(_ buffer: UnsafeRawBufferPointer) {
    guard let start = buffer.baseAddress else {
      self = .empty
      return
    }
    unsafe self.init(start.assumingMemoryBound(to: UInt8.self), count: buffer.count)
  }

  @inlinable @inline(__always)
  public var isEmpty: Bool { count == 0 }

  @inlinable @inline(__always)
  public subscript(index: Int) -> UInt8 {
    // As unsigned numbers, so that one comparison does for both ends.
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
    return unsafe base[index]
  }

  /// For the automaton's inner loop, which stays inside by construction.
  @inline(__always)
  func unchecked(_ index: Int) -> UInt8 { unsafe base[index] }

  /// The bytes from `start` to before `end`; both are clamped by a precondition, not silently.
  @inlinable @inline(__always)
  public func slice(_ start: Int, _ end: Int) -> ByteView {
    precondition(UInt(bitPattern: start) <= UInt(bitPattern: end) && UInt(bitPattern: end) <= UInt(bitPattern: count))
    return unsafe ByteView(base + start, count: end &- start)
  }

  @inlinable @inline(__always)
  public func from(_ start: Int) -> ByteView { slice(start, count) }

  /// The position of the first `byte` at or after `start`, or nil.
  @inline(__always)
  public func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
    guard start < count else { return nil }
    let found = unsafe tocsin_find(base, start, count, byte)
    return found < count ? found : nil
  }

  /// The position of the first of two bytes at or after `start`, or nil.
  @inline(__always)
  public func firstIndex(of a: UInt8, or b: UInt8, from start: Int = 0) -> Int? {
    guard start < count else { return nil }
    let found = unsafe tocsin_find2(base, start, count, a, b)
    return found < count ? found : nil
  }

  /// The same where it is likely far away.
  @inline(__always)
  func farIndex(of a: UInt8, or b: UInt8, from start: Int) -> Int? {
    guard start < count else { return nil }
    let found = unsafe tocsin_find2_far(base, start, count, a, b)
    return found < count ? found : nil
  }

  /// The position of the first of three bytes at or after `start`, or nil.
  @inline(__always)
  func firstIndex(of a: UInt8, or b: UInt8, or c: UInt8, from start: Int) -> Int? {
    guard start < count else { return nil }
    let found = unsafe tocsin_find3(base, start, count, a, b, c)
    return found < count ? found : nil
  }

  /// The position, before `limit`, of the first byte at or after `start` that may end the name in a syslog tag, or nil.
  @inline(__always)
  func firstTagEnd(from start: Int, before limit: Int) -> Int? {
    precondition(start >= 0 && limit <= count)
    guard start < limit else { return nil }
    let found = unsafe tocsin_find_tag_end(base, start, limit)
    return found < limit ? found : nil
  }

  /// The position of the first byte at or after `start` that a JSON string may not hold as it is; `count` where there is none.
  @inline(__always)
  func firstEscape(from start: Int) -> Int {
    precondition(start >= 0 && start <= count)
    return unsafe tocsin_find_escape(base, start, count)
  }

  /// The position of the first byte at or after `start` where a secret may begin or be announced; `count` where there is none.
  @inline(__always)
  func firstSecretStart(from start: Int) -> Int {
    precondition(start >= 0 && start <= count)
    return unsafe tocsin_find_secret_start(base, start, count)
  }

  /// Of the 48 bytes from `start` on, which may end the name in a syslog tag, and which are digits.
  @inline(__always)
  func tagMasks(at start: Int) -> (ends: UInt64, digits: UInt64) {
    precondition(start >= 0 && start <= count &- 48)
    var digits: UInt64 = 0
    let ends = unsafe tocsin_tag_masks(base + start, &digits)
    return (ends, digits)
  }

  /// The position of the first `byte` among the 16 from `start` on, or the one behind them.
  @inline(__always)
  func firstIndex16(of byte: UInt8, from start: Int) -> Int {
    precondition(start >= 0 && start <= count &- 16)
    return unsafe start &+ tocsin_find16(base + start, byte)
  }

  /// Of the 16 bytes from `start` on those before the first `[` or `:`, as words with zeros behind them, and how many they are.
  @inline(__always)
  func tagName(at start: Int) -> (low: UInt64, high: UInt64, count: Int) {
    precondition(start >= 0 && start <= count &- 16)
    let name = unsafe tocsin_tag_name(base + start)
    return (name.low, name.high, name.count)
  }

  /// Whether it begins with the first bytes of some that are there up to the next multiple of 16, as this one's must be.
  @inline(__always)
  func beginsLike(_ other: UnsafeRawPointer, _ length: Int) -> Bool {
    guard (length &+ 15) & ~15 <= count else { return false }
    return unsafe tocsin_begin_alike(base, other.assumingMemoryBound(to: UInt8.self), length) != 0
  }

  /// Whether the whole is a dotted IPv4 address.
  @inline(__always)
  var isDottedIPv4: Bool { unsafe count &- 7 <= 8 && count >= 7 && tocsin_is_ipv4(base, count) != 0 }

  /// The position after the run of digits that starts at `position`.
  @inline(__always)
  func skipDigits(_ position: Int) -> Int {
    precondition(position >= 0)
    return unsafe position < count ? tocsin_skip_digits(base, position, count) : position
  }

  /// The position after the run of bytes of an address or a host's name that starts at `position`.
  @inline(__always)
  func skipAddress(_ position: Int) -> Int {
    precondition(position >= 0)
    return unsafe position < count ? tocsin_skip_address(base, position, count) : position
  }

  /// Where the run of digits that ends before `end` begins, at `limit` at the earliest.
  @inline(__always)
  func skipDigits(back end: Int, to limit: Int) -> Int {
    precondition(limit >= 0 && limit <= end && end <= count)
    return unsafe tocsin_skip_digits_back(base, limit, end)
  }

  /// Where the run of bytes of an address or a host's name that ends before `end` begins, at `limit` at the earliest.
  @inline(__always)
  func skipAddress(back end: Int, to limit: Int) -> Int {
    precondition(limit >= 0 && limit <= end && end <= count)
    return unsafe tocsin_skip_address_back(base, limit, end)
  }

  /// The position of the last `byte`, or nil.
  public func lastIndex(of byte: UInt8) -> Int? {
    var index = count - 1
    while index >= 0 {
      if unsafe base[index] == byte { return index }
      index -= 1
    }
    return nil
  }

  /// The position of the first occurrence of `needle` at or after `start`, or nil. Linear for the short needles of patterns.
  public func firstRange(of needle: ByteView, from start: Int = 0) -> Int? {
    guard needle.count > 0 else { return start <= count ? start : nil }
    let first = needle[0]
    var at = start
    while at + needle.count <= count, let hit = firstIndex(of: first, from: at) {
      if hit + needle.count > count { return nil }
      if matches(needle, at: hit) { return hit }
      at = hit + 1
    }
    return nil
  }

  /// The position of the last occurrence of `needle` that ends at or before `end`, or nil.
  public func lastRange(of needle: ByteView, before end: Int) -> Int? {
    var at = end - needle.count
    while at >= 0 {
      if matches(needle, at: at) { return at }
      at -= 1
    }
    return nil
  }

  /// Whether `other` stands at `position`.
  @inline(__always)
  public func matches(_ other: ByteView, at position: Int) -> Bool {
    guard position >= 0, position + other.count <= count else { return false }
    return unsafe Self.areEqual(UnsafeRawPointer(base + position), UnsafeRawPointer(other.base), other.count)
  }

  /// Word by word; the last word overlaps the one before it.
  @inline(__always)
  private static func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ count: Int) -> Bool {
    if count < 8 { return unsafe shortWord(a, count) == shortWord(b, count) }
    var at = 0
    while at < count - 8 {
      if unsafe a.loadUnaligned(fromByteOffset: at, as: UInt64.self) != b.loadUnaligned(fromByteOffset: at, as: UInt64.self) {
        return false
      }
      at += 8
    }
    return unsafe a.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
      == b.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
  }

  /// Fewer than eight bytes as one word, the first in its lowest byte, zeros behind the last.
  @inline(__always)
  private static func shortWord(_ start: UnsafeRawPointer, _ count: Int) -> UInt64 {
    if count >= 4 {
      let low = unsafe UInt64(start.loadUnaligned(as: UInt32.self))
      let high = unsafe UInt64(start.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
      return low | high &<< UInt64(truncatingIfNeeded: (count &- 4) &* 8)
    }
    if count == 0 { return 0 }
    let middle = count &>> 1
    let first = unsafe UInt64(start.load(as: UInt8.self))
    let second = unsafe UInt64(start.load(fromByteOffset: middle, as: UInt8.self))
    let last = unsafe UInt64(start.load(fromByteOffset: count &- 1, as: UInt8.self))
    return first | second &<< UInt64(truncatingIfNeeded: middle &* 8) | last &<< UInt64(truncatingIfNeeded: (count &- 1) &* 8)
  }

  /// Eight bytes as one word, to compare them at once.
  @inline(__always)
  func word(at position: Int) -> UInt64 {
    precondition(position >= 0 && position <= count &- 8)
    return unsafe UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self)
  }

  /// The same where the caller has compared with `count`.
  @inline(__always)
  func wordInside(at position: Int) -> UInt64 { unsafe UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self) }

  /// The bytes from `position` to the end, or the first eight of them, as one word with zeros behind them.
  @inline(__always)
  func shortWord(at position: Int) -> UInt64 {
    precondition(position >= 0 && position <= count)
    if count &- position >= 8 { return unsafe UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self) }
    return unsafe Self.shortWord(UnsafeRawPointer(base + position), count &- position)
  }

  @inline(__always)
  public func starts(with other: ByteView) -> Bool { matches(other, at: 0) }

  /// Whether a literal stands at `position`.
  @inline(__always)
  public func has(_ literal: StaticString, at position: Int = 0) -> Bool {
    unsafe matches(ByteView(literal.utf8Start, count: literal.utf8CodeUnitCount), at: position)
  }

  @inline(__always)
  public static func == (a: ByteView, b: ByteView) -> Bool { a.count == b.count && a.matches(b, at: 0) }

  /// Whether both are the same bytes at the same place in memory.
  @inline(__always)
  func isSame(_ other: ByteView) -> Bool { unsafe base == other.base && count == other.count }

  @inline(__always)
  public static func == (a: ByteView, b: StaticString) -> Bool { a.count == b.utf8CodeUnitCount && a.has(b) }

  /// Without spaces and tabs at both ends.
  public var trimmed: ByteView {
    var start = 0
    var end = count
    while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
    while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
    return slice(start, end)
  }

  /// The decimal number that the whole view spells, or nil; at most 18 digits, so that it never overflows.
  public var decimal: Int? {
    guard count > 0, count <= 18 else { return nil }
    var value = 0
    for index in 0..<count {
      let digit = self[index] &- 0x30
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int(digit)
    }
    return value
  }

  /// Where `other`, a part of this view's memory, begins in it; nil where it lies elsewhere.
  @inline(__always)
  public func offset(of other: ByteView) -> Int? {
    let distance = unsafe UnsafeRawPointer(other.base) - UnsafeRawPointer(base)
    return distance >= 0 && distance <= count &- other.count ? distance : nil
  }

  /// A copy as text; ill-formed UTF-8 becomes U+FFFD.
  public var string: String { unsafe String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self) }

  /// An owned copy.
  public var bytes: [UInt8] { unsafe Array(UnsafeBufferPointer(start: base, count: count)) }

  /// Appends a copy to an array.
  @inline(__always)
  public func append(to array: inout [UInt8]) {
    unsafe array.append(contentsOf: UnsafeBufferPointer(start: base, count: count))
  }

  /// Appends a copy to an array.
  @inline(__always)
  public func append(to array: inout ContiguousArray<UInt8>) {
    unsafe array.append(contentsOf: UnsafeBufferPointer(start: base, count: count))
  }

  /// Copies the bytes to where there is room for them.
  @inline(__always)
  func copy(to room: UnsafeMutablePointer<UInt8>) { unsafe room.update(from: base, count: count) }

  /// A 64-bit hash of the bytes (wyhash's mixing step over 8-byte words); equal bytes give equal hashes on every run.
  @inline(__always)
  public func hash(seed: UInt64 = 0x9E37_79B9_7F4A_7C15) -> UInt64 {
    var state = seed
    var index = 0
    while index <= count &- 8 {
      let word = unsafe UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
      state = mix(state ^ word, 0xA076_1D64_78BD_642F)
      index &+= 8
    }
    let rest = unsafe Self.shortWord(UnsafeRawPointer(base + index), count &- index)
    // The length goes in on the other side, lest it cancel out with the first word.
    return mix(state ^ rest, 0xE703_7ED1_A0B4_28DB ^ UInt64(truncatingIfNeeded: count))
  }
}

@inline(__always)
func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
  let product = a.multipliedFullWidth(by: b)
  return product.high ^ product.low
}

extension [UInt8] {
  /// Runs `body` with a view of the array, which must not escape it.
  @inline(__always)
  public func withView<R>(_ body: (ByteView) throws -> R) rethrows -> R {
    try unsafe withUnsafeBytes { try unsafe body(ByteView($0)) }
  }
}

extension String {
  /// Runs `body` with a view of the text's UTF-8, which must not escape it.
  @inline(__always)
  func withView<R>(_ body: (ByteView) -> R) -> R {
    if let result = unsafe utf8.withContiguousStorageIfAvailable({ unsafe body(ByteView(UnsafeRawBufferPointer($0))) }) {
      return result
    }
    return Array(utf8).withView(body)
  }
}
