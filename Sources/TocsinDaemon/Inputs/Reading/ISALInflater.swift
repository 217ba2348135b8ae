import CISAL

/// Unpacks gzip members with ISA-L.
final class ISALInflater: Inflater {
  private let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
  /// Kept between steps, because a header may arrive in pieces.
  private let header = UnsafeMutablePointer<isal_gzip_header>.allocate(capacity: 1)
  private var inHeader = true
  /// An error was met; what was decoded before it is still being handed out.
  private var failure: String?

  init() {
    isal_inflate_init(state)
    reset()
  }

  deinit {
    state.deallocate()
    header.deallocate()
  }

  func reset() {
    isal_inflate_reset(state)
    state.pointee.crc_flag = UInt32(ISAL_GZIP_NO_HDR_VER)
    isal_gzip_header_init(header)
    inHeader = true
    failure = nil
  }

  func step(input: UnsafeRawBufferPointer, output: UnsafeMutableRawBufferPointer) -> InflateStep {
    state.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    state.pointee.avail_in = UInt32(input.count)
    state.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_out = UInt32(output.count)
    if failure == nil { failure = advance() }
    if failure != nil { drain() }
    let consumed = input.count - Int(state.pointee.avail_in)
    let produced = output.count - Int(state.pointee.avail_out)
    if let failure {
      return InflateStep(consumed: consumed, produced: produced, status: held > 0 ? .running : .failed(failure))
    }
    let ended = !inHeader && state.pointee.block_state == ISAL_BLOCK_FINISH
    return InflateStep(consumed: consumed, produced: produced, status: ended ? .memberEnd : .running)
  }

  /// Reads the header, then the data; the message of the error, if there is one.
  private func advance() -> String? {
    if inHeader {
      switch isal_read_gzip_header(state, header) {
      case ISAL_DECOMP_OK: inHeader = false
      case ISAL_END_INPUT: return nil
      case let code: return Self.message(code)
      }
    }
    let code = isal_inflate(state)
    return code < 0 ? Self.message(code) : nil
  }

  /// Bytes decoded into ISA-L's own buffer and not handed out yet.
  private var held: Int { Int(state.pointee.tmp_out_valid - state.pointee.tmp_out_processed) }

  /// After an error ISA-L hands nothing more out, though it may hold good bytes.
  private func drain() {
    let count = min(held, Int(state.pointee.avail_out))
    guard count > 0, let target = state.pointee.next_out else { return }
    UnsafeMutableRawPointer(target).copyMemory(from: tocsin_isal_held(state), byteCount: count)
    state.pointee.next_out = target + count
    state.pointee.avail_out -= UInt32(count)
    state.pointee.tmp_out_processed += Int32(count)
  }

  private static func message(_ code: Int32) -> String {
    switch code {
    case ISAL_INVALID_BLOCK: "invalid block"
    case ISAL_INVALID_SYMBOL: "invalid symbol"
    case ISAL_INVALID_LOOKBACK: "invalid distance"
    case ISAL_INVALID_WRAPPER: "invalid header"
    case ISAL_UNSUPPORTED_METHOD: "unknown compression method"
    case ISAL_INCORRECT_CHECKSUM: "incorrect checksum"
    default: "ISA-L error \(code)"
    }
  }
}
