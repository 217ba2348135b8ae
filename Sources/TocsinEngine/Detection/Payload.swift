/// Values in a row, as they travel with a match: each its length in two bytes, little end first, then its bytes; 0xFFFF for a
/// value that the event lacks.
enum Payload {
  static let missing = 0xFFFF
  /// Longer values are cut: what an alert groups by need not be longer.
  static let valueLimit = 1_024

  @inline(__always)
  static func append(_ value: ByteView?, to bytes: MatchBytes) {
    guard let value else { return bytes.append(missing, .empty) }
    let shown = value.count > valueLimit ? value.slice(0, valueLimit) : value
    bytes.append(shown.count, shown)
  }

  /// The same for a value behind whose start so many bytes may be read.
  @inline(__always)
  static func append(_ value: ByteView, readable: Int, to bytes: MatchBytes) {
    if readable >= 16, value.count <= 16 { return bytes.appendShort(value) }
    append(value, to: bytes)
  }

  @inline(__always)
  static func append(_ value: ByteView?, to bytes: inout Row<UInt8>) {
    let count = value.map { min($0.count, valueLimit) } ?? missing
    bytes.append(UInt8(truncatingIfNeeded: count))
    bytes.append(UInt8(truncatingIfNeeded: count >> 8))
    if let value { bytes.append(value.slice(0, count)) }
  }

  /// The value at an index, or nil where it is missing.
  @inline(__always)
  static func value(_ index: Int, in payload: ByteView) -> ByteView? { entry(index, in: payload)?.from(2) }

  /// The value at an index with its length before it, or nil where it is missing.
  @inline(__always)
  static func entry(_ index: Int, in payload: ByteView) -> ByteView? {
    var at = 0
    var rest = index
    while at + 2 <= payload.count {
      let count = Int(payload[at]) | Int(payload[at + 1]) << 8
      let end = at + 2 + (count == missing ? 0 : count)
      if rest == 0 { return count == missing ? nil : payload.slice(at, end) }
      rest -= 1
      at = end
    }
    return nil
  }
}
