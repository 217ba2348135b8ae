import Testing

@testable import TocsinEngine

@Suite struct RFC5424Tests {
  @Test func allParts() {
    let read = RecordReading(names: ["log.syslog.structured_data.origin.ip"])
    let line = read(
      #"<165>1 2026-10-11T22:14:15.003Z gate.example.org evntslog 12 ID47 [origin ip="192.0.2.1" x="y"][meta a="b \"c\" \] \\"] disk full"#
    )
    #expect(line.format == .rfc5424)
    #expect(line.time == "2026-10-11T22:14:15.003000Z")
    #expect(line["host.name"] == "gate.example.org")
    #expect(line["process.name"] == "evntslog")
    #expect(line["log.syslog.appname"] == "evntslog")
    #expect(line["process.pid"] == "12")
    #expect(line["log.syslog.msgid"] == "ID47")
    #expect(line["log.syslog.structured_data.origin.ip"] == "192.0.2.1")
    #expect(line["log.syslog.structured_data.origin.x"] == nil)
    #expect(line.message == "disk full")
    #expect(line.program == "evntslog")
  }

  @Test func parametersAreUnescaped() {
    let line = RecordReading(keepsAll: true)(#"<1>1 - h a - - [meta a="b \"c\" \] \\"]"#)
    #expect(line["log.syslog.structured_data.meta.a"] == #"b "c" ] \"#)
    #expect(line.hasEscapes)
    #expect(line.message == "")
  }

  @Test func nilValuesAddNothing() {
    let line = RecordReading()("<34>1 - - - - - - \u{FEFF}hello")
    #expect(line.format == .rfc5424)
    #expect(line.time == nil)
    #expect(line["host.name"] == nil)
    #expect(line["process.name"] == nil)
    #expect(line.program == "")
    #expect(line.message == "hello")
  }

  @Test func withoutPriority() {
    let line = RecordReading()("2026-02-24T21:00:42.021457+00:00 gate dropbear 6052 - - Bad password attempt")
    #expect(line.format == .rfc5424)
    #expect(line["process.pid"] == "6052")
    #expect(line.message == "Bad password attempt")
  }

  @Test(arguments: [
    "<34>1 2026-10-11T22:14:15Z gate app 1", #"<34>1 2026-10-11T22:14:15Z gate app 1 ID [open a="b" rest"#,
    "<34>1 nonsense gate a b c - d",
    #"<34>1 - gate app 1 ID [a b=c] d"#,
  ])
  func brokenOnesAreOldSyslog(_ text: String) {
    let line = RecordReading()(text)
    #expect(line.format == .rfc3164)
    #expect(line["log.syslog.priority"] == "34")
    #expect(line["log.syslog.msgid"] == nil)
  }
}
