import Testing

@testable import TocsinEngine

@Suite struct JournalTests {
  private let entry = """
    __CURSOR=s=1;i=2
    __REALTIME_TIMESTAMP=1795535187250001
    _SOURCE_REALTIME_TIMESTAMP=1795535187250000
    PRIORITY=6
    _HOSTNAME=gate
    SYSLOG_IDENTIFIER=sshd-session
    SYSLOG_PID=70
    _PID=77
    _COMM=sshd
    _EXE=/usr/sbin/sshd
    _SYSTEMD_UNIT=ssh.service
    """

  @Test func exportFillsCanonicalFields() {
    let line = RecordReading(names: ["_COMM"])(entry + "\nMESSAGE=Failed password for root from 192.0.2.9 port 7 ssh2")
    #expect(line.format == .journalExport)
    #expect(line.time == "2026-11-24T15:46:27.250000Z")
    #expect(line["host.name"] == "gate")
    #expect(line.program == "sshd-session")
    #expect(line.trusted == "sshd")
    #expect(line["process.name"] == "sshd-session")
    #expect(line["process.pid"] == "77")
    #expect(line["systemd.unit"] == "ssh.service")
    #expect(line["process.executable"] == "/usr/sbin/sshd")
    #expect(line["log.syslog.priority"] == "6")
    #expect(line["_COMM"] == "sshd")
    #expect(line["_EXE"] == nil)
    #expect(line.message == "Failed password for root from 192.0.2.9 port 7 ssh2")
  }

  @Test func binaryFieldsMayHoldAnything() {
    let text = Array("two\nlines\nSYSLOG_IDENTIFIER=forged\n".utf8)
    var bytes = Array("__REALTIME_TIMESTAMP=1795535187250001\nMESSAGE\n".utf8)
    bytes += [UInt8(text.count), 0, 0, 0, 0, 0, 0, 0] + text + [0x0A]
    bytes += Array("_COMM=app\n".utf8)
    let line = RecordReading()(bytes)
    #expect(line.format == .journalExport)
    #expect(line.message == "two\nlines\nSYSLOG_IDENTIFIER=forged\n")
    #expect(line.program == "app")
  }

  @Test func lengthBeyondTheRecordIsCut() {
    var bytes = Array("__REALTIME_TIMESTAMP=1795535187250001\nMESSAGE\n".utf8)
    bytes += [UInt8](repeating: 0xFF, count: 8) + Array("rest".utf8)
    #expect(RecordReading()(bytes).message == "rest")
    #expect(RecordReading()(Array(bytes.dropLast(8))).format == .journalExport)
  }

  @Test(arguments: [
    "MESSAGE=hello", "A=b\nC=d", "__REALTIME_TIMESTAMP=1\nnot a field", "__REALTIME_TIMESTAMP=1\n=x", "UPPER\nlower=1",
  ])
  func nearMisses(_ text: String) {
    #expect(RecordReading()(text).format != .journalExport)
  }

  @Test func journalJSON() {
    let read = RecordReading(names: ["MESSAGE", "UNIT"])
    let line = read(
      #"{"__REALTIME_TIMESTAMP":"1795535187250001","MESSAGE":[72,105,10,255],"_COMM":"cron","_PID":"9","_HOSTNAME":"gate","UNIT":["a","b"]}"#
    )
    #expect(line.format == .journalJSON)
    #expect(line.time == "2026-11-24T15:46:27.250001Z")
    #expect(line.message == "Hi\n\u{FFFD}")
    #expect(line["MESSAGE"] == "Hi\n\u{FFFD}")
    #expect(line.program == "cron")
    #expect(line["process.pid"] == "9")
    #expect(line.all("UNIT") == ["a", "b"])
    let null = read(#"{"__REALTIME_TIMESTAMP":"1795535187250001","MESSAGE":null,"_COMM":"cron"}"#)
    #expect(null.format == .journalJSON)
    #expect(null.kind("MESSAGE") == .null)
  }
}
