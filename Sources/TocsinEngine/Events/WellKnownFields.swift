/// The fields that formats and decoders fill themselves, in the order of `FieldTable.init`.
extension FieldID {
  static let wellKnown: [String] = [
    "@timestamp",
    "message",
    "host.name",
    "host.hostname",
    "process.name",
    "process.pid",
    "process.executable",
    "process.command_line",
    "process.working_directory",
    "process.tty",
    "process.parent.pid",
    "process.parent.name",
    "process.title",
    "process.args",
    "process.exit_code",
    "log.syslog.priority",
    "log.syslog.facility.code",
    "log.syslog.severity.code",
    "log.syslog.appname",
    "log.syslog.msgid",
    "log.level",
    "event.action",
    "event.category",
    "event.outcome",
    "event.type",
    "event.code",
    "event.reason",
    "event.module",
    "event.kind",
    "source.address",
    "source.ip",
    "source.port",
    "source.domain",
    "destination.address",
    "destination.ip",
    "destination.port",
    "client.address",
    "server.address",
    "user.name",
    "user.id",
    "user.domain",
    "user.effective.name",
    "user.effective.id",
    "user.target.name",
    "user.target.id",
    "user.target.group.name",
    "user.target.group.id",
    "user.changes.name",
    "user.audit.id",
    "user.group.id",
    "user.group.name",
    "group.name",
    "group.id",
    "http.request.method",
    "http.request.referrer",
    "http.response.status_code",
    "http.response.body.bytes",
    "http.version",
    "url.original",
    "url.path",
    "url.query",
    "url.domain",
    "url.decoded",
    "url.decoded_twice",
    "user_agent.original",
    "event.duration",
    "file.path",
    "file.name",
    "service.name",
    "systemd.unit",
    "session.id",
    "audit.type",
    "audit.serial",
    "audit.key",
    "audit.op",
    "audit.result",
    "audit.syscall",
    "error.message",
    "container.id",
    "stream",
    "network.protocol",
    "network.transport",
    "method",
  ]

  public static let timestamp = FieldID(rawValue: 0)
  public static let message = FieldID(rawValue: 1)
  public static let hostName = FieldID(rawValue: 2)
  public static let hostHostname = FieldID(rawValue: 3)
  public static let processName = FieldID(rawValue: 4)
  public static let processPid = FieldID(rawValue: 5)
  public static let processExecutable = FieldID(rawValue: 6)
  public static let processCommandLine = FieldID(rawValue: 7)
  public static let processWorkingDirectory = FieldID(rawValue: 8)
  public static let processTty = FieldID(rawValue: 9)
  public static let processParentPid = FieldID(rawValue: 10)
  public static let processParentName = FieldID(rawValue: 11)
  public static let processTitle = FieldID(rawValue: 12)
  public static let processArgs = FieldID(rawValue: 13)
  public static let processExitCode = FieldID(rawValue: 14)
  public static let logSyslogPriority = FieldID(rawValue: 15)
  public static let logSyslogFacilityCode = FieldID(rawValue: 16)
  public static let logSyslogSeverityCode = FieldID(rawValue: 17)
  public static let logSyslogAppname = FieldID(rawValue: 18)
  public static let logSyslogMsgid = FieldID(rawValue: 19)
  public static let logLevel = FieldID(rawValue: 20)
  public static let eventAction = FieldID(rawValue: 21)
  public static let eventCategory = FieldID(rawValue: 22)
  public static let eventOutcome = FieldID(rawValue: 23)
  public static let eventType = FieldID(rawValue: 24)
  public static let eventCode = FieldID(rawValue: 25)
  public static let eventReason = FieldID(rawValue: 26)
  public static let eventModule = FieldID(rawValue: 27)
  public static let eventKind = FieldID(rawValue: 28)
  public static let sourceAddress = FieldID(rawValue: 29)
  public static let sourceIp = FieldID(rawValue: 30)
  public static let sourcePort = FieldID(rawValue: 31)
  public static let sourceDomain = FieldID(rawValue: 32)
  public static let destinationAddress = FieldID(rawValue: 33)
  public static let destinationIp = FieldID(rawValue: 34)
  public static let destinationPort = FieldID(rawValue: 35)
  public static let clientAddress = FieldID(rawValue: 36)
  public static let serverAddress = FieldID(rawValue: 37)
  public static let userName = FieldID(rawValue: 38)
  public static let userId = FieldID(rawValue: 39)
  public static let userDomain = FieldID(rawValue: 40)
  public static let userEffectiveName = FieldID(rawValue: 41)
  public static let userEffectiveId = FieldID(rawValue: 42)
  public static let userTargetName = FieldID(rawValue: 43)
  public static let userTargetId = FieldID(rawValue: 44)
  public static let userTargetGroupName = FieldID(rawValue: 45)
  public static let userTargetGroupId = FieldID(rawValue: 46)
  public static let userChangesName = FieldID(rawValue: 47)
  public static let userAuditId = FieldID(rawValue: 48)
  public static let userGroupId = FieldID(rawValue: 49)
  public static let userGroupName = FieldID(rawValue: 50)
  public static let groupName = FieldID(rawValue: 51)
  public static let groupId = FieldID(rawValue: 52)
  public static let httpRequestMethod = FieldID(rawValue: 53)
  public static let httpRequestReferrer = FieldID(rawValue: 54)
  public static let httpResponseStatusCode = FieldID(rawValue: 55)
  public static let httpResponseBodyBytes = FieldID(rawValue: 56)
  public static let httpVersion = FieldID(rawValue: 57)
  public static let urlOriginal = FieldID(rawValue: 58)
  public static let urlPath = FieldID(rawValue: 59)
  public static let urlQuery = FieldID(rawValue: 60)
  public static let urlDomain = FieldID(rawValue: 61)
  public static let urlDecoded = FieldID(rawValue: 62)
  public static let urlDecodedTwice = FieldID(rawValue: 63)
  public static let userAgentOriginal = FieldID(rawValue: 64)
  public static let eventDuration = FieldID(rawValue: 65)
  public static let filePath = FieldID(rawValue: 66)
  public static let fileName = FieldID(rawValue: 67)
  public static let serviceName = FieldID(rawValue: 68)
  public static let systemdUnit = FieldID(rawValue: 69)
  public static let sessionId = FieldID(rawValue: 70)
  public static let auditType = FieldID(rawValue: 71)
  public static let auditSerial = FieldID(rawValue: 72)
  public static let auditKey = FieldID(rawValue: 73)
  public static let auditOp = FieldID(rawValue: 74)
  public static let auditResult = FieldID(rawValue: 75)
  public static let auditSyscall = FieldID(rawValue: 76)
  public static let errorMessage = FieldID(rawValue: 77)
  public static let containerId = FieldID(rawValue: 78)
  public static let stream = FieldID(rawValue: 79)
  public static let networkProtocol = FieldID(rawValue: 80)
  public static let networkTransport = FieldID(rawValue: 81)
  public static let method = FieldID(rawValue: 82)
}
