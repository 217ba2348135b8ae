extension Format {
  /// The fields that a record of the format can have before it is decoded, where these are few and fixed; else nil.
  var fixedFields: [FieldID]? {
    switch self {
    case .rfc3164, .rfc3339: Self.headerFields
    default: nil
    }
  }

  /// What the headers of RFC 3164 and of rsyslog's file format may fill.
  static let headerFields: [FieldID] = [
    .hostName, .processName, .processPid, .logSyslogPriority, .logSyslogFacilityCode, .logSyslogSeverityCode,
  ]
}

/// What the BSD syslog formats share: `host tag[pid]: message` after the time (RFC 3164, section 4.1).
extension RecordReader {
  /// Reads host, tag and message from `start` on, where a space, or a colon and a space (Cisco), follows the time.
  func readHeader(_ text: ByteView, at start: Int, into event: Event) {
    if !readUsualHeader(text, at: start, into: event) { readAnyHeader(text, at: start, into: event) }
  }

  /// ` host tag[pid]: message`, as most lines have it and in their first bytes; false, and nothing done, for whatever is the least bit
  /// different.
  @inline(__always)
  func readUsualHeader(_ text: ByteView, at start: Int, into event: Event) -> Bool {
    guard text.count - start > 48, text[start] == 0x20 else { return false }
    let block = text.from(start + 1)
    var (ends, digits) = block.tagMasks(at: 0)
    let host = ends.trailingZeroBitCount
    ends &= ends &- 1
    let open = ends.trailingZeroBitCount
    ends &= ends &- 1
    let colon = ends.trailingZeroBitCount
    // `]`, `:`, a space and the message's first byte are inside, too; at least one digit is before them.
    guard host > 0, open > host + 1, colon > open + 2, colon < 46, block.unchecked(host) == 0x20, block.unchecked(open) == 0x5B,
      block.unchecked(colon - 1) == 0x5D, block.unchecked(colon) == 0x3A, block.unchecked(colon + 1) == 0x20,
      block.unchecked(colon + 2) != 0x20
    else { return false }
    let number: UInt64 = (1 &<< UInt64(colon - 1)) &- (1 &<< UInt64(open + 1))
    let first = block.unchecked(host + 1)
    guard digits & number == number, number != 0, first != 0x2F, block.unchecked(open - 1) != 0x29 else { return false }
    // Programs that may pass audit records on are looked at more closely.
    if first == 0x61 || first == 0x6B { return false }
    let program = block.slice(host + 1, open)
    event.format = .rfc3164
    event.program = program
    event.addHeader(host: block.slice(0, host), program: program, pid: block.slice(open + 1, colon - 1))
    let message = block.from(colon + 2)
    event.message = message
    if message[0] == 0x6D { setMessage(message, into: event) }
    return true
  }

  @inline(never)
  func readAnyHeader(_ text: ByteView, at start: Int, into event: Event) {
    event.format = .rfc3164
    var at = start
    if text.byte(at) == 0x3A { at += 1 }
    at = text.skipSpaces(at)
    guard let space = text.firstIndex(of: 0x20, from: at) else { return finish(text, at, into: event) }
    // A first word that ends like a tag is one: there is no host.
    if text[space - 1] == 0x3A, let tag = SyslogTag(text, at: at) { return apply(tag, text, into: event) }
    event.add(.hostName, text.slice(at, space))
    let next = text.skipSpaces(space)
    if let tag = SyslogTag(text, at: next) { return apply(tag, text, into: event) }
    setMessage(text.from(next), into: event)
  }

  /// A line of one word after the time.
  private func finish(_ text: ByteView, _ at: Int, into event: Event) {
    if let tag = SyslogTag(text, at: at) { return apply(tag, text, into: event) }
    event.message = text.from(at)
  }

  /// Takes program, pid and message from a tag.
  @inline(__always)
  func apply(_ tag: SyslogTag, _ text: ByteView, into event: Event) {
    event.program = tag.program
    if Self.mayWrapAudit(tag.program), readWrappedAudit(text.from(tag.end), into: event) { return }
    event.add(.processName, tag.program)
    if tag.pid.count > 0 { event.add(.processPid, tag.pid) }
    setMessage(text.from(tag.end), into: event)
  }

  /// Whether a program may pass audit records on; `a` and `k` begin the names of few others.
  @inline(__always)
  static func mayWrapAudit(_ program: ByteView) -> Bool {
    let first = program.byte(0)
    return (first == 0x61 || first == 0x6B) && AuditWrapper.isWriter(program)
  }

  /// Sets the message, and takes off rsyslog's `message repeated N times: [ … ]`.
  @inline(__always)
  func setMessage(_ text: ByteView, into event: Event) {
    let message = text.withoutLeadingSpaces
    event.message = message
    if message.byte(0) == 0x6D, message.has("message repeated ") { unwrapRepeated(message, into: event) }
  }

  private func unwrapRepeated(_ message: ByteView, into event: Event) {
    let end = message.skipDigits(17)
    guard end > 17, let times = message.slice(17, min(end, 17 + 9)).decimal, times > 0, message.has(" times: [", at: end),
      message[message.count - 1] == 0x5D
    else { return }
    event.multiplicity = min(times, Event.multiplicityLimit)
    event.message = message.slice(end + 9, max(message.count - 1, end + 9)).trimmed
  }

  /// RFC 3339 time, then rsyslog's file format, or RFC 5424's header without its priority.
  @inline(__always)
  func readDatedSyslog(_ text: ByteView, at start: Int, _ scan: TimeScan, into event: Event) -> Bool {
    let at = scan.end
    guard text.byte(at) == 0x20, let space = text.firstIndex(of: 0x20, from: at + 1), space > at + 1 else { return false }
    // Without the `T` and a zone, many applications write such times; only a tag with a pid tells syslog from them.
    let strict = !scan.hasZone || text[start + 10] != 0x54
    if text[space - 1] == 0x3A {
      guard let tag = SyslogTag(text, at: at + 1) else { return false }
      (event.format, event.time) = (.rfc3339, scan.time)
      apply(tag, text, into: event)
    } else {
      let host = text.slice(at + 1, space)
      guard !host.isLevelWord else { return false }
      if text.byte(space + 1) == 0x43, text.has("CEF:", at: space + 1) {
        event.add(.hostName, host)
        (event.format, event.time, event.message) = (.rfc3339, scan.time, text.from(space + 1))
        return true
      }
      guard let tag = SyslogTag(text, at: space + 1), !strict || tag.pid.count > 0 else {
        return !strict && readBody5424(text, at: at, time: scan.time, into: event)
      }
      event.add(.hostName, host)
      (event.format, event.time) = (.rfc3339, scan.time)
      apply(tag, text, into: event)
    }
    return true
  }
}

extension ByteView {
  /// Whether this is a level as applications print it after a time, which must not pass for a host.
  var isLevelWord: Bool {
    guard count >= 4, count <= 10 else { return false }
    let word = self[0] == 0x5B ? slice(1, count - 1) : self
    guard word[0].isUpper, word[1].isUpper else { return false }
    return word == "INFO" || word == "WARN" || word == "WARNING" || word == "ERROR" || word == "DEBUG" || word == "TRACE"
      || word == "FATAL" || word == "NOTICE" || word == "CRITICAL" || word == "SEVERE"
  }
}
