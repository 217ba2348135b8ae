import Testing

@testable import TocsinEngine

@Suite struct JSONRecordTests {
  let read = RecordReading(keepsAll: true)

  @Test func nestedNamesAreDotted() {
    let line = read(
      #"{"@timestamp":"2026-11-24T15:46:27.5Z","message":"login","host":{"name":"gate"},"user":{"name":"ana","id":7},"a.b":{"c":{"d":true}}}"#
    )
    #expect(line.format == .json)
    #expect(line.time == "2026-11-24T15:46:27.500000Z")
    #expect(line.message == "login")
    #expect(line["host.name"] == "gate")
    #expect(line["user.name"] == "ana")
    #expect(line["a.b.c.d"] == "true")
    #expect(line.kind("user.id") == .number)
    #expect(line.kind("user.name") == .text)
    #expect(line.kind("a.b.c.d") == .boolean)
    #expect(!line.hasEscapes)
  }

  @Test func arraysFanOut() {
    let line = read(#"{"tags":["x", 1, null, [true]],"list":[{"k":"a"},{"k":"b"}],"none":[],"nothing":{}}"#)
    #expect(line.all("tags") == ["x", "1", "null", "true"])
    #expect(line.all("list.k") == ["a", "b"])
    let known = RecordReading(names: ["none", "nothing"])(#"{"none":[],"nothing":{}}"#)
    #expect(known.kind("none") == .container)
    #expect(known.kind("nothing") == .container)
  }

  @Test func escapesAreDecoded() {
    let line = read(#"{"message":"a\"b\\c\/d\n\tE\u0041\u00e9\ud83d\ude00\ud800x\q","k\u0065y":"v"}"#)
    #expect(line.message == "a\"b\\c/d\n\tEAé😀\u{FFFD}x\\q")
    #expect(line["key"] == "v")
    #expect(line.hasEscapes)
  }

  @Test func unnamedKeysAreSkippedButEscapedTextStaysForKeywords() {
    let line = RecordReading(names: ["user.email"])(
      #"{"x":"plain","deep":{"y":"uni\u006fn","z":"plain"},"user":{"email":"e","phone":"1"},"n":12345}"#)
    #expect(line["user.email"] == "e")
    #expect(line.fields.count == 2)
    #expect(line[""] == "union")
    #expect(line.hasEscapes)
  }

  @Test(
    arguments: [
      (#"{"time":1795535187}"#, "2026-11-24T15:46:27.000000Z"), (#"{"ts":1795535187.25}"#, "2026-11-24T15:46:27.250000Z"),
      (#"{"timestamp":"1795535187250"}"#, "2026-11-24T15:46:27.250000Z"),
      (#"{"ts":1,"@timestamp":"2026-11-24T15:46:27Z"}"#, "2026-11-24T15:46:27.000000Z"),
      (#"{"eventTime":"2026-11-24T15:46:27Z"}"#, "2026-11-24T15:46:27.000000Z"), (#"{"time":"soon"}"#, nil),
      (#"{"ts":1e400}"#, nil),
      (#"{"datetime":"2026-11-24 16:46:27+01:00"}"#, "2026-11-24T15:46:27.000000Z"), (#"{"time":{"a":1}}"#, nil),
    ] as [(String, String?)])
  func times(_ text: String, _ expected: String?) {
    let line = read(text)
    #expect(line.format == .json)
    #expect(line.time == expected)
  }

  @Test func hostProgramAndLevel() {
    let line = read(#"{"host":"gate","ident":"cron","msg":"text","level":"warn"}"#)
    #expect(line["host.name"] == "gate")
    #expect(line.program == "cron")
    #expect(line["process.name"] == "cron")
    #expect(line["log.level"] == "warn")
    #expect(line.message == "text")
    #expect(read(#"{"a":1}"#).message == #"{"a":1}"#)
  }

  @Test(arguments: [
    "{", #"{"a":1"#, #"{"a":1}x"#, #"{"a" 1}"#, #"{"a":tru}"#, #"{a:1}"#, #"{"a":1,}"#, #"{"a":[1 2]}"#, "{}}", #"{"a":}"#,
    #"{"a":"b}"#,
    "{\"a\":\"\\u12\u{0}",
  ])
  func brokenObjectsAreText(_ text: String) {
    let line = read(text)
    #expect(line.format == .plain)
    #expect(line.fields.isEmpty)
    #expect(!line.hasEscapes)
    #expect(line.message == text)
  }

  @Test func longObjectsThatWereCutAreReadAsFarAsTheyGo() {
    let line = read(#"{"user":{"name":"ana"},"body":""# + String(repeating: "x", count: 5_000))
    #expect(line.format == .json)
    #expect(line["user.name"] == "ana")
    #expect(line["body"]?.count == 5_000)
  }

  @Test func deepNestingIsSteppedOver() {
    let depth = 20_000
    let text = #"{"a":"# + String(repeating: #"{"b":"#, count: depth) + "1" + String(repeating: "}", count: depth) + #","c":2}"#
    #expect(read(text)["c"] == "2")
    let arrays = #"{"a":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + #","c":2}"#
    #expect(read(arrays)["c"] == "2")
  }

  @Test func millionsOfFieldsAreCounted() {
    let text = "{" + (0..<6_000).map { #""k\#($0)":\#($0)"# }.joined(separator: ",") + "}"
    #expect(read(text).fields.count == Event.fieldLimit)
  }
}
