/// The journal's own fields that fill canonical ones, in either of its formats.
struct JournalValues {
  private(set) var message = ByteView.empty
  private(set) var time = ByteView.empty
  private(set) var sourceTime = ByteView.empty
  private(set) var host = ByteView.empty
  private(set) var identifier = ByteView.empty
  private(set) var comm = ByteView.empty
  private(set) var pid = ByteView.empty
  private(set) var syslogPid = ByteView.empty
  private(set) var unit = ByteView.empty
  private(set) var exe = ByteView.empty
  private(set) var priority = ByteView.empty
  private(set) var commandLine = ByteView.empty
  private(set) var transport = ByteView.empty
  private(set) var auditType = ByteView.empty
  private(set) var auditId = ByteView.empty

  /// Notes the first value of a field.
  mutating func note(_ kind: KeyRole.Kind, _ value: ByteView) {
    switch kind {
    case .journalMessage: Self.take(value, &message)
    case .journalTime: Self.take(value, &time)
    case .journalSourceTime: Self.take(value, &sourceTime)
    case .journalHost: Self.take(value, &host)
    case .journalIdentifier: Self.take(value, &identifier)
    case .journalComm: Self.take(value, &comm)
    case .journalPid: Self.take(value, &pid)
    case .journalSyslogPid: Self.take(value, &syslogPid)
    case .journalUnit: Self.take(value, &unit)
    case .journalExe: Self.take(value, &exe)
    case .journalPriority: Self.take(value, &priority)
    case .journalCommandLine: Self.take(value, &commandLine)
    case .journalTransport: Self.take(value, &transport)
    case .journalAuditType: Self.take(value, &auditType)
    case .journalAuditId: Self.take(value, &auditId)
    default: return
    }
  }

  private static func take(_ value: ByteView, _ held: inout ByteView) {
    if held.isEmpty { held = value }
  }

  /// The audit record that the entry is, or nil. Only journald writes `_TRANSPORT`; its message is the type and the body, without
  /// the head that the kernel puts between them.
  var auditLine: AuditLine? {
    guard transport == "audit", auditType.count > 0, message.starts(with: auditType), message.byte(auditType.count) == 0x20 else {
      return nil
    }
    return AuditLine(type: auditType, serial: auditId, body: message.from(auditType.count + 1))
  }

  /// Fills host, time and priority: what an audit record does not say itself.
  func fillBeside(_ event: Event) {
    add(.hostName, host, event)
    add(.logSyslogPriority, priority, event)
    event.time = moment(sourceTime) ?? moment(time)
  }

  /// Fills the event. What journald itself vouches for (`_COMM`, `_PID`) outranks what the client sent.
  func fill(_ event: Event) {
    let program = identifier.isEmpty ? comm : identifier
    event.program = program
    event.trustedProgram = comm
    fillBeside(event)
    add(.processName, program, event)
    add(.processPid, pid.isEmpty ? syslogPid : pid, event)
    add(.systemdUnit, unit, event)
    add(.processExecutable, exe, event)
    add(.processCommandLine, commandLine, event)
  }

  private func add(_ id: FieldID, _ value: ByteView, _ event: Event) {
    if value.count > 0 { event.set(id, value) }
  }

  private func moment(_ text: ByteView) -> Timestamp? {
    text.decimal.map { Timestamp(microseconds: Int64($0)) }
  }
}
