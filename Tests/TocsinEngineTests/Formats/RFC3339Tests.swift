import Testing

@testable import TocsinEngine

@Suite struct RFC3339Tests {
  let read = RecordReading()

  @Test func rsyslogFileFormat() {
    let line = read("2026-11-24T15:46:27.123456+01:00 gate sudo[77]:     ana : TTY=pts/0 ; COMMAND=/bin/sh")
    #expect(line.format == .rfc3339)
    #expect(line.time == "2026-11-24T14:46:27.123456Z")
    #expect(line["host.name"] == "gate")
    #expect(line["process.pid"] == "77")
    #expect(line.message == "ana : TTY=pts/0 ; COMMAND=/bin/sh")
  }

  @Test func afterAPriority() {
    let line = read("<86>2026-11-24T15:46:27Z gate sshd[1]: text")
    #expect(line.format == .rfc3339)
    #expect(line["log.syslog.facility.code"] == "10")
    #expect(line.program == "sshd")
  }

  @Test func spaceForTheTNeedsAPid() {
    #expect(read("2026-12-20 10:09:05.180218+0000 gate sshd[6]: text").format == .rfc3339)
    #expect(read("2026-11-24 15:46:27 worker queue: text").format == .plain)
  }

  @Test func impossibleTime() {
    let line = read("2026-13-24T15:46:27Z gate sshd[6]: text")
    #expect(line.format == .rfc3339)
    #expect(line.time == nil)
    #expect(line["host.name"] == "gate")
  }

  @Test(arguments: [
    "2026-02-13T11:02:32.608Z CLOSE host=::ffff:192.0.2.7 port=19851 fd=4", "2026-11-24T15:46:27Z INFO server: listening",
    "2026-11-24T15:46:27Z  WARN hyper::client: text", "2026-11-24T15:46:27Z something happened",
  ])
  func applicationsLinesAreText(_ text: String) {
    let line = read(text)
    #expect(line.format == .plain)
    #expect(line.time != nil)
    #expect(line["host.name"] == nil)
  }
}
