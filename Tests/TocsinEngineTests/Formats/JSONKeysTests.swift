import TestSupport
import Testing

@testable import TocsinEngine

/// What was learned from the records before changes nothing of what a record says.
@Suite struct JSONKeysTests {
  private static let names = ["a", "a.b", "a.b.c", "ab", "b", "c.a", "data.a.b", "data.b", "other.c", "x.y"]

  private static let shapes: ShapeNames = {
    var shapes = ShapeNames()
    shapes.names = [(path: "c.b", name: "x.y"), (path: "data.c", name: "b")]
    shapes.unwrapped = ["data", "data.other"]
    shapes.slots = ["b", "data.b"]
    return shapes
  }()

  private static func reader() -> RecordReader {
    var table = FieldTable()
    for name in names { _ = table.intern(name) }
    return RecordReader(fields: table, shapes: shapes)
  }

  /// All that reading a record leaves in an event.
  private static func read(_ record: String, _ reader: RecordReader, _ event: Event) -> [String] {
    Array(record.utf8).withView { view in
      reader.read(view, into: event, clock: Clock(year: .notAfter(RecordReading.now)))
      return ["\(event.format) \(event.message.string) \(event.shapeSlots) \(event.hasEscapes)"]
        + event.fields.map { "\($0.id.rawValue) \($0.kind) \($0.name.string)=\($0.value.string)" }
    }
  }

  private static func object(_ depth: Int, _ random: inout Dice) -> String {
    let keys = [
      "a", "b", "c", "data", "other", "x", "y", "\\u0061", "a.b", "a b", "s\\b", "s\\\\b", "q\\\"", "\u{E9}",
      "k\(Int.random(in: 0..<400, using: &random))",
    ]
    let members = (0..<Int.random(in: 0...5, using: &random)).map { _ in
      "\"\(keys.randomElement(using: &random)!)\": \(value(depth, &random))"
    }
    return "{\(members.joined(separator: ","))}"
  }

  private static func value(_ depth: Int, _ random: inout Dice) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 4), using: &random) {
    case 0: "\"x\\n\(Int.random(in: 0..<9, using: &random))\""
    case 1: "17"
    case 2: ["null", "true"].randomElement(using: &random)!
    case 3: "\"plain\""
    case 4: "[\(value(depth - 1, &random)),\(value(depth - 1, &random))]"
    default: object(depth - 1, &random)
    }
  }

  @Test(arguments: Seeds.of(4)) func theSameAsReadAlone(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let reader = Self.reader()
    let (warm, fresh) = (Event(), Event())
    var fields = 0
    for round in 0..<3_000 {
      let record = Self.object(4, &random)
      (warm.keepsUnnamedFields, fresh.keepsUnnamedFields) = (round % 3 == 0, round % 3 == 0)
      // Another reader's names are learned anew.
      let expected = Self.read(record, Self.reader(), fresh)
      fields += expected.count
      #expect(Self.read(record, reader, warm) == expected, "seed \(seed): \(record)")
    }
    #expect(fields > 5_000)
  }

  /// Keywords find a value once, under the name it has.
  @Test func whatHasANameIsNotKeptWithoutOneBesideIt() {
    let event = Event()
    event.keepsUnnamedFields = true
    let record = "{\"data\":{\"a\":1,\"new\":2},\"zzz\":3}"
    let all = Self.read(record, Self.reader(), event)
    event.keepsNames = false
    let few = Self.read(record, Self.reader(), event)
    #expect(few == all.filter { $0 != "65535 number data.a=1" } && few.count == all.count - 1)
  }

  /// Keys without end, as an attacker would send them, and keys that are too long: all are read, and none is mistaken.
  @Test func keysWithoutEnd() {
    let reader = Self.reader()
    let event = Event()
    event.keepsUnnamedFields = true
    let members = (0..<1_500).map { "\"key\($0)\":{\"in\":\($0)}" }
    for _ in 0..<3 {
      let said = Self.read("{\(members.joined(separator: ",")),\"data\":{\"b\":1,\"new\":{\"z\":2}}}", reader, event)
      #expect(said.count == 1_504)
      #expect(said[1] == "65535 number key0.in=0" && said[1_500] == "65535 number key1499.in=1499")
      // Under both of its names, though there was no room to keep its key.
      #expect(said.contains { $0.hasSuffix(" number =1") && !$0.hasPrefix("65535") } && said.last == "65535 number data.new.z=2")
    }
    let long = String(repeating: "k", count: 600)
    let said = Self.read("{\"\(long)\":1,\"a\":{\"\(long)\":2,\"b\":3}}", reader, event)
    #expect(said.dropFirst().map { $0.suffix(3) } == ["k=1", "r =", " =3"])
  }
}
