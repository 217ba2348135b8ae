/// Records of the Linux audit system: a line of audit.log, or a group of lines with one serial.
extension RecordReader {
  /// How many events a record gives to detectors: one for each line of an audit group, at most 64, else one.
  func viewCount(_ record: ByteView) -> Int {
    guard record.firstIndex(of: 0x0A) != nil, forced == nil || forced == .audit, AuditLine(record) != nil else { return 1 }
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
    if view == 0 || event.joinedFields == nil || !event.record.isSame(as: record) {
      event.begin(record)
      event.message = text
      guard readAudit(text, into: event) else { return }
    }
    guard view > 0, let joined = event.joinedFields else { return }
    // Decoders may have changed these for the view before.
    event.message = text
    event.multiplicity = 1
    readAuditLine(text, view, joined, into: event)
  }

  /// Fills the event's joined fields and those of the first line.
  func readAudit(_ text: ByteView, into event: Event) -> Bool {
    guard AuditLine(text) != nil else { return false }
    event.format = .audit
    event.message = text
    AuditJoin.fill(event, from: text)
    event.joinedFields = event.fields.count
    readAuditLine(text, 0, event.fields.count, into: event)
    return true
  }

  /// Replaces the fields of one line of a group with those of another.
  func readAuditLine(_ text: ByteView, _ index: Int, _ joined: Int, into event: Event) {
    if event.fields.count > joined { event.truncateFields(to: joined) }
    var lines = AuditLines(text)
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
