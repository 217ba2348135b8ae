/// RFC 5424, and what else may follow a `<priority>`.
extension RecordReader {
  /// `<34>1 time host app pid msgid [data] message`, or `<34>` before an older header.
  func readPriority(_ text: ByteView, into event: Event, clock: Clock) -> Bool {
    let close = text.skipDigits(1)
    guard close > 1, close <= 4, text.byte(close) == 0x3E, let priority = text.slice(1, close).decimal, priority <= 191 else {
      return false
    }
    event.add(.logSyslogPriority, text.slice(1, close))
    event.add(.logSyslogFacilityCode, .smallNumber(priority / 8))
    event.add(.logSyslogSeverityCode, .smallNumber(priority % 8))
    let at = close + 1
    if text.byte(at) == 0x31, text.byte(at + 1) == 0x20 {
      if text.byte(at + 2) == 0x2D, text.byte(at + 3) == 0x20 {
        if readBody5424(text, at: at + 3, time: nil, into: event) { return true }
      } else if let scan = event.dateCache.iso(text, at: at + 2, clock: clock), text.byte(scan.end) == 0x20,
        readBody5424(text, at: scan.end, time: scan.time, into: event)
      {
        return true
      }
    }
    readOldBody(text, at: at, into: event, clock: clock)
    return true
  }

  /// What follows the priority in RFC 3164, with the sequence numbers and marks that Cisco puts before the time.
  private func readOldBody(_ text: ByteView, at start: Int, into event: Event, clock: Clock) {
    event.format = .rfc3164
    var at = text.skipSpaces(start)
    let number = text.skipDigits(at)
    if number > at, text.byte(number) == 0x3A, text.byte(number + 1) == 0x20 { at = text.skipSpaces(number + 1) }
    if text.byte(at) == 0x2A || text.byte(at) == 0x2E { at += 1 }
    if let scan = event.dateCache.syslog(text, at: at, clock: clock) {
      event.time = scan.time
      readHeader(text, at: scan.end, into: event)
    } else if let scan = event.dateCache.iso(text, at: at, clock: clock) {
      if readDatedSyslog(text, at: at, scan, into: event) { return }
      event.time = scan.time
      setMessage(text.from(scan.end), into: event)
    } else if let tag = SyslogTag(text, at: at) {
      apply(tag, text, into: event)
    } else {
      setMessage(text.from(at), into: event)
    }
  }

  /// ` HOST APP PROCID MSGID DATA [MESSAGE]` from the space at `start` on; adds nothing where the shape is another.
  func readBody5424(_ text: ByteView, at position: Int, time: Timestamp?, into event: Event) -> Bool {
    guard let host = text.firstIndex(of: 0x20, from: position + 1), let app = text.firstIndex(of: 0x20, from: host + 1),
      let pid = text.firstIndex(of: 0x20, from: app + 1), let id = text.firstIndex(of: 0x20, from: pid + 1)
    else { return false }
    guard host > position + 1, app > host + 1, pid > app + 1, id > pid + 1 else { return false }
    let mark = event.fields.count
    add(.hostName, text.slice(position + 1, host), into: event)
    add(.processName, text.slice(host + 1, app), into: event)
    add(.logSyslogAppname, text.slice(host + 1, app), into: event)
    add(.processPid, text.slice(app + 1, pid), into: event)
    add(.logSyslogMsgid, text.slice(pid + 1, id), into: event)
    guard var at = readStructuredData(text, at: id + 1, into: event) else {
      event.truncateFields(to: mark)
      return false
    }
    event.format = .rfc5424
    event.time = time
    let program = text.slice(host + 1, app)
    if !(program == "-") { event.program = program }
    if text.byte(at) == 0x20 { at += 1 }
    // The byte order mark says that the message is UTF-8.
    if text.has("\u{FEFF}", at: at) { at += 3 }
    let message = text.from(min(at, text.count))
    if Self.mayWrapAudit(program), let start = AuditWrapper.recordStart(message, 0), AuditHeader(message, at: start) != nil {
      event.truncateFields(to: mark)
      add(.hostName, text.slice(position + 1, host), into: event)
      return readWrappedAudit(message, into: event)
    }
    setMessage(message, into: event)
    return true
  }

  private func add(_ id: FieldID, _ value: ByteView, into event: Event) {
    if !(value == "-") { event.add(id, value) }
  }

  /// `-` or `[id name="value" …]…`; the position after it, or nil.
  private func readStructuredData(_ text: ByteView, at start: Int, into event: Event) -> Int? {
    if text.byte(start) == 0x2D { return start + 1 == text.count || text.byte(start + 1) == 0x20 ? start + 1 : nil }
    guard text.byte(start) == 0x5B else { return nil }
    let wanted = event.keepsUnnamedFields || names.entry(.constant("log.syslog.structured_data")).isPrefix
    var at = start
    while text.byte(at) == 0x5B {
      let id = word(text, at + 1)
      guard id.count > 0 else { return nil }
      at += 1 + id.count
      while text.byte(at) == 0x20 {
        let name = word(text, text.skipSpaces(at))
        at = text.skipSpaces(at) + name.count
        if name.isEmpty, text.byte(at) == 0x5D { break }
        guard name.count > 0, text.byte(at) == 0x3D, text.byte(at + 1) == 0x22, let end = text.closingQuote(from: at + 2) else {
          return nil
        }
        if wanted { addParameter(id, name, text.slice(at + 2, end), into: event) }
        at = end + 1
      }
      guard text.byte(at) == 0x5D else { return nil }
      at += 1
    }
    return at == text.count || text[at] == 0x20 ? at : nil
  }

  private func word(_ text: ByteView, _ start: Int) -> ByteView {
    var at = start
    while at < text.count, text[at] > 0x20, text[at] != 0x3D, text[at] != 0x5D, text[at] != 0x22 { at += 1 }
    return text.slice(min(start, text.count), at)
  }

  private func addParameter(_ id: ByteView, _ parameter: ByteView, _ raw: ByteView, into event: Event) {
    let path = event.namePath
    path.truncate(to: 0)
    guard path.push(.constant("log.syslog.structured_data")), path.push(id), path.push(parameter) else { return }
    let known = names.id(path.view)
    guard known != .unnamed || event.keepsUnnamedFields else { return }
    let name = known == .unnamed ? event.arena.copy(path.view) : .empty
    event.add(named: name, id: known, unprotected(raw, into: event))
  }

  /// The value without the backslashes before quotes, backslashes and brackets.
  private func unprotected(_ raw: ByteView, into event: Event) -> ByteView {
    guard raw.firstIndex(of: 0x5C) != nil else { return raw }
    event.hasEscapes = true
    return unsafe event.arena.write(atMost: raw.count) { target in
      var used = 0
      var at = 0
      while at < raw.count {
        let next = raw.byte(at + 1)
        if raw[at] == 0x5C, next == 0x22 || next == 0x5C || next == 0x5D { at += 1 }
        unsafe target[used] = raw[at]
        used += 1
        at += 1
      }
      return used
    }
  }
}

extension ByteView {
  /// The decimal text of a number from 0 to 23.
  static func smallNumber(_ value: Int) -> ByteView {
    let digits = ByteView.constant("01234567891011121314151617181920212223")
    return value < 10 ? digits.slice(value, value + 1) : digits.slice(value * 2 - 10, value * 2 - 8)
  }
}
