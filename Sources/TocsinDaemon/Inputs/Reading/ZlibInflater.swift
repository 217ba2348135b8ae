import CZlib

/// Unpacks gzip members with zlib.
final class ZlibInflater: Inflater {
  /// In one place for good: zlib's state points back to it.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

  init() {
    guard tocsin_inflate_init_gzip(stream) == Z_OK else { fatalError("zlib found no memory for its state of 40 KiB") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  func reset() {
    inflateReset(stream)
  }

  func step(input: UnsafeRawBufferPointer, output: UnsafeMutableRawBufferPointer) -> InflateStep {
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(input.count)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(output.count)
    let code = inflate(stream, Z_NO_FLUSH)
    let status: InflateStep.Status =
      switch code {
      case Z_OK, Z_BUF_ERROR: .running
      case Z_STREAM_END: .memberEnd
      default: .failed(stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(code)")
      }
    return InflateStep(
      consumed: input.count - Int(stream.pointee.avail_in), produced: output.count - Int(stream.pointee.avail_out),
      status: status)
  }
}
