/// Entries of the journal export format (systemd's "Journal Export Formats").
extension RecordReader {
  /// Lines `KEY=value`, and `KEY`, a newline, a 64-bit little-endian length, that many bytes and a newline, up to the end.
  func readJournalExport(_ text: ByteView, into event: Event) -> Bool {
    guard text.firstIndex(of: 0x0A) != nil else { return false }
    let mark = event.fields.count
    var values = JournalValues()
    var at = 0
    while at < text.count {
      guard let hit = text.firstIndex(of: 0x3D, or: 0x0A, from: at) ?? (at + 64 < text.count ? nil : text.count),
        isKey(text.slice(at, hit))
      else {
        event.truncateFields(to: mark)
        return false
      }
      let key = text.slice(at, hit)
      let start: Int
      let end: Int
      if text.byte(hit) == 0x3D {
        start = hit + 1
        end = text.firstIndex(of: 0x0A, from: start) ?? text.count
      } else {
        // An entry that the limit for lines cut ends inside a value.
        start = min(hit + 9, text.count)
        end = start + length(text, at: hit + 1)
      }
      let value = text.slice(start, end)
      let known = names.entry(key)
      event.add(named: key, id: known.id, value)
      values.note(known.role.kind, value)
      at = end + 1
    }
    guard !values.time.isEmpty || !values.sourceTime.isEmpty else {
      event.truncateFields(to: mark)
      return false
    }
    event.format = .journalExport
    event.message = values.message.withoutLeadingSpaces
    fill(event, from: values)
    return true
  }

  /// Fills the event from the journal's own fields, and as an audit record where the entry is one.
  func fill(_ event: Event, from values: JournalValues) {
    guard let line = values.auditLine else { return values.fill(event) }
    values.fillBeside(event)
    fillAudit(event.message, AuditLines(line), into: event)
  }

  /// Capital letters, digits and underscores, at most 64.
  private func isKey(_ key: ByteView) -> Bool {
    guard key.count > 0, key.count <= 64, !key[0].isDigit else { return false }
    for index in 0..<key.count where !(key[index].isUpper || key[index] == 0x5F || key[index].isDigit) { return false }
    return true
  }

  /// The length at a position, at most what the text holds behind it.
  private func length(_ text: ByteView, at position: Int) -> Int {
    guard position + 8 <= text.count else { return 0 }
    let length = UInt64(littleEndian: text.word(at: position))
    return Int(min(length, UInt64(text.count - position - 8)))
  }
}
