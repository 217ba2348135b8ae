/// The values of a group, as a payload: short ones in place, so that comparing them looks at no other memory.
struct GroupKey: ~Copyable {
  private static let shortCount = 32

  private var short: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
  private var long = Row<UInt8>()
  private(set) var count = 0

  mutating func set(_ key: ByteView) {
    count = key.count
    long.removeAll()
    guard count <= Self.shortCount else { return long.append(key) }
    unsafe withUnsafeMutableBytes(of: &short) { room in
      if let start = room.baseAddress { unsafe key.copy(to: start.assumingMemoryBound(to: UInt8.self)) }
    }
  }

  /// Valid during the call.
  @inline(__always)
  func withView<R>(_ body: (ByteView) -> R) -> R {
    if count > Self.shortCount { return body(long.bytes) }
    return unsafe withUnsafeBytes(of: short) { unsafe body(ByteView($0).slice(0, count)) }
  }

  @inline(__always)
  static func == (key: borrowing GroupKey, other: ByteView) -> Bool { key.count == other.count && key.withView { $0 == other } }
}
