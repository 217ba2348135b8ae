/// What a key of JSON, logfmt or the journal means to the event itself, beside being a field.
struct KeyRole: Sendable, BitwiseCopyable {
  enum Kind: UInt8, Sendable {
    case none, message, time, date, host, program, level, stream, log
    case journalMessage, journalTime, journalSourceTime, journalHost, journalIdentifier, journalComm, journalPid, journalSyslogPid
    case journalUnit, journalExe, journalPriority, journalCommandLine, journalTransport, journalAuditType, journalAuditId
  }

  var kind: Kind
  /// Where several keys mean the same, the lowest rank wins.
  var rank: UInt8

  static let none = KeyRole(kind: .none, rank: .max)
  /// The rank of the key `time` among times.
  static let clockTimeRank: UInt8 = 2

  static let all: [(name: String, role: KeyRole)] = [
    ("message", KeyRole(kind: .message, rank: 0)), ("msg", KeyRole(kind: .message, rank: 1)),
    ("MESSAGE", KeyRole(kind: .journalMessage, rank: 2)), ("log", KeyRole(kind: .log, rank: 3)),
    ("event.original", KeyRole(kind: .message, rank: 4)),
    ("@timestamp", KeyRole(kind: .time, rank: 0)), ("timestamp", KeyRole(kind: .time, rank: 1)),
    ("time", KeyRole(kind: .time, rank: clockTimeRank)), ("ts", KeyRole(kind: .time, rank: 3)),
    ("datetime", KeyRole(kind: .time, rank: 4)),
    ("eventTime", KeyRole(kind: .time, rank: 5)), ("date", KeyRole(kind: .date, rank: 6)),
    ("host.name", KeyRole(kind: .host, rank: 0)), ("hostname", KeyRole(kind: .host, rank: 1)),
    ("host", KeyRole(kind: .host, rank: 2)), ("host.hostname", KeyRole(kind: .host, rank: 3)),
    // Windows and cloud audit logs.
    ("Event.System.TimeCreated.#attributes.SystemTime", KeyRole(kind: .time, rank: 7)),
    ("Event.System.TimeCreated.@SystemTime", KeyRole(kind: .time, rank: 7)),
    ("Event.System.TimeCreated.SystemTime", KeyRole(kind: .time, rank: 7)), ("EventTime", KeyRole(kind: .time, rank: 8)),
    ("requestReceivedTimestamp", KeyRole(kind: .time, rank: 9)), ("CreationTime", KeyRole(kind: .time, rank: 10)),
    ("published", KeyRole(kind: .time, rank: 11)),
    ("Event.System.Computer", KeyRole(kind: .host, rank: 4)), ("winlog.computer_name", KeyRole(kind: .host, rank: 5)),
    ("Hostname", KeyRole(kind: .host, rank: 6)),
    ("program", KeyRole(kind: .program, rank: 0)), ("appname", KeyRole(kind: .program, rank: 1)),
    ("ident", KeyRole(kind: .program, rank: 2)), ("log.syslog.appname", KeyRole(kind: .program, rank: 3)),
    ("level", KeyRole(kind: .level, rank: 1)), ("severity", KeyRole(kind: .level, rank: 2)),
    ("stream", KeyRole(kind: .stream, rank: 0)),
    ("__REALTIME_TIMESTAMP", KeyRole(kind: .journalTime, rank: 0)),
    ("_SOURCE_REALTIME_TIMESTAMP", KeyRole(kind: .journalSourceTime, rank: 0)),
    ("_HOSTNAME", KeyRole(kind: .journalHost, rank: 0)),
    ("SYSLOG_IDENTIFIER", KeyRole(kind: .journalIdentifier, rank: 0)),
    ("_COMM", KeyRole(kind: .journalComm, rank: 0)), ("_PID", KeyRole(kind: .journalPid, rank: 0)),
    ("SYSLOG_PID", KeyRole(kind: .journalSyslogPid, rank: 0)), ("_SYSTEMD_UNIT", KeyRole(kind: .journalUnit, rank: 0)),
    ("_EXE", KeyRole(kind: .journalExe, rank: 0)), ("PRIORITY", KeyRole(kind: .journalPriority, rank: 0)),
    ("_CMDLINE", KeyRole(kind: .journalCommandLine, rank: 0)), ("_TRANSPORT", KeyRole(kind: .journalTransport, rank: 0)),
    ("_AUDIT_TYPE_NAME", KeyRole(kind: .journalAuditType, rank: 0)), ("_AUDIT_ID", KeyRole(kind: .journalAuditId, rank: 0)),
  ]
}
