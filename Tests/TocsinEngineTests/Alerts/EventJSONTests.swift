import Foundation
import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct EventJSONTests {
  private static let line =
    "Nov 24 15:46:27 web1 sshd[814]: Failed password for root from 203.0.113.9 port 52114 ssh2"

  /// An event with fields of all sorts; `body` sees it while its views are valid.
  private func withEvent<R>(
    _ fields: [(String, String, ValueKind)], record: String = line, time: Timestamp? = AlertFixtures.start,
    _ body: (Event, FieldTable) throws -> R
  ) rethrows -> R {
    let table = FieldTable()
    let event = Event()
    event.keepsUnnamedFields = true
    return try Array(record.utf8).withView { record in
      event.begin(record)
      event.time = time
      for (name, value, kind) in fields {
        let name = event.arena.copy(Array(name.utf8))
        event.add(named: name, id: table.id(name), event.arena.copy(Array(value.utf8)), kind)
      }
      return try body(event, table)
    }
  }

  private func encode(
    _ fields: [(String, String, ValueKind)], record: String = line, mask: Bool = true, decoder: String? = "sshd",
    time: Timestamp? = AlertFixtures.start
  ) -> [UInt8] {
    withEvent(fields, record: record, time: time) { event, table in
      var encoder = EventJSON(table: table, mask: mask)
      return encoder.encode(event, format: "rfc3164", decoder: decoder, rules: [("rule-1", "Failed \"login\"")], ordinal: 7)
    }
  }

  private static let sshd: [(String, String, ValueKind)] = [
    ("host.name", "web1", .text), ("process.name", "sshd", .text), ("process.pid", "814", .text), ("user.name", "root", .text),
    ("source.address", "203.0.113.9", .text), ("source.ip", "203.0.113.9", .text), ("source.port", "52114", .text),
    ("event.category", "authentication", .text), ("event.outcome", "failure", .text),
  ]

  @Test func golden() throws {
    var text = String(decoding: encode(Self.sshd), as: UTF8.self) + "\n"
    let json: [(String, String, ValueKind)] = [
      ("level", "info", .text), ("n", "1.5", .number), ("ok", "true", .boolean), ("none", "", .null), ("list", "a", .text),
      ("list", "b", .text), ("obj", "{}", .container), ("obj.x", "1", .number), ("level.raw", "30", .number),
    ]
    text += String(decoding: encode(json, record: "{…}", decoder: nil, time: nil), as: UTF8.self) + "\n"
    try AlertFixtures.expectGolden(text, "events.jsonl")
  }

  @Test func whatTheLineSaysOfItself() throws {
    let json = encode(Self.sshd, decoder: nil)
    #expect(try AlertFixtures.value(json, "tocsin.decoder") is NSNull)
    #expect(try AlertFixtures.value(json, "tocsin.format") as? String == "rfc3164")
    #expect(try AlertFixtures.value(json, "event.sequence") as? Int == 7)
    #expect(try AlertFixtures.value(json, "event.original") as? String == Self.line)
    #expect(try AlertFixtures.value(json, "@timestamp") as? String == AlertFixtures.start.rfc3339)
    let rules = try #require(try AlertFixtures.value(json, "tocsin.rules") as? [[String: String]])
    #expect(rules == [["id": "rule-1", "title": "Failed \"login\""]])
  }

  @Test func secretsAreMaskedUnlessAskedFor() throws {
    let record = "GET /?password=hunter2 {\"pin\": \"0\"}"
    let fields: [(String, String, ValueKind)] = [
      ("url.query", "password=hunter2", .text), ("http.request.headers.authorization", "Basic x", .text),
      ("db.password", "1234", .number), ("labels.token", "", .text),
    ]
    let masked = encode(fields, record: record)
    #expect(!String(decoding: masked, as: UTF8.self).contains("hunter2"))
    #expect(try AlertFixtures.value(masked, "event.original") as? String == "GET /?password=*** {\"pin\": \"0\"}")
    #expect(try AlertFixtures.value(masked, "http.request.headers.authorization") as? String == "***")
    #expect(try AlertFixtures.value(masked, "db.password") as? String == "***")
    #expect(try AlertFixtures.value(masked, "labels.token") as? String == "")
    let plain = encode(fields, record: record, mask: false)
    #expect(try AlertFixtures.value(plain, "url.query") as? String == "password=hunter2")
    #expect(try AlertFixtures.value(plain, "db.password") as? Int == 1234)
  }

  /// A JSON log may name its keys as it likes: none of them passes for what Tocsin says.
  @Test func aRecordCannotSpeakForTocsin() throws {
    let forged: [(String, String, ValueKind)] = [
      ("@timestamp", "1999-01-01T00:00:00Z", .text), ("event.original", "nothing", .text), ("event.sequence", "1", .number),
      ("tocsin.decoder", "forged", .text), ("tocsin", "x", .text), ("tocsin.rules", "", .text), ("tocsinish", "y", .text),
    ]
    let json = encode(forged)
    #expect(try AlertFixtures.value(json, "@timestamp") as? String == AlertFixtures.start.rfc3339)
    #expect(try AlertFixtures.value(json, "event.original") as? String == Self.line)
    #expect(try AlertFixtures.value(json, "event.sequence") as? Int == 7)
    #expect(try AlertFixtures.value(json, "tocsin.decoder") as? String == "sshd")
    #expect(try AlertFixtures.object(json)["tocsinish"] as? String == "y")
  }

  @Test func theMessageIsGivenWhereNoFieldHasIt() throws {
    let json = withEvent([]) { event, table in
      event.message = event.record.from(32)
      var encoder = EventJSON(table: table)
      return encoder.encode(event, format: "rfc3164", decoder: nil, rules: [], ordinal: 1)
    }
    #expect(try AlertFixtures.value(json, "message") as? String == String(Self.line.dropFirst(32)))
    #expect(try AlertFixtures.object(encode(Self.sshd))["message"] == nil)
  }

  @Test(arguments: [0, -1, 951_782_399_999_999, 1_795_535_147_000_001, 253_402_300_799_999_999, 253_402_300_800_000_000])
  func timesAreWrittenAsEverywhere(microseconds: Int64) throws {
    let time = Timestamp(microseconds: microseconds)
    #expect(try AlertFixtures.value(encode([], time: time), "@timestamp") as? String == time.rfc3339)
  }

  @Test func anEncoderForgetsTheLastRecord() throws {
    let (first, second) = withEvent(Self.sshd) { event, table in
      var encoder = EventJSON(table: table)
      let first = encoder.encode(event, format: "json", decoder: nil, rules: [], ordinal: 1)
      event.begin(event.record)
      return (first, encoder.encode(event, format: "json", decoder: nil, rules: [], ordinal: 2))
    }
    #expect(try AlertFixtures.value(first, "user.name") as? String == "root")
    #expect(try AlertFixtures.value(second, "user.name") == nil)
  }

  @Test func noiseIsOneLineOfJSON() throws {
    var noise = Dice(seed: 99)
    for round in 0..<300 {
      func text() -> String { String(decoding: noise.bytes(atMost: 16), as: UTF8.self) }
      let kinds: [ValueKind] = [.text, .number, .boolean, .null, .container]
      let fields = (0..<Int.random(in: 0...20, using: &noise)).map { _ in (text(), text(), kinds.randomElement(using: &noise)!) }
      let json = encode(fields, record: text())
      #expect((try? AlertFixtures.object(json)) != nil, "round \(round)")
      #expect(!json.contains { $0 < 0x20 }, "round \(round)")
    }
  }
}
