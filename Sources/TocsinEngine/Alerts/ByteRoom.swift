/// Bytes written one after the other, in memory that grows as needed and is kept from use to use.
@safe
struct ByteRoom: ~Copyable {
  /// More memory than this is not kept.
  private static let kept = 256 * 1024

  private var start: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int = 4_096) {
    unsafe start = .allocate(capacity: max(1, capacity))
    self.capacity = max(1, capacity)
  }

  deinit { unsafe start.deallocate() }

  /// What was written; valid until the next change.
  @inline(__always)
  var view: ByteView { unsafe ByteView(start, count: count) }

  mutating func removeAll() {
    count = 0
    if capacity > Self.kept { move(to: Self.kept) }
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe start[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(_ bytes: ByteView) {
    reserve(bytes.count)
    unsafe (start + count).initialize(from: bytes.base, count: bytes.count)
    count += bytes.count
  }

  /// Bytes between quotation marks.
  @inline(__always)
  mutating func append(quoted bytes: ByteView) {
    reserve(bytes.count + 2)
    let next = unsafe start + count
    unsafe next[0] = UInt8(ascii: "\"")
    unsafe (next + 1).initialize(from: bytes.base, count: bytes.count)
    unsafe next[bytes.count + 1] = UInt8(ascii: "\"")
    count += bytes.count + 2
  }

  /// A literal's bytes are part of the program and never freed.
  @inline(__always)
  mutating func append(_ literal: StaticString) {
    unsafe append(ByteView(literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  @inline(__always)
  mutating func append(_ text: String) { text.withView { append($0) } }

  /// A number in decimal digits.
  mutating func append(decimal value: Int) { Self.withDigits(of: value) { append($0) } }

  @inline(__always)
  static func withDigits(of value: Int, _ body: (ByteView) -> Void) {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var first = 20
    var rest = value.magnitude
    repeat {
      first -= 1
      digits[first] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    if value < 0 {
      first -= 1
      digits[first] = UInt8(ascii: "-")
    }
    unsafe digits.span.withUnsafeBytes { body(unsafe ByteView($0).from(first)) }
  }

  /// The eight bytes of a number, highest first.
  mutating func append(bigEndian value: UInt64) {
    unsafe withUnsafeBytes(of: value.bigEndian) { append(unsafe ByteView($0)) }
  }

  @inline(__always)
  mutating func reserve(_ more: Int) { if more > capacity - count { move(to: max(count + more, capacity * 2)) } }

  @inline(never)
  private mutating func move(to size: Int) {
    let next = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
    unsafe next.initialize(from: start, count: count)
    unsafe start.deallocate()
    unsafe start = next
    capacity = size
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

  /// The text that `write` writes.
  init(writing write: (inout ByteRoom) -> Void) {
    var room = ByteRoom(capacity: 256)
    write(&room)
    self = room.view.string
  }
}
