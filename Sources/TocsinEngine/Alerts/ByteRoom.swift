/// Bytes written one after the other, in memory that grows as needed and is kept from use to use.
typealias ByteRoom = Row<UInt8>

extension Row<UInt8> {
  /// Begins anew. Memory that one huge text needed is not kept.
  mutating func clear() {
    if capacity > 256 * 1024 { self = Row(capacity: 4_096) }
    removeAll()
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
}

extension String {
  /// The text that `write` writes.
  init(writing write: (inout ByteRoom) -> Void) {
    var room = ByteRoom()
    write(&room)
    self = room.bytes.string
  }
}
