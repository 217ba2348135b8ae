import Testing

@testable import TocsinEngine

/// Reads records for tests, with the fixed present of 2026-11-24T16:00:00Z.
struct RecordReading {
  static let now = Timestamp(seconds: 1_795_536_000)
  let table: FieldTable
  let reader: RecordReader
  let event = Event()
  let clock: Clock

  init(names: [String] = [], forced: Format? = nil, zone: Zone = .utc, keepsAll: Bool = false) {
    var table = FieldTable()
    for name in names { _ = table.intern(name) }
    self.table = table
    reader = RecordReader(fields: table, forced: forced)
    clock = Clock(zone: zone, year: .notAfter(Self.now))
    event.keepsUnnamedFields = keepsAll
  }

  /// What a record says; strings own their bytes.
  struct Result {
    var format: Format
    var time: String?
    var program: String
    var trusted: String
    var message: String
    var multiplicity: Int
    var hasEscapes: Bool
    var fields: [(name: String, value: String, kind: ValueKind)]

    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
    func kind(_ name: String) -> ValueKind? { fields.first { $0.name == name }?.kind }
  }

  func callAsFunction(_ text: String) -> Result { self(Array(text.utf8)) }

  func callAsFunction(_ bytes: [UInt8]) -> Result {
    bytes.withView {
      reader.read($0, into: event, clock: clock)
      return result()
    }
  }

  /// The views of a group of audit lines.
  func views(_ text: String) -> [Result] {
    Array(text.utf8).withView { record in
      (0..<reader.viewCount(record)).map { view in
        reader.readView(record, view: view, into: event)
        return result()
      }
    }
  }

  private func result() -> Result {
    Result(
      format: event.format, time: event.time?.rfc3339, program: event.program.string, trusted: event.trustedProgram.string,
      message: event.message.string, multiplicity: event.multiplicity, hasEscapes: event.hasEscapes,
      fields: event.fields.map {
        ($0.id == .unnamed ? $0.name.string : table.name($0.id), $0.value.string, $0.kind)
      })
  }
}
