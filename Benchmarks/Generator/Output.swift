import Glibc

/// Standard output through one buffer of our own, with the counters that the truth needs.
final class Output {
  private let buffer: UnsafeMutablePointer<UInt8>
  private var used = 0
  private static let capacity = 1 << 20
  /// Longest line a generator writes; a line never straddles a flush.
  private static let longestLine = 4096

  private(set) var lines = 0
  private(set) var bytes = 0

  init() {
    buffer = .allocate(capacity: Self.capacity)
  }

  @inline(__always)
  func put(_ text: StaticString) {
    memcpy(buffer + used, text.utf8Start, text.utf8CodeUnitCount)
    used += text.utf8CodeUnitCount
  }

  @inline(__always)
  func put(byte: UInt8) {
    buffer[used] = byte
    used += 1
  }

  func put(_ bytes: UnsafeBufferPointer<UInt8>) {
    memcpy(buffer + used, bytes.baseAddress!, bytes.count)
    used += bytes.count
  }

  /// A number of at least zero, padded with zeros to `width` digits.
  func put(_ number: Int, width: Int = 1) {
    var (digits, rest) = (1, number / 10)
    while rest > 0 { (digits, rest) = (digits + 1, rest / 10) }
    digits = max(digits, width)
    var (at, value) = (used + digits, number)
    while at > used {
      at -= 1
      buffer[at] = UInt8(ascii: "0") + UInt8(value % 10)
      value /= 10
    }
    used += digits
  }

  func put(_ address: Address) {
    put(Int(address.bits >> 24))
    for shift: UInt32 in [16, 8, 0] {
      put(byte: UInt8(ascii: "."))
      put(Int(address.bits >> shift & 255))
    }
  }

  func endLine() {
    put(byte: UInt8(ascii: "\n"))
    lines += 1
    if used > Self.capacity - Self.longestLine { flush() }
  }

  /// Bytes written so far, flushed or not.
  var position: Int { bytes + used }

  func flush() {
    var from = 0
    while from < used {
      let count = write(STDOUT_FILENO, buffer + from, used - from)
      guard count > 0 else { fail("cannot write: \(systemError())", status: 4) }
      from += count
    }
    bytes += used
    used = 0
  }
}
