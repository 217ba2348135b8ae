import CByteScan

/// Cuts an input's bytes into records: lines, journal-export entries, and audit events whose lines share a serial.
///
/// What it makes depends on the bytes alone, never on how they were read. One framer serves one input, in order.
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
  private var buffer: ChunkBuffer
  /// Bytes in the buffer, and how many of them were searched for newlines.
  private var used = 0
  private var searched = 0
  /// Where the record that is not yet whole begins.
  private var recordStart = 0
  /// Ordinal of the next line, and offset of the buffer's first byte.
  private var nextOrdinal = 1
  /// What the ordinal of a plain line would be if counted off from the chunk's records so far.
  private var countedOrdinal = 1
  private var bufferOffset: Int
  /// The rest of a line that was cut at the limit is passed over.
  private var skipping = false
  private var export: ExportEntry?
  private var audit = AuditGrouping()
  private var chunk: Chunk?
  private var ready: [Chunk] = []

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
    if export != nil {
      endExport(at: used)
    } else if used > recordStart, !skipping {
      addLine(end: used)
      if export != nil { endExport(at: used) }
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
    for event in audit.flush(before: .max) { addJoined(event) }
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
  public var unfinished: Int { skipping ? 0 : used - (export?.start ?? recordStart) }

  /// Whether audit lines wait for the rest of their event.
  public var isWaiting: Bool { !audit.isEmpty }

  private func takeReady() -> [Chunk] {
    defer { ready.removeAll(keepingCapacity: true) }
    return ready
  }

  // MARK: Splitting

  private func split() {
    while searched < used {
      if export != nil {
        guard continueExport() else { return }
        continue
      }
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
        recordStart = newline + 1
        if export != nil {
          searched = newline + 1
          break
        }
      }
    }
    cutLongLine()
  }

  /// One byte more than a line with its carriage return may have shows that the limit is passed.
  private func cutLongLine() {
    if skipping {
      recordStart = used
    } else if export == nil, used - recordStart >= options.lineLimit + 2 {
      addLine(end: recordStart + options.lineLimit + 2)
      if export != nil {
        // An entry's first field may be longer than a line.
        searched = recordStart
        return split()
      }
      skipping = true
      recordStart = used
    }
  }

  @inline(__always)
  private func addLine(end: Int) {
    if recordStart < end {
      let first = unsafe buffer.base[recordStart]
      // 't' of type=, 'n' of node=, '_' of __CURSOR=: all that is not simply a line begins so.
      if first == 0x74 || first == 0x6E || first == 0x5F, addSpecial(end: end) { return }
    }
    let target = open()
    if nextOrdinal != countedOrdinal { addOutOfLine(target, start: recordStart, ordinal: nextOrdinal) }
    target.records.append(Chunk.Record(start: UInt32(truncatingIfNeeded: recordStart), end: UInt32(truncatingIfNeeded: end)))
    nextOrdinal += 1
    countedOrdinal = nextOrdinal
  }

  /// Says of the record about to be added that lines which are no records of their own stood before it.
  private func addOutOfLine(_ target: Chunk, start: Int, ordinal: Int, isEntry: Bool = false) {
    target.irregular.append(
      .init(
        index: target.records.count, ordinal: ordinal, offset: bufferOffset + start, isJoined: false, isEntry: isEntry,
        lines: [ordinal]))
    countedOrdinal = ordinal + 1
  }

  private func addSpecial(end: Int) -> Bool {
    let line = buffer.view(recordStart, min(end, recordStart + options.lineLimit + 2))
    if line.has("__CURSOR=") || line.has("__REALTIME_TIMESTAMP=") {
      export = ExportEntry(start: recordStart)
      return true
    }
    guard options.joinsAudit, let head = AuditGrouping.Head(line) else { return false }
    let ordinal = nextOrdinal
    nextOrdinal += 1
    for event in audit.flush(before: head.time - AuditGrouping.patience) { addJoined(event) }
    if head.isAlone, !audit.contains(head.key) {
      let target = open()
      addOutOfLine(target, start: recordStart, ordinal: ordinal)
      target.records.append(Chunk.Record(start: UInt32(recordStart), end: UInt32(end)))
      return true
    }
    let text = line.count > options.lineLimit ? line.slice(0, options.lineLimit) : line
    for event in audit.add(head, text, ordinal: ordinal, offset: bufferOffset + recordStart) { addJoined(event) }
    return true
  }

  private func addJoined(_ event: AuditGrouping.Pending) {
    let target = open()
    let start = target.joined.count
    target.joined.append(contentsOf: event.text)
    target.irregular.append(
      .init(
        index: target.records.count, ordinal: event.ordinals.last ?? 0, offset: event.offset, isJoined: true,
        lines: event.ordinals))
    target.records.append(Chunk.Record(start: UInt32(start), end: UInt32(target.joined.count)))
  }

  // MARK: Journal export

  /// Takes up an entry where its last bytes ended; false when more bytes are needed.
  private func continueExport() -> Bool {
    guard var entry = export else { return true }
    // Where an entry is cut must not depend on how much was read at once.
    let end = min(used, entry.start + ExportEntry.sizeLimit)
    let state = entry.advance(buffer.view(0, end))
    export = entry
    searched = end
    switch state {
    case .needsMore:
      guard end - entry.start == ExportEntry.sizeLimit else { return false }
      endExport(at: end, cut: true)
      return true
    case .whole(let end, let next):
      endExport(at: end)
      recordStart = next
      searched = next
      return true
    }
  }

  private func endExport(at end: Int, cut: Bool = false) {
    guard let entry = export else { return }
    export = nil
    let target = open()
    addOutOfLine(target, start: entry.start, ordinal: nextOrdinal, isEntry: true)
    target.records.append(Chunk.Record(start: UInt32(entry.start), end: UInt32(end)))
    nextOrdinal += 1
    if cut {
      recordStart = end
      skipping = true
    }
  }

  // MARK: Chunks

  @inline(__always)
  private func open() -> Chunk {
    if let chunk { return chunk }
    return openNew()
  }

  private func openNew() -> Chunk {
    let new = Chunk(input: input, buffer: buffer, clock: clock, arrival: arrival)
    new.firstOrdinal = nextOrdinal
    countedOrdinal = nextOrdinal
    new.offset = bufferOffset
    new.records.reserveCapacity(min(used / 64 + 8, 4_096))
    chunk = new
    return new
  }

  /// Hands the whole records over and moves what is not yet whole to the front of a new buffer.
  private func emit() {
    let start = export?.start ?? recordStart
    if chunk == nil {
      // Nothing whole, but passed-over or waiting bytes need not be kept.
      if start > 0 || used == buffer.capacity { moveRest(from: start) }
      return
    }
    let whole = chunk
    whole?.endOffset = bufferOffset + start
    if let whole { ready.append(whole) }
    chunk = nil
    moveRest(from: start, fresh: true)
  }

  private func moveRest(from start: Int, fresh: Bool = false) {
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
  }
}
