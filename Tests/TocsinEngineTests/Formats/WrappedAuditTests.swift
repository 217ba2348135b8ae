import Testing

@testable import TocsinEngine

/// Audit records that came through syslog or the journal.
@Suite struct WrappedAuditTests {
  private let read = RecordReading(names: ["type", "apparmor", "operation", "a1", "exe"])

  @Test(arguments: [
    "Nov 24 15:46:27 gate audispd[12]: ", "Nov 24 15:46:27 gate audispd: node=gate ", "<13>Nov 24 15:46:27 gate audisp-syslog: ",
    "2026-11-24T15:46:27.100000+00:00 gate audispd[7]: ", "Nov 24 15:46:27 gate kernel: ",
    "<13>1 2026-11-24T15:46:27Z gate audispd - - - ",
  ])
  func recordsBehindSyslog(_ header: String) {
    let line = read(
      header + #"type=SYSCALL msg=audit(1795535187.089:126): syscall=59 success=yes ppid=1 pid=3231 comm="sh" exe="/bin/sh""#)
    #expect(line.format == .audit)
    #expect(line.time == "2026-11-24T15:46:27.089000Z")
    #expect(line.all("host.name") == ["gate"])
    #expect(line["audit.type"] == "SYSCALL")
    #expect(line["audit.serial"] == "126")
    #expect(line.all("process.name") == ["sh"])
    #expect(line.all("process.pid") == ["3231"])
    #expect(line["process.executable"] == "/bin/sh")
    #expect(line["event.outcome"] == "success")
    #expect(line.program.isEmpty)
  }

  @Test(arguments: ["", "[   12.345678] ", "[99.1] "]) func theKernelWritesNumbers(_ uptime: String) {
    let line = read(
      "Nov 24 15:46:27 gate kernel: \(uptime)audit: type=1400 audit(1795535187.089:45): apparmor=\"DENIED\" operation=\"open\" "
        + "profile=\"/usr/sbin/x\" name=\"/etc/shadow\" pid=7 comm=\"x\"")
    #expect(line.format == .audit)
    #expect(line["audit.type"] == "AVC")
    #expect(line["type"] == "AVC")
    #expect(line["apparmor"] == "DENIED")
    #expect(line["process.name"] == "x")
    #expect(line["host.name"] == "gate")
    #expect(read("Nov 24 15:46:27 gate kernel: audit: type=9999 audit(1795535187.089:45): x=1")["audit.type"] == "9999")
  }

  @Test func journaldPassesThemOn() {
    let export = read(
      """
      __REALTIME_TIMESTAMP=1795535187250001
      _SOURCE_REALTIME_TIMESTAMP=1795535187089000
      _TRANSPORT=audit
      SYSLOG_IDENTIFIER=audit
      _HOSTNAME=gate
      _AUDIT_TYPE=1300
      _AUDIT_TYPE_NAME=SYSCALL
      _AUDIT_ID=126
      MESSAGE=SYSCALL syscall=59 success=no pid=3231 comm="sh" exe="/bin/sh"
      """)
    let json = read(
      #"{"__REALTIME_TIMESTAMP":"1795535187250001","_SOURCE_REALTIME_TIMESTAMP":"1795535187089000","_TRANSPORT":"audit","#
        + #""SYSLOG_IDENTIFIER":"audit","_HOSTNAME":"gate","_AUDIT_TYPE":"1300","_AUDIT_TYPE_NAME":"SYSCALL","_AUDIT_ID":"126","#
        + #""MESSAGE":"SYSCALL syscall=59 success=no pid=3231 comm=\"sh\" exe=\"/bin/sh\""}"#)
    for line in [export, json] {
      #expect(line.format == .audit)
      #expect(line.time == "2026-11-24T15:46:27.089000Z")
      #expect(line["audit.type"] == "SYSCALL")
      #expect(line["audit.serial"] == "126")
      #expect(line.all("process.name") == ["sh"])
      #expect(line["exe"] == "/bin/sh")
      #expect(line["event.outcome"] == "failure")
      #expect(line["host.name"] == "gate")
    }
    let text = read("Nov 24 15:46:27 gate audit[9]: USER_LOGIN pid=9 uid=0 msg='op=login acct=\"ana\" res=failed'")
    #expect(text["audit.type"] == "USER_LOGIN")
    #expect(text["user.name"] == "ana")
    #expect(text.time == "2026-11-24T15:46:27.000000Z")
  }

  @Test func linesOfAGroupKeepTheirHeaders() {
    let group = """
      Nov 24 15:46:27 gate audispd: type=SYSCALL msg=audit(1795535187.089:126): success=yes pid=7 comm="cat" exe="/bin/cat"
      Nov 24 15:46:27 gate audispd: type=EXECVE msg=audit(1795535187.089:126): argc=2 a0="cat" a1=2F612062
      Nov 24 15:46:27 gate audispd: type=PROCTITLE msg=audit(1795535187.089:126): proctitle="cat"
      """
    let views = read.views(group)
    #expect(views.map { $0["audit.type"] } == ["SYSCALL", "EXECVE", "PROCTITLE"])
    #expect(views.map { $0["process.command_line"] } == ["cat /a b", "cat /a b", "cat /a b"])
    #expect(views.map { $0["host.name"] } == ["gate", "gate", "gate"])
    #expect(views[1]["a1"] == "/a b")
  }

  /// Whoever may write to syslog as another program writes no audit records, and no text inside a message is one.
  @Test(arguments: [
    "Nov 24 15:46:27 gate app[1]: type=SYSCALL msg=audit(1795535187.089:126): pid=1 x=2",
    "Nov 24 15:46:27 gate kernel: x type=1400 audit(1795535187.089:126): pid=1",
    "Nov 24 15:46:27 gate kernel: audit: backlog limit exceeded", "Nov 24 15:46:27 gate audit: hello world",
    "Nov 24 15:46:27 gate audispd: type=SYSCALL msg=audit(x:1): pid=1",
  ])
  func nearMisses(_ text: String) {
    let line = read(text)
    #expect(line.format == .rfc3164)
    #expect(line["audit.type"] == nil)
    #expect(line["process.name"] != nil)
  }

  @Test func linesOfAJournalEntryAreNoGroup() {
    let value = "x\ntype=SYSCALL msg=audit(1795535187.089:126): exe=\"/bin/forged\"\ntype=EOE msg=audit(1795535187.089:126):"
    var bytes = Array("__REALTIME_TIMESTAMP=1795535187250001\n_TRANSPORT=syslog\nMESSAGE\n".utf8)
    bytes += [UInt8(value.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(value.utf8) + [0x0A]
    #expect(read(bytes).format == .journalExport)
    #expect(bytes.withView { read.reader.viewCount($0) } == 1)
  }
}
