/// The dotted name of a nested value while it is read: a stack of bytes in one place, so that views of it cost nothing.
@safe
final class NamePath {
  /// Longer names are nobody's.
  static let limit = 512
  private let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: limit)
  private(set) var count = 0

  deinit { unsafe bytes.deallocate() }

  /// The whole name; valid until the path changes.
  @inline(__always)
  var view: ByteView { unsafe ByteView(bytes, count: count) }

  @inline(__always)
  func truncate(to count: Int) { self.count = min(count, self.count) }

  /// Adds a part, after a dot where there are others; false, and nothing happens, where the name would be too long.
  @inline(__always)
  func push(_ part: ByteView) -> Bool {
    guard count + part.count < Self.limit else { return false }
    if count > 0 {
      unsafe bytes[count] = 0x2E
      count += 1
    }
    for index in 0..<part.count { unsafe bytes[count + index] = part[index] }
    count += part.count
    return true
  }
}
