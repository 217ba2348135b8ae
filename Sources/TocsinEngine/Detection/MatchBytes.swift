/// Bytes that travel with a batch's matches, in one block that grows.
@safe
final class MatchBytes: @unchecked Sendable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  /// Behind what is written, so that short values are written as whole words.
  private static let slack = 16

  init() {
    capacity = 0
    unsafe base = .allocate(capacity: Self.slack)
  }

  deinit { unsafe base.deallocate() }

  /// All that was written; valid until the next append.
  @inline(__always)
  var view: ByteView { unsafe ByteView(base, count: count) }

  /// Makes room for so many more bytes.
  @inline(__always)
  func reserve(_ more: Int) {
    if more > capacity &- count { grow(more) }
  }

  @inline(never)
  private func grow(_ more: Int) {
    let size = max(2 * capacity, count + more, 4_096)
    let block = UnsafeMutablePointer<UInt8>.allocate(capacity: size + Self.slack)
    unsafe block.update(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = block
    capacity = size
  }

  @inline(__always)
  func append(_ byte: UInt8) {
    reserve(1)
    unsafe base[count] = byte
    count &+= 1
  }

  @inline(__always)
  func append(_ value: ByteView) {
    reserve(value.count)
    unsafe write(value, base + count)
    count &+= value.count
  }

  /// Appends the low two bytes of a number, the low one first, and then a value.
  @inline(__always)
  func append(_ number: Int, _ value: ByteView) {
    reserve(value.count &+ 2)
    let room = unsafe base + count
    unsafe UnsafeMutableRawPointer(room).storeBytes(of: UInt16(truncatingIfNeeded: number).littleEndian, as: UInt16.self)
    unsafe write(value, room + 2)
    count &+= value.count &+ 2
  }

  /// The same with the length for the number, of a value of at most 16 bytes, where 16 may be read.
  @inline(__always)
  func appendShort(_ value: ByteView) {
    reserve(18)
    let room = unsafe UnsafeMutableRawPointer(base + count)
    unsafe room.storeBytes(of: UInt16(truncatingIfNeeded: value.count).littleEndian, as: UInt16.self)
    // What is written behind the value is written over, or stands in the slack.
    unsafe room.storeBytes(of: value.wordInside(at: 0), toByteOffset: 2, as: UInt64.self)
    unsafe room.storeBytes(of: value.wordInside(at: 8), toByteOffset: 10, as: UInt64.self)
    count &+= value.count &+ 2
  }

  /// May write up to eight bytes where the value has fewer.
  @inline(__always)
  private func write(_ value: ByteView, _ room: UnsafeMutablePointer<UInt8>) {
    if value.count > 16 { return unsafe value.copy(to: room) }
    let target = UnsafeMutableRawPointer(room)
    let first = value.shortWord(at: 0)
    if value.count > 8 {
      let last = value.wordInside(at: value.count &- 8)
      unsafe target.storeBytes(of: last, toByteOffset: value.count &- 8, as: UInt64.self)
    }
    unsafe target.storeBytes(of: first, as: UInt64.self)
  }
}
