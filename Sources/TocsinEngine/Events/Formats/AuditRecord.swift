/// Records of the Linux audit system: a line of audit.log, or a group of lines with one serial.
extension RecordReader {
  /// How many events a record gives to detectors: one for each line of an audit group, at most 64, else one.
  func viewCount(_ record: ByteView) -> Int {
    guard forced == nil || forced == .audit else { return 1 }
    // An entry of the journal has lines, too, which are no records.
    guard let end = record.firstIndex(of: 0x0A), AuditLines.line(record.slice(0, end)) != nil else { return 1 }
    var count = 0
    var lines = AuditLines(record)
    while count < Self.viewLimit, lines.next() != nil { count += 1 }
    return max(count, 1)
  }

  /// The kernel writes fewer records for one event, but for argument lists of thousands.
  static let viewLimit = 64

  /// Reads line `view` of an audit group: its own fields beside those of the whole event. A later view of the record that the
  /// event holds keeps what the first one joined and decoded.
  func readView(_ record: ByteView, view: Int, into event: Event) {
    let text = record.withoutCarriageReturn
    if event.joinedFields == nil || !event.record.isSame(as: record) {
      // The records say their own times: no clock is asked.
      read(record, into: event, clock: Clock(year: .fixed(1970)))
    }
    guard let joined = event.joinedFields else { return }
    // Decoders may have changed these for the view before.
    event.message = text
    event.multiplicity = 1
    readAuditLine(AuditLines(text), view, joined, into: event)
  }

  /// Fills the event's joined fields and those of the first line.
  func readAudit(_ text: ByteView, into event: Event) -> Bool {
    guard AuditLine(text) != nil else { return false }
    fillAudit(text, AuditLines(text), into: event)
    return true
  }

  /// Reads a message of syslog that is an audit record, bare or as the kernel and journald print it; false where it is none.
  /// What is known of the event already is its host.
  func readWrappedAudit(_ text: ByteView, into event: Event) -> Bool {
    let message = text.withoutLeadingSpaces
    if let start = AuditWrapper.recordStart(message, 0), let line = AuditLine(message, at: start) {
      // Lines that the framer joined begin with a header of syslog each.
      let isGroup = event.record.firstIndex(of: 0x0A) != nil && viewCount(event.record) > 1
      fillAudit(message, isGroup ? AuditLines(event.record) : AuditLines(line), into: event)
      return true
    }
    // `audit[1]: SERVICE_START pid=1 …`, as journald passes records on.
    guard event.program == "audit", let space = message.firstIndex(of: 0x20), space >= 3, space <= 32 else { return false }
    let type = message.slice(0, space)
    for index in 0..<type.count where !(type[index].isUpper || type[index] == 0x5F || type[index].isDigit) { return false }
    var pairs = AuditPairs(message.from(space))
    guard pairs.next() != nil else { return false }
    fillAudit(message, AuditLines(AuditLine(type: AuditType.name(type), serial: .empty, body: message.from(space))), into: event)
    return true
  }

  /// Fills the event from a group; fields that it has already are kept beside the group's.
  func fillAudit(_ message: ByteView, _ lines: AuditLines, into event: Event) {
    event.format = .audit
    event.message = message
    event.program = .empty
    event.trustedProgram = .empty
    AuditJoin.fill(event, from: lines)
    event.joinedFields = event.fields.count
    readAuditLine(lines, 0, event.fields.count, into: event)
  }

  /// Replaces the fields of one line of a group with those of another.
  func readAuditLine(_ group: AuditLines, _ index: Int, _ joined: Int, into event: Event) {
    if event.fields.count > joined { event.truncateFields(to: joined) }
    var lines = group
    for _ in 0..<index where lines.next() == nil { return }
    guard let line = lines.next() else { return }
    event.add(.auditType, line.type)
    addRaw(.constant("type"), line.type, isDecoded: false, into: event)
    let hasArguments = line.type == "EXECVE"
    var pairs = AuditPairs(line.body)
    while let pair = pairs.next() {
      let isArgument = hasArguments && AuditText.isArgument(pair.name)
      let isHex = !pair.isQuoted && (isArgument || AuditText.isUntrusted(pair.name)) && AuditText.isHex(pair.value)
      let value = isHex ? AuditText.text(pair, isArgument: isArgument, into: event) : pair.value
      // The pieces of a long argument are values of that argument.
      let end = isArgument ? pair.name.firstIndex(of: 0x5B) ?? pair.name.count : pair.name.count
      addRaw(pair.name.slice(0, end), value, isDecoded: isHex, into: event)
    }
  }

  /// Adds a field under the audit system's own name; decoded text that has no name is kept for keywords.
  private func addRaw(_ name: ByteView, _ value: ByteView, isDecoded: Bool, into event: Event) {
    let id = names.id(name)
    if id == .unnamed, isDecoded, !event.keepsUnnamedFields { return event.add(.unnamed, value) }
    event.add(named: name, id: id, value)
  }
}
