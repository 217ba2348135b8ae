/// The bytes inside a gzip stream of any number of members.
///
/// Zeros between and after members are padding. A truncated or corrupt stream yields all that can be decoded, then one error that
/// names the place in compressed bytes. Memory is constant: one buffer of 256 KiB and the library's window.
public final class GzipReader: ByteReader {
  public var name: String { source.name }
  public var length: UInt64? { source.length }
  /// Compressed bytes decoded so far.
  public private(set) var consumed: UInt64 = 0

  private enum State { case beforeMember, inMember, ended }

  private let source: any ByteReader
  private let inflater: any Inflater
  private let limit: UInt64
  private var produced: UInt64 = 0
  private var state = State.beforeMember
  private var members = 0
  private var failure: InputError?
  /// The last step filled the buffer it was given, so the library may hold more without new input.
  private var mayHoldMore = false

  /// Compressed bytes that were read and not decoded stand at `start..<end`.
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
  private var start = 0
  private var end = 0
  private var sourceEnded = false

  public init(_ source: any ByteReader, limits: ArchiveLimits = ArchiveLimits()) {
    self.source = source
    inflater = limits.library.makeInflater()
    limit = limits.output
  }

  deinit {
    input.deallocate()
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    precondition(buffer.count > 0)
    var filled = 0
    while filled < buffer.count, state != .ended {
      if start == end, !sourceEnded, !mayHoldMore {
        // What is at hand goes out before a pipe is waited for.
        if filled > 0 { return filled }
        refill()
      }
      switch state {
      case .beforeMember: findMember()
      case .inMember: filled += inflate(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      case .ended: break
      }
    }
    if filled == 0, let failure {
      self.failure = nil
      throw failure
    }
    return filled
  }

  /// Skips padding and looks for the two bytes that begin a member.
  private func findMember() {
    if members > 0 {
      while start < end, input[start] == 0 { advance(1) }
    }
    if end - start < 2, !sourceEnded {
      refill()
      return
    }
    guard start < end || members == 0 else {
      state = .ended
      return
    }
    if end - start >= 2, input[start] == 0x1F, input[start + 1] == 0x8B {
      inflater.reset()
      members += 1
      state = .inMember
    } else if failure != nil {
      state = .ended
    } else if start == end {
      fail(.truncated, "the archive is empty", remedy: "it was never written to its end; look for the log it was made from")
    } else if members == 0, end - start == 1, input[start] == 0x1F {
      advance(1)
      fail(.truncated, "the archive ends in its first byte", remedy: nil)
    } else if members == 0 {
      fail(.corrupt, "not a gzip archive", remedy: nil)
    } else {
      fail(.trailingGarbage, "bytes after the archive's end that are no gzip member; they were not read", remedy: nil)
    }
  }

  /// Unpacks into `output`; the number of bytes that came.
  private func inflate(into output: UnsafeMutableRawBufferPointer) -> Int {
    // One byte more than the limit shows that there is more.
    let room = min(UInt64(output.count), limit - produced + 1)
    let step = inflater.step(
      input: UnsafeRawBufferPointer(rebasing: input[start..<end]),
      output: UnsafeMutableRawBufferPointer(rebasing: output[..<Int(room)]))
    let stuck = step.consumed == 0 && step.produced == 0 && step.status == .running
    mayHoldMore = step.produced == Int(room) && step.status == .running
    advance(step.consumed)
    produced += UInt64(step.produced)
    if produced > limit {
      fail(
        .tooLarge, "the archive unpacks to more than the limit of \(limit) bytes",
        remedy: "raise the limit if the archive is to be trusted")
      produced = limit
      return step.produced - 1
    }
    switch step.status {
    case .memberEnd: state = .beforeMember
    case .failed(let reason): fail(.corrupt, "corrupt gzip data (\(reason))", remedy: "what comes before this place was read")
    case .running where stuck && start == end && sourceEnded:
      fail(.truncated, "the archive ends in the middle of a member", remedy: "what comes before this place was read")
    case .running where stuck && start < end:
      // Neither library stops short of the end of its input with room left; should one, end rather than spin.
      fail(.corrupt, "gzip data that cannot be decoded", remedy: nil)
    case .running: break
    }
    return step.produced
  }

  private func advance(_ count: Int) {
    start += count
    consumed += UInt64(count)
  }

  /// Reads more compressed bytes behind those that are left. An error of the source ends the stream like its end, and is told instead.
  private func refill() {
    if start > 0 {
      input.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[start..<end]))
      end -= start
      start = 0
    }
    do throws(InputError) {
      let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: input[end...]))
      end += count
      sourceEnded = count == 0
    } catch {
      failure = error
      sourceEnded = true
    }
  }

  private func fail(_ kind: InputError.Kind, _ what: String, remedy: String?) {
    state = .ended
    if failure == nil { failure = InputError(kind, name: name, offset: consumed, what: what, remedy: remedy) }
  }
}
