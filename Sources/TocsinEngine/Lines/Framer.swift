import CByteScan

/// Cuts an input's bytes into records: lines, journal-export entries, and audit events whose lines share a serial.
///
/// Parts of a container's long lines are one record, and so is each object of a JSON array. What it makes depends on the bytes
/// alone, never on how they were read. One framer serves one input, in order.
public final class Framer {
  public struct Options: Sendable {
    /// Longer lines are cut here, in bytes, and counted by the scanner.
    public var lineLimit: Int
    /// Whether audit lines are joined by serial.
    public var joinsAudit: Bool
    public init(lineLimit: Int = 64 * 1024, joinsAudit: Bool = true) {
      (self.lineLimit, self.joinsAudit) = (lineLimit, joinsAudit)
    }
  }

  static let chunkSize = 256 * 1024

  /// The number that the chunks made from now on carry; another one once another engine takes them.
  public var input: Int
  /// Applies to the lines that are not whole yet, and to those after them.
  public var options: Options
  /// Applies to the chunks made from now on.
  public var clock: Clock
  public var arrival: Timestamp
  var buffer: ChunkBuffer
  /// Bytes in the buffer, and how many of them were searched for newlines.
  var used = 0
  var searched = 0
  /// Where the record that is not yet whole begins.
  var recordStart = 0
  /// Ordinal of the next line, and offset of the buffer's first byte.
  var nextOrdinal = 1
  /// What the ordinal of a plain line would be if counted off from the chunk's records so far.
  private var countedOrdinal = 1
  var bufferOffset: Int
  /// The rest of a line that was cut at the limit is passed over.
  var skipping = false
  var export: ExportEntry?
  var sequence: JSONSequence?
  /// Offset in the input before which no JSON begins: what stands there was tried.
  var triedJSON = 0
  var lineStart = LineStart()
  var parts = PartGrouping()
  var audit = AuditGrouping()
  /// The ordinal at which audit events that came through syslog are whole; lines of others stand between theirs, but few.
  var auditDeadline = Int.max
  private var chunk: Chunk?
  /// The records of `chunk`, which gets them when it is whole.
  var records = Row<Chunk.Record>()
  private var ready: [Chunk] = []
  /// So many blocks of 64 bytes are split in one go.
  private static let stepLimit = 32

  public init(input: Int, clock: Clock, arrival: Timestamp, offset: Int = 0, options: Options = Options()) {
    (self.input, self.clock, self.arrival, self.options) = (input, clock, arrival, options)
    bufferOffset = offset
    buffer = ChunkBuffer(capacity: max(Self.chunkSize, options.lineLimit * 2 + 4_096))
  }

  /// Lets `fill` write at most the given room and say how much it wrote, and returns the chunks that became whole.
  public func read<E: Error>(_ fill: (UnsafeMutableRawBufferPointer) throws(E) -> Int) throws(E) -> (count: Int, chunks: [Chunk])
  {
    let room = unsafe UnsafeMutableRawBufferPointer(start: buffer.base + used, count: buffer.capacity - used)
    let count = try unsafe fill(room)
    precondition(count >= 0 && count <= room.count)
    used += count
    split()
    emit()
    return (count, takeReady())
  }

  /// Frames a copy of `bytes`, in as many steps as they need.
  public func append(_ bytes: UnsafeRawBufferPointer) -> [Chunk] {
    var chunks: [Chunk] = []
    var rest = unsafe bytes[...]
    while unsafe !rest.isEmpty {
      let step = unsafe read { room in
        let count = unsafe min(room.count, rest.count)
        unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: unsafe rest.prefix(count)))
        return count
      }
      unsafe rest = rest.dropFirst(step.count)
      chunks += step.chunks
    }
    return chunks
  }

  /// Between two files of one input: a last line without its newline is whole.
  public func endFile() -> [Chunk] {
    if sequence != nil { endSequence() }
    if export != nil {
      endExport(at: used)
    } else if used > recordStart, !skipping {
      addLine(end: used)
      if export != nil { endExport(at: used) }
      // An array on the last line.
      if sequence != nil {
        searched = recordStart
        split()
        return endFile()
      }
    }
    skipping = false
    recordStart = used
    searched = used
    emit()
    return takeReady()
  }

  /// At the end of the input: what is still open is whole now, a last line without its newline too.
  public func finish() -> [Chunk] {
    let last = endFile()
    flushAudit()
    for line in parts.flush() { addParts(line) }
    lineStart.waitsForParts = false
    emit()
    return last + takeReady()
  }

  /// Audit events that wait for more lines, and nothing came: the present is two seconds past them.
  public func expire(now: Timestamp) -> [Chunk] {
    for event in audit.flush(before: now.microseconds - AuditGrouping.patience) { addJoined(event) }
    emit()
    return takeReady()
  }

  /// Bytes taken in that belong to no whole line or entry yet.
  public var unfinished: Int { skipping ? 0 : used - (export?.start ?? sequence?.kept ?? recordStart) }

  /// Whether audit lines wait for the rest of their event.
  public var isWaiting: Bool { !audit.isEmpty }

  private func takeReady() -> [Chunk] {
    defer { ready.removeAll(keepingCapacity: true) }
    return ready
  }

  // MARK: Splitting

  func split() {
    while searched < used {
      if export != nil {
        guard continueExport() else { return }
        continue
      }
      if sequence != nil {
        guard continueSequence() else { return }
        continue
      }
      splitPlain()
      if searched == used { break }
      // Blocks of 64: the buffer has that much room behind its end.
      let block = searched & ~63
      var mask = unsafe tocsin_mask64(buffer.base + block, 0x0A)
      mask &= ~0 << UInt64(searched - block)
      if used - block < 64 { mask &= (1 << UInt64(used - block)) &- 1 }
      searched = min(block + 64, used)
      while mask != 0 {
        let newline = block + mask.trailingZeroBitCount
        mask &= mask &- 1
        if skipping {
          skipping = false
          recordStart = newline + 1
          continue
        }
        addLine(end: newline)
        if sequence != nil {
          searched = recordStart
          break
        }
        recordStart = newline + 1
        if export != nil {
          searched = newline + 1
          break
        }
      }
    }
    cutLongLine()
  }

  /// Splits whole blocks for as long as each line is simply the next record.
  private func splitPlain() {
    guard !skipping, chunk != nil, nextOrdinal == countedOrdinal, auditDeadline == .max, searched & 63 == 0 else { return }
    let base = unsafe UnsafePointer(buffer.base)
    let before = records.count
    // Few blocks at first, lest much is looked at in vain where special lines are many.
    var most = 2
    var isPlain = true
    while isPlain, used &- searched >= 64 {
      let blocks = min(most, (used &- searched) &>> 6)
      unsafe records.append(upTo: blocks &* 64) { lines in
        // Their shapes in memory are the same.
        let count = unsafe lines.withMemoryRebound(to: tocsin_line.self, capacity: blocks &* 64) { lines in
          unsafe tocsin_lines(base, searched, blocks, recordStart, lines)
        }
        var index = 0
        while unsafe index < count && !lineStart.isSpecial(base, lines[index]) { index &+= 1 }
        isPlain = index == count
        if index > 0 { recordStart = unsafe Int(lines[index &- 1].end) &+ 1 }
        return index
      }
      // Where a line is special, the newlines of its block before it are behind.
      searched = isPlain ? searched &+ blocks &* 64 : max(searched, recordStart)
      most = Self.stepLimit
    }
    nextOrdinal += records.count - before
    countedOrdinal = nextOrdinal
  }

  /// One byte more than a line with its carriage return may have shows that the limit is passed.
  private func cutLongLine() {
    if skipping {
      recordStart = used
    } else if export == nil, sequence == nil, used - recordStart >= options.lineLimit + 2 {
      addLine(end: recordStart + options.lineLimit + 2)
      if export != nil || sequence != nil {
        // An entry's first field, or an array of records, may be longer than a line.
        searched = recordStart
        return split()
      }
      skipping = true
      recordStart = used
    }
  }

  @inline(__always)
  private func addLine(end: Int) {
    if recordStart < end, unsafe lineStart.isSpecial(UnsafePointer(buffer.base), line(recordStart, end)),
      addSpecial(end: end)
    {
      return
    }
    if nextOrdinal >= auditDeadline { flushAudit() }
    addRecord(recordStart, end)
  }

  @inline(__always)
  private func line(_ start: Int, _ end: Int) -> Chunk.Record {
    Chunk.Record(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end))
  }

  /// Adds a record that is simply the next.
  @inline(__always)
  func addRecord(_ start: Int, _ end: Int) {
    if chunk == nil { _ = openNew() }
    if nextOrdinal != countedOrdinal { addOutOfLine(open(), start: start, ordinal: nextOrdinal) }
    records.append(line(start, end))
    nextOrdinal += 1
    countedOrdinal = nextOrdinal
  }

  /// Says of the record about to be added that lines which are no records of their own stood before it.
  func addOutOfLine(_ target: Chunk, start: Int, ordinal: Int, isEntry: Bool = false) {
    target.irregular.append(
      .init(
        index: records.count, ordinal: ordinal, offset: bufferOffset + start, isJoined: false, isEntry: isEntry,
        lines: [ordinal]))
    countedOrdinal = ordinal + 1
  }

  // MARK: Chunks

  @inline(__always)
  func open() -> Chunk {
    if let chunk { return chunk }
    return openNew()
  }

  private func openNew() -> Chunk {
    let new = Chunk(input: input, buffer: buffer, clock: clock, arrival: arrival)
    new.firstOrdinal = nextOrdinal
    countedOrdinal = nextOrdinal
    new.offset = bufferOffset
    records.reserve(min(used / 64 + 8, 4_096) + Self.stepLimit * 64)
    chunk = new
    return new
  }

  /// Hands the whole records over and moves what is not yet whole to the front of a new buffer.
  private func emit() {
    let start = export?.start ?? sequence?.kept ?? recordStart
    if chunk == nil {
      // Nothing whole, but passed-over or waiting bytes need not be kept.
      if start > 0 || used == buffer.capacity { moveRest(from: start) }
      return
    }
    if let whole = chunk {
      whole.endOffset = bufferOffset + start
      swap(&whole.records, &records)
      ready.append(whole)
    }
    chunk = nil
    moveRest(from: start, fresh: true)
  }

  private func moveRest(from start: Int, fresh: Bool = false) {
    precondition(start >= 0 && start <= used)
    let rest = used - start
    var capacity = buffer.capacity
    if rest * 2 > capacity { capacity = rest * 2 }
    if fresh || capacity != buffer.capacity {
      let next = ChunkBufferPool.shared.take(capacity)
      unsafe next.base.update(from: buffer.base + start, count: rest)
      buffer = next
    } else {
      unsafe buffer.base.update(from: buffer.base + start, count: rest)
    }
    bufferOffset += start
    used = rest
    searched -= start
    recordStart -= start
    export?.move(by: -start)
    sequence?.move(by: -start)
  }
}
