import Testing

@testable import TocsinEngine

@Suite struct KeyValueTests {
  @Test func logfmt() {
    let line = RecordReading(names: ["remote", "user.email"])(
      #"time="2026-11-24T15:46:27Z" level=info msg="login of \"ana\"" remote=192.0.2.9 user.email="a@example.org" empty="#)
    #expect(line.format == .keyValue)
    #expect(line.time == "2026-11-24T15:46:27.000000Z")
    #expect(line["log.level"] == "info")
    #expect(line.message == #"login of "ana""#)
    #expect(line["remote"] == "192.0.2.9")
    #expect(line["user.email"] == "a@example.org")
    #expect(line.hasEscapes)
  }

  @Test func looseWordsOfFirewalls() {
    let line = RecordReading(names: ["SRC", "PROTO"])(
      "IN=eth0 OUT= SRC=192.0.2.9 DST=198.51.100.1 LEN=60 DF PROTO=TCP SYN URGP=0")
    #expect(line.format == .keyValue)
    #expect(line["SRC"] == "192.0.2.9")
    #expect(line["PROTO"] == "TCP")
  }

  @Test func splitDateAndTime() {
    #expect(RecordReading()(#"date=2026-11-24 time=15:46:27 devname="fw""#).time == "2026-11-24T15:46:27.000000Z")
  }

  @Test(arguments: ["rhost=192.0.2.9", "a=b and then some words c=d", "=x a=b", "word a=b c=d", "rhost=192.0.2.9 user"])
  func nearMisses(_ text: String) {
    let line = RecordReading(keepsAll: true)(text)
    #expect(line.format == .plain)
    #expect(line.fields.isEmpty)
  }
}
