/// Frames one record: recognises its format and fills the event's time, format, program, message and fields.
///
/// A record's format depends on its own bytes alone, so that any split of an input gives the same events: the first bytes choose
/// the candidates, each of which accepts only what has its whole shape, and what none accepts is plain text.
struct RecordReader: Sendable {
  let names: NameIndex
  let forced: Format?

  /// Reads with the names of a detector set; `forced` is the only format tried, where given (`--format`).
  init(fields: FieldTable, shapes: ShapeNames = ShapeNames(), forced: Format? = nil) {
    names = NameIndex(fields, shapes)
    self.forced = forced
  }

  /// Whether lines of syslog are read as such.
  var takesSyslog: Bool { forced == nil || forced == .rfc3164 || forced == .rfc3339 || forced == .rfc5424 }

  /// Reads one record, without its line ending, into an event, which forgets the record before.
  func read(_ record: ByteView, into event: Event, clock: Clock) {
    event.begin(record)
    let text = record.withoutCarriageReturn
    // Most lines of a syslog file name the hour of the line before.
    event.dateCache.begin(clock)
    if forced == nil, let time = event.dateCache.momentInSameHour(text) {
      event.time = Timestamp(microseconds: time)
      event.message = text
      if !readUsualHeader(text, at: 15, into: event) { readAnyHeader(text, at: 15, into: event) }
      if event.message.byte(0) == 0x43 { _ = readCEF(event.message, into: event, clock: clock) }
      return
    }
    guard let forced else { return recognise(text, into: event, clock: clock, nested: false) }
    guard !readForced(forced, text, into: event, clock: clock) else { return }
    readPlain(text, into: event, clock: clock)
    event.isForeign = forced != .plain
  }

  /// Reads the text as the first format that accepts it. `nested` says that a container runtime's wrapper was taken off already,
  /// which is done only once.
  func recognise(_ text: ByteView, into event: Event, clock: Clock, nested: Bool) {
    event.message = text
    guard text.count > 0 else { return readPlain(text, into: event, clock: clock) }
    let first = text[0]
    let known: Bool
    if first.isDigit {
      known = readDated(text, into: event, clock: clock, nested: nested) || readCommon(text, into: event, clock: clock)
    } else if first.isLetter || first == 0x5F {
      known = readWorded(text, into: event, clock: clock)
    } else {
      switch first {
      case 0x7B: known = readJSON(text, into: event, clock: clock, nested: nested)
      case 0x3C: known = readPriority(text, into: event, clock: clock)
      case 0x5B: known = readApacheError(text, into: event, clock: clock)
      default: known = readCommon(text, into: event, clock: clock)
      }
    }
    if !known { readPlain(text, into: event, clock: clock) }
    if event.message.byte(0) == 0x43 { _ = readCEF(event.message, into: event, clock: clock) }
  }

  /// Lines that start with a year.
  @inline(__always)
  private func readDated(_ text: ByteView, into event: Event, clock: Clock, nested: Bool) -> Bool {
    guard text.count > 19, let scan = event.dateCache.iso(text, at: 0, clock: clock) else { return false }
    if text[4] == 0x2F { return readNginxError(text, scan, into: event) }
    if readContainerLine(text, scan, into: event, clock: clock, nested: nested) { return true }
    return readDatedSyslog(text, at: 0, scan, into: event)
  }

  /// Lines that start with a letter or an underscore.
  private func readWorded(_ text: ByteView, into event: Event, clock: Clock) -> Bool {
    if let scan = event.dateCache.syslog(text, at: 0, clock: clock) {
      event.time = scan.time
      readHeader(text, at: scan.end, into: event)
      return true
    }
    if text[0] == 0x74 || text[0] == 0x6E, readAudit(text, into: event) { return true }
    if text[0].isUpper || text[0] == 0x5F, readJournalExport(text, into: event) { return true }
    return readCommon(text, into: event, clock: clock) || readKeyValue(text, into: event, clock: clock)
  }

  private func readForced(_ format: Format, _ text: ByteView, into event: Event, clock: Clock) -> Bool {
    switch format {
    case .rfc3164, .rfc5424, .rfc3339:
      if text.byte(0) == 0x3C { return readPriority(text, into: event, clock: clock) }
      if let scan = event.dateCache.iso(text, at: 0, clock: clock) { return readDatedSyslog(text, at: 0, scan, into: event) }
      guard let scan = event.dateCache.syslog(text, at: 0, clock: clock) else { return false }
      event.time = scan.time
      readHeader(text, at: scan.end, into: event)
      return true
    case .journalExport:
      guard readJournalExport(text, into: event) else { return false }
      if event.message.byte(0) == 0x43 { _ = readCEF(event.message, into: event, clock: clock) }
      return true
    case .journalJSON, .json, .docker: return readJSON(text, into: event, clock: clock, nested: false)
    case .common, .combined: return readCommon(text, into: event, clock: clock)
    case .nginxError:
      guard let scan = event.dateCache.iso(text, at: 0, clock: clock) else { return false }
      return readNginxError(text, scan, into: event)
    case .apacheError: return readApacheError(text, into: event, clock: clock)
    case .audit: return readAudit(text, into: event)
    case .keyValue: return readKeyValue(text, into: event, clock: clock)
    case .cri:
      guard let scan = event.dateCache.iso(text, at: 0, clock: clock) else { return false }
      return readContainerLine(text, scan, into: event, clock: clock, nested: false)
    case .cef:
      recognise(text, into: event, clock: clock, nested: false)
      return event.format == .cef
    case .plain: return false
    }
  }
}
