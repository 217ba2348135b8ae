/// Up to 256 KiB of whole records of one input, and where they stand in it.
///
/// A chunk is written by one framer and then only read, so that any number of them may be scanned at once.
public final class Chunk: @unchecked Sendable {
  /// One record's place: a range of the chunk's bytes, or of `joined` where lines had to be brought together.
  struct Record: BitwiseCopyable {
    var start: UInt32
    var end: UInt32
  }

  /// What cannot be counted off for a record that is not simply the next line.
  struct Irregular {
    /// Index into `records`.
    var index: Int
    var ordinal: Int
    var offset: Int
    /// Whether the record's range is one of `joined`.
    var isJoined: Bool
    /// Whether it is a journal-export entry, which may be longer than a line.
    var isEntry = false
    /// Whether a joined record was longer than a line may be.
    var isCut = false
    /// Ordinals of the physical lines of a joined record, in order.
    var lines: [Int]
  }

  /// Number of the input, given out by whoever runs the engine.
  public let input: Int
  let buffer: ChunkBuffer
  var records = Row<Record>()
  /// Ascending by index; a record that is not named here is the line after the one before it.
  var irregular: [Irregular] = []
  var joined: ContiguousArray<UInt8> = []
  /// Ordinal of the first line, from 1.
  var firstOrdinal = 1
  /// Offset in the input of the chunk's first byte.
  var offset = 0
  /// Offset in the input behind the last record: what a restart begins with.
  public internal(set) var endOffset = 0
  public internal(set) var clock: Clock
  /// The time of a record when no record of the input says one.
  public internal(set) var arrival: Timestamp

  init(input: Int, buffer: ChunkBuffer, clock: Clock, arrival: Timestamp) {
    (self.input, self.buffer, self.clock, self.arrival) = (input, buffer, clock, arrival)
  }

  deinit { ChunkBufferPool.shared.give(buffer) }

  /// Reads the chunk's times by another clock, before it is scanned.
  public func adopt(_ clock: Clock) { self.clock = clock }

  public var recordCount: Int { records.count }

  /// Bytes of the chunk that its records span.
  public var byteCount: Int { endOffset - offset }
}

/// Memory that chunks are read into, used again when a chunk is done with.
@safe
public final class ChunkBuffer: @unchecked Sendable {
  let base: UnsafeMutablePointer<UInt8>
  let capacity: Int

  /// 64 bytes more than asked for, so that masks of whole blocks stay inside.
  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity + 64)
    unsafe (base + capacity).initialize(repeating: 0, count: 64)
  }

  deinit { unsafe base.deallocate() }

  @inline(__always)
  func view(_ start: Int, _ end: Int) -> ByteView {
    precondition(start >= 0 && start <= end && end <= capacity)
    return unsafe ByteView(UnsafePointer(base + start), count: end - start)
  }
}
