/// Memory of a known size that is filled from its start; what does not fit traps.
@safe
struct ByteRoom {
  private let start: UnsafeMutablePointer<UInt8>?
  private let capacity: Int
  private(set) var count = 0

  /// The caller vouches that the buffer stays valid while it is filled.
  init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
    unsafe start = buffer.baseAddress
    capacity = buffer.count
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    precondition(count < capacity)
    unsafe start.unsafelyUnwrapped[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(_ bytes: ByteView) {
    precondition(bytes.count <= capacity - count)
    if bytes.isEmpty { return }
    unsafe (start.unsafelyUnwrapped + count).initialize(from: bytes.base, count: bytes.count)
    count += bytes.count
  }
}
