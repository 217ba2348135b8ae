import Testing

@testable import TocsinEngine

@Suite struct CEFTests {
  let read = RecordReading(names: ["observer.vendor", "observer.product", "rule.name", "event.severity", "cs1"])
  private let bare =
    #"CEF:0|Example|Fire\|wall|1.0|100|Login: failed|7|src=192.0.2.9 spt=4711 dst=2001:db8::1 dpt=22 suser=ana b act=block "#
    + #"request=http://h/a?x\=%41 cs1=a\\b\=c\nd msg=no \= way rt=1795535187089"#

  @Test func fields() {
    let line = read(bare)
    #expect(line.format == .cef)
    #expect(line.time == "2026-11-24T15:46:27.089000Z")
    #expect(line.message == "no = way")
    #expect(line["observer.vendor"] == "Example")
    #expect(line["observer.product"] == "Fire|wall")
    #expect(line["event.code"] == "100")
    #expect(line["rule.name"] == "Login: failed")
    #expect(line["event.severity"] == "7")
    #expect(line["source.ip"] == "192.0.2.9")
    #expect(line["source.address"] == "192.0.2.9")
    #expect(line["source.port"] == "4711")
    #expect(line["destination.ip"] == "2001:db8::1")
    #expect(line["destination.port"] == "22")
    #expect(line["user.name"] == "ana b")
    #expect(line["event.action"] == "block")
    #expect(line["url.original"] == "http://h/a?x=%41")
    #expect(line["url.decoded"] == "http://h/a?x=A")
    #expect(line["cs1"] == "a\\b=c\nd")
    #expect(line.hasEscapes)
  }

  @Test(arguments: [
    "<134>Nov 24 15:46:27 gate ", "Nov 24 15:46:27 gate ", "Nov 24 15:46:27 gate agent[7]: ",
    "<134>1 2026-11-24T15:46:27Z gate agent - - - ", "2026-11-24T15:46:27+00:00 gate ", "2026-11-24T15:46:27+00:00 gate agent: ",
  ])
  func behindSyslog(_ header: String) {
    let line = read(header + "CEF:0|v|p|1|9|Bad: thing|3|src=192.0.2.9")
    #expect(line.format == .cef)
    #expect(line["host.name"] == "gate")
    #expect(line["source.ip"] == "192.0.2.9")
    #expect(line.message == "Bad: thing")
    #expect(line.time == "2026-11-24T15:46:27.000000Z")
  }

  @Test func aValueCannotNameAnother() {
    // A space and a word before an escaped sign are part of the value.
    let line = read(#"CEF:0|v|p|1|9|n|3|request=/x src\=198.51.100.66 y src=192.0.2.9 src=198.51.100.67"#)
    #expect(line.all("source.ip") == ["192.0.2.9"])
    #expect(line["url.original"] == "/x src=198.51.100.66 y")
    let name = read(#"CEF:0|v|p|1|9|n src=198.51.100.66|3|src=gate.example"#)
    #expect(name.all("source.address") == ["gate.example"])
    #expect(name["source.ip"] == nil)
  }

  @Test(arguments: ["CEF:", "CEF:0|a|b|c", "CEF:x|a|b|c|d|e|f|g", "CEF: hello", "CEFx"])
  func nearMisses(_ text: String) {
    let line = read(text)
    #expect(line.format == .plain)
    #expect(line.fields.isEmpty)
    #expect(line.message == text)
  }

  @Test func endsAnywhere() {
    let bytes = Array(bare.utf8)
    for count in 0...bytes.count { _ = read(Array(bytes[..<count])) }
    #expect(read("CEF:0|v|p|1|9|n|3").format == .cef)
    #expect(read("CEF:0|v|p|1|9|n|3|a= b=1\\").format == .cef)
  }
}
