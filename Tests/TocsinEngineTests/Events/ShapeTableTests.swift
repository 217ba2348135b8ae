import Sigma
import Testing

@testable import TocsinEngine

/// Which shape a JSON record has, and under which names its values go then.
struct ShapeTableTests {
  let fields: FieldTable
  let set: DecoderSet
  let event = Event()

  init() throws {
    var definition = DecoderDefinition(name: "host", scope: .formats([]), logSources: [], set: [], patterns: [])
    definition.names = [("Event.System.Channel", "Channel"), ("Event.System.EventID", "EventID"), ("NewName", "Image")]
    definition.unwrapped = ["Event.EventData"]
    definition.shapes = [
      .init(conditions: [("Channel", ["Security"]), ("EventID", ["1", "2"])], logSources: [LogSource(service: "first")]),
      .init(conditions: [("Channel", [])], logSources: [LogSource(service: "second")]),
    ]
    var table = FieldTable()
    for name in ["EventID", "Image", "NewName"] { _ = table.intern(name) }
    set = try DecoderSet([definition], fields: &table)
    fields = table
  }

  /// The service of the record's shape, and the values of its known fields.
  private func read(_ text: String) -> (service: String?, fields: [String: [String]]) {
    let reader = RecordReader(fields: fields, shapes: set.shapeNames)
    return Array(text.utf8).withView { record in
      reader.read(record, into: event, clock: Clock(zone: .utc, year: .notAfter(RecordReading.now)))
      let outcome = set.decode(event)
      let isShaped = outcome.pattern == DecoderSet.Outcome.byShape
      let pairs = event.fields.map { (fields.name($0.id), [$0.value.string]) }
      return (isShaped ? set.decoders[Int(outcome.decoder)].logSources[0].service : nil, Dictionary(pairs, uniquingKeysWith: +))
    }
  }

  @Test(arguments: [
    (#"{"Channel":"Security","EventID":2}"#, "first"), (#"{"Event":{"System":{"Channel":"Security","EventID":"1"}}}"#, "first"),
    (#"{"Channel":"Security","EventID":3}"#, "second"), (#"{"Channel":"System"}"#, "second"), (#"{"Channel":{}}"#, "second"),
    (#"{"EventID":1}"#, nil), (#"{"Other":{"Channel":"Security"}}"#, nil), (#"{"Channel":"Security","EventID":1"#, nil),
  ])
  func firstShapeThatFits(_ text: String, _ service: String?) {
    #expect(read(text).service == service)
  }

  @Test func aRecordForgetsTheOneBefore() {
    #expect(read(#"{"Channel":"Security","EventID":1}"#).service == "first")
    #expect(read(#"{"EventID":1}"#).service == nil)
    #expect(read("plain").service == nil)
  }

  @Test func firstValueOfAFieldDecides() {
    #expect(read(#"{"Channel":"Security","EventID":3,"EventID":1}"#).service == "second")
  }

  /// Sigma's taxonomy has Windows' names without their blanks.
  @Test func membersOfAnUnwrappedObjectGoWithoutBlanks() {
    let nested = read(#"{"Event":{"EventData":{"New Name":"a","Im age":"b"},"Other":{"New Name":"c"}},"New Name":"d"}"#)
    #expect(nested.fields["NewName"] == ["a"] && nested.fields["Image"] == ["b"])
  }

  @Test func membersOfAnUnwrappedObjectGoByTheirOwnNames() {
    let nested = read(#"{"Event":{"EventData":{"Image":"a"},"Other":{"Image":"b"}}}"#)
    #expect(nested.fields["Image"] == ["a"])
    let renamed = read(#"{"Event":{"EventData":{"NewName":"c"}}}"#)
    #expect(renamed.fields["Image"] == ["c"] && renamed.fields["NewName"] == ["c"])
    #expect(read(#"{"Event":{"System":{"EventID":[7,8]}}}"#).fields["EventID"] == ["7", "8"])
  }

  @Test func moreFieldsThanSlotsAreRefused() {
    var definition = DecoderDefinition(name: "wide", scope: .formats([]), logSources: [], set: [], patterns: [])
    definition.shapes = [.init(conditions: (0...ShapeNames.slotLimit).map { ("f\($0)", []) }, logSources: [])]
    let wide = definition
    #expect(throws: DecoderErrors.self) {
      var table = FieldTable()
      _ = try DecoderSet([wide], fields: &table)
    }
  }
}
