/// Each record as one line of ECS JSON, as `tocsin parse` prints it.
///
/// One encoder serves record after record and keeps its memory; it is not for several threads at once. Fields that the line itself
/// uses (`event.original`, `event.sequence`, `tocsin.*`, and `@timestamp` where the time is known) are left out where the record
/// claims them: they still stand in `event.original`.
public struct EventJSON {
  private let names: ConstantPool
  private let fields: [Field]
  private let mask: Bool
  private var object = NestedObject()
  private var times = TimeText()

  /// What is known of a field before any record is seen.
  private struct Field {
    var name: ByteView
    /// Its number in the encoder's object; nil for names that only the record knows.
    var number: Int?
    var isNumeric: Bool
    var isSecret: Bool
    var isOwn: Bool

    init(_ name: ByteView, number: Int? = nil) {
      (self.name, self.number) = (name, number)
      isNumeric = ECSField.isNumeric(name)
      isSecret = SecretMask.isSecretName(name)
      isOwn =
        name == "event.original" || name == "event.sequence" || name == "tocsin" || name.has("tocsin.")
    }
  }

  /// Encodes events whose ids come from `table`, with secrets masked unless `mask` is false.
  public init(table: FieldTable, mask: Bool = true) {
    let pool = ConstantPool()
    names = pool
    fields = table.names.enumerated().map { Field(pool.view($0.element), number: $0.offset + Own.allCases.count) }
    self.mask = mask
  }

  /// One JSON object without a newline at its end. `ordinal` counts the input's records from 1; `decoder` is nil where none
  /// understood the message.
  public mutating func encode(
    _ event: Event, original: ByteView? = nil, format: String, decoder: String?, rules: [(id: String, title: String)],
    ordinal: Int
  ) -> [UInt8] {
    object.removeAll()
    let time = event.time
    if let time {
      var text = times
      text.write(time) { text in add(.timestamp) { JSONWriter.string(text, to: &$0) } }
      times = text
    }
    add(.sequence) { JSONWriter.number(ordinal, to: &$0) }
    let mask = mask
    add(.original) { Self.write(original ?? event.record, mask: mask, to: &$0) }
    var hasMessage = false
    for value in event.fields {
      if value.id == .message { hasMessage = true }
      if value.id == .timestamp, time != nil { continue }
      // What gave way to a whole name.
      if value.id == .unnamed, value.name.isEmpty { continue }
      let field = value.id == .unnamed ? Field(value.name) : fields[Int(value.id.rawValue)]
      if !field.isOwn { add(field, value.value, value.kind) }
    }
    if !hasMessage, !event.message.isEmpty, event.message.count < event.record.count {
      add(fields[Int(FieldID.message.rawValue)], event.message, .text)
    }
    add(.format) { out in Array(format.utf8).withView { JSONWriter.string($0, to: &out) } }
    add(.decoder) { out in
      if let decoder { JSONWriter.string(decoder, to: &out) } else { out.append(contentsOf: "null".utf8) }
    }
    add(.rules) { Self.write(rules, to: &$0) }
    var out: [UInt8] = []
    object.write(to: &out)
    return out
  }

  private mutating func add(_ own: Own, json write: (inout [UInt8]) -> Void) {
    object.add(own.name, number: own.rawValue, json: write)
  }

  private mutating func add(_ field: Field, _ value: ByteView, _ kind: ValueKind) {
    guard mask, kind != .container else { return write(field, value, kind) }
    if field.isSecret, !value.isEmpty, kind == .text || kind == .number {
      return write(field, Self.view("***"), .text)
    }
    // Numbers and words this short hold no secret that a mask could tell, and many values are such.
    if value.count < 4 || kind == .boolean || kind == .null || value.decimal != nil { return write(field, value, kind) }
    guard let masked = SecretMask.mask(value) else { return write(field, value, kind) }
    masked.withView { write(field, $0, kind) }
  }

  private mutating func write(_ field: Field, _ value: ByteView, _ kind: ValueKind) {
    guard let number = field.number else { return object.add(field.name, value, kind, numeric: field.isNumeric) }
    object.add(field.name, number: number, value, kind, numeric: field.isNumeric)
  }

  private static func write(_ text: ByteView, mask: Bool, to out: inout [UInt8]) {
    guard mask, let masked = SecretMask.mask(text) else { return JSONWriter.string(text, to: &out) }
    masked.withView { JSONWriter.string($0, to: &out) }
  }

  private static func write(_ rules: [(id: String, title: String)], to out: inout [UInt8]) {
    out.append(UInt8(ascii: "["))
    for (index, rule) in rules.enumerated() {
      out.append(contentsOf: (index > 0 ? ",{\"id\":" : "{\"id\":").utf8)
      JSONWriter.string(rule.id, to: &out)
      out.append(contentsOf: ",\"title\":".utf8)
      JSONWriter.string(rule.title, to: &out)
      out.append(UInt8(ascii: "}"))
    }
    out.append(UInt8(ascii: "]"))
  }

  /// The line's own fields, by their numbers in the object.
  private enum Own: Int, CaseIterable {
    case timestamp, sequence, original, format, decoder, rules

    @inline(__always)
    var name: ByteView {
      switch self {
      case .timestamp: view("@timestamp")
      case .sequence: view("event.sequence")
      case .original: view("event.original")
      case .format: view("tocsin.format")
      case .decoder: view("tocsin.decoder")
      case .rules: view("tocsin.rules")
      }
    }
  }

  /// A literal's bytes are part of the program and never freed.
  private static func view(_ literal: StaticString) -> ByteView {
    unsafe ByteView(literal.utf8Start, count: literal.utf8CodeUnitCount)
  }
}
