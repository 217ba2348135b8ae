/// Lines that are not simply records: journal entries, audit lines, parts of lines, JSON over many lines or many on one.
extension Framer {
  /// Takes the line from `recordStart` to `end` up, or returns false where it is an ordinary one.
  func addSpecial(end: Int) -> Bool {
    let line = buffer.view(recordStart, min(end, recordStart + options.lineLimit + 2))
    switch line[0] {
    case 0x5F:
      guard line.has("__CURSOR=") || line.has("__REALTIME_TIMESTAMP=") else { return false }
      export = ExportEntry(start: recordStart)
      return true
    case 0x5B: return beginSequence(line)
    case 0x7B: return line.has("{\"log\":") ? addPart(line) : beginSequence(line)
    case 0x74, 0x6E: return options.joinsAudit && addAudit(line, AuditGrouping.Head(line), end: end)
    default:
      if let wrapper = AuditWrapper(line) {
        guard options.joinsAudit, addAudit(line, AuditGrouping.Head(line, at: wrapper.start, host: wrapper.host), end: end) else {
          return false
        }
        if !audit.isEmpty { auditDeadline = nextOrdinal + AuditGrouping.lineLimit }
        return true
      }
      return addPart(line)
    }
  }

  // MARK: Audit

  private func addAudit(_ line: ByteView, _ head: AuditGrouping.Head?, end: Int) -> Bool {
    guard let head else { return false }
    let ordinal = nextOrdinal
    nextOrdinal += 1
    for event in audit.flush(before: head.time - AuditGrouping.patience) { addJoined(event) }
    if head.isAlone, !audit.contains(head.key) {
      let target = open()
      addOutOfLine(target, start: recordStart, ordinal: ordinal)
      records.append(Chunk.Record(start: UInt32(recordStart), end: UInt32(end)))
      return true
    }
    let text = line.count > options.lineLimit ? line.slice(0, options.lineLimit) : line
    for event in audit.add(head, text, ordinal: ordinal, offset: bufferOffset + recordStart) { addJoined(event) }
    return true
  }

  /// All audit events that wait are whole.
  func flushAudit() {
    auditDeadline = .max
    for event in audit.flush(before: .max) { addJoined(event) }
  }

  func addJoined(_ event: AuditGrouping.Pending) {
    let target = open()
    let start = target.joined.count
    target.joined.append(contentsOf: event.text)
    target.irregular.append(
      .init(
        index: records.count, ordinal: event.ordinals.last ?? 0, offset: event.offset, isJoined: true,
        lines: event.ordinals))
    records.append(Chunk.Record(start: UInt32(start), end: UInt32(target.joined.count)))
  }

  // MARK: Parts

  /// A part of a longer line has no ordinal of its own: the whole line gets one when it ends.
  private func addPart(_ line: ByteView) -> Bool {
    guard let part = PartLine(line), !part.isLast || parts.contains(part.stream) else { return false }
    let whole = parts.add(part, offset: bufferOffset + recordStart, limit: options.lineLimit)
    lineStart.waitsForParts = !parts.isEmpty
    if let whole { addParts(whole) }
    return true
  }

  func addParts(_ line: PartGrouping.Pending) {
    let target = open()
    let start = target.joined.count
    target.joined.append(contentsOf: line.text)
    target.joined.append(contentsOf: line.tail)
    var place = Chunk.Irregular(
      index: records.count, ordinal: nextOrdinal, offset: line.offset, isJoined: true, lines: [nextOrdinal])
    place.isCut = line.isCut
    target.irregular.append(place)
    records.append(Chunk.Record(start: UInt32(start), end: UInt32(target.joined.count)))
    nextOrdinal += 1
  }

  // MARK: JSON

  /// Whether JSON begins here: a sequence reads it and says where lines go on.
  private func beginSequence(_ line: ByteView) -> Bool {
    guard bufferOffset + recordStart >= triedJSON else { return false }
    sequence = JSONSequence(start: recordStart, limit: options.lineLimit)
    return true
  }

  /// Takes a sequence up where its last bytes ended; false when more bytes are needed.
  func continueSequence() -> Bool {
    guard var walk = sequence else { return true }
    let step = walk.advance(buffer.view(0, used))
    sequence = walk
    searched = walk.at
    return take(step, walk)
  }

  func endSequence() {
    guard let walk = sequence else { return }
    _ = take(walk.end(), walk)
    split()
  }

  private func take(_ step: JSONSequence.Step, _ walk: JSONSequence) -> Bool {
    switch step {
    case .needsMore: return false
    case .record(let start, let end): addRecord(start, end)
    case .ended(let next):
      sequence = nil
      (recordStart, searched) = (next, next)
    case .failed(let next, let isInside):
      sequence = nil
      triedJSON = bufferOffset + walk.at + 1
      skipping = isInside
      recordStart = isInside ? walk.at : next
      searched = recordStart
    }
    return true
  }

  // MARK: Journal export

  /// Takes up an entry where its last bytes ended; false when more bytes are needed.
  func continueExport() -> Bool {
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

  func endExport(at end: Int, cut: Bool = false) {
    guard let entry = export else { return }
    export = nil
    let target = open()
    addOutOfLine(target, start: entry.start, ordinal: nextOrdinal, isEntry: true)
    records.append(Chunk.Record(start: UInt32(entry.start), end: UInt32(end)))
    nextOrdinal += 1
    if cut {
      recordStart = end
      skipping = true
    }
  }
}
