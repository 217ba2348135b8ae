/// Records that are JSON objects: applications' lines, the journal's JSON, Docker's json-file.
extension RecordReader {
  /// An object that was cut is read as far as it goes only if it is so long that the limit for lines may have cut it.
  private static let shortestCut = 4_096

  func readJSON(_ text: ByteView, into event: Event, clock: Clock, nested: Bool) -> Bool {
    let mark = event.fields.count
    let hadEscapes = event.hasEscapes
    event.forgetShape()
    var reader = JSONReader(text, names: names, event: event)
    guard reader.read(), !reader.isCut || text.count >= Self.shortestCut else {
      event.truncateFields(to: mark)
      event.hasEscapes = hadEscapes
      event.forgetShape()
      return false
    }
    if reader.hasNestedNames { event.preferWholes() }
    let roles = reader.roles
    if !nested, roles.hasLog, readDocker(roles, into: event, clock: clock) { return true }
    event.format = .json
    if !roles.message.isEmpty { event.message = roles.message.withoutNewline }
    if !roles.journal.time.isEmpty {
      event.format = .journalJSON
      event.message = event.message.withoutLeadingSpaces
      fill(event, from: roles.journal)
      return true
    }
    fill(event, from: roles, clock: clock)
    return true
  }

  /// Time, host, program and level of a record of keys and values.
  func fill(_ event: Event, from roles: RoleValues, clock: Clock) {
    if !roles.time.isEmpty { event.time = event.dateCache.any(roles.time, clock: clock) }
    if !roles.host.isEmpty, event.first(.hostName) == nil { event.add(.hostName, roles.host) }
    if !roles.program.isEmpty {
      event.program = roles.program
      if event.first(.processName) == nil { event.add(.processName, roles.program) }
    }
    if !roles.level.isEmpty, event.first(.logLevel) == nil { event.add(.logLevel, roles.level) }
  }

  /// `{"log":"…\n","stream":"stdout","time":"…"}`: the text inside is read as any format; the wrapper's time holds where it says none.
  private func readDocker(_ roles: RoleValues, into event: Event, clock: Clock) -> Bool {
    guard roles.stream == "stdout" || roles.stream == "stderr", !roles.time.isEmpty,
      let time = event.dateCache.iso(roles.time, at: 0, clock: clock)
    else { return false }
    event.set(.stream, roles.stream)
    readInner(roles.log, wrapper: .docker, time: time.time, into: event, clock: clock)
    return true
  }

  /// Reads what a container runtime wrapped.
  func readInner(_ inner: ByteView, wrapper: Format, time: Timestamp?, into event: Event, clock: Clock) {
    var end = inner.count
    while end > 0, inner[end - 1] == 0x0A || inner[end - 1] == 0x0D { end -= 1 }
    recognise(inner.slice(0, end), into: event, clock: clock, nested: true)
    event.isWrapped = true
    if event.format == .plain { event.format = wrapper }
    if event.time == nil { event.time = time }
  }

  /// `2026-11-24T15:46:27.123456789Z stdout F text`, as CRI runtimes write container output.
  func readContainerLine(
    _ text: ByteView, _ scan: TimeScan, into event: Event, clock: Clock, nested: Bool
  ) -> Bool {
    let at = scan.end
    guard !nested, scan.hasZone, text.has(" std", at: at), text.has("out ", at: at + 4) || text.has("err ", at: at + 4) else {
      return false
    }
    let tag = text.byte(at + 8)
    guard tag == 0x46 || tag == 0x50, let end = text.firstIndex(of: 0x20, from: at + 8) ?? Optional(text.count), end <= at + 32
    else { return false }
    event.add(.stream, text.slice(at + 1, at + 7))
    readInner(text.from(min(end + 1, text.count)), wrapper: .cri, time: scan.time, into: event, clock: clock)
    return true
  }
}
