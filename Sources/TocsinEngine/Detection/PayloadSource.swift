/// Where a value of a payload comes from that a pattern's captures and constants give: it travels with a match without becoming a
/// field first.
struct PayloadSource: BitwiseCopyable {
  enum Kind: UInt8, BitwiseCopyable {
    case capture, address, constant
    /// One of the header's fields, which the record may lack.
    case field
    case missing
  }

  private let kind: Kind
  /// Of a capture its place among the pattern's spans.
  private let span: UInt8
  private let field: FieldID
  private let value: ByteView

  private init(_ kind: Kind, span: UInt8 = 0, field: FieldID = .unnamed, value: ByteView = .empty) {
    (self.kind, self.span, self.field, self.value) = (kind, span, field, value)
  }

  /// The value of a field that may stand under several names, in the order tried, for a record that has nothing but a header's fields
  /// and what is kept of its pattern. Nil where only the record says which name has it.
  init?(_ names: ContiguousArray<FieldID>, in kept: CompiledPattern.Kept) {
    var header: FieldID?
    for name in names {
      let isHeader = Format.headerFields.contains(name)
      let source = PayloadSource(name, in: kept)
      // Whether a captured text is an address is seen in each record anew.
      let mayBeIP = kept.captures.contains { $0.ipField == name }
      if source == nil, !isHeader, !mayBeIP { continue }
      // So is whether the header has a field.
      if header != nil || mayBeIP { return nil }
      if let source {
        self = source
        return
      }
      header = name
    }
    self = header.map { PayloadSource(.field, field: $0) } ?? PayloadSource(.missing)
  }

  /// Nil where the pattern does not fill the field.
  private init?(_ field: FieldID, in kept: CompiledPattern.Kept) {
    if let capture = kept.captures.first(where: { $0.field == field }) {
      self.init(capture.isAddress ? .address : .capture, span: capture.span)
    } else if let constant = kept.constants.first(where: { $0.field == field }) {
      self.init(.constant, value: constant.value)
    } else {
      return nil
    }
  }

  /// Appends the values that travel with a match.
  @inline(__always)
  static func append(_ sources: Table<PayloadSource>, of event: Event, to bytes: MatchBytes) {
    let (message, spans) = (event.message, event.spans)
    var index = 0
    while index < sources.count {
      var value = sources[index].value
      // So many bytes may be read from where the value begins.
      var readable = 0
      switch sources[index].kind {
      case .capture, .address:
        let span = spans[Int(sources[index].span)]
        value = message.slice(span.start, span.end)
        readable = message.count &- span.start
        // A mapped address begins with a colon.
        if sources[index].kind == .address, value.byte(0) == 0x3A {
          value = value.withoutMappedPrefix
          readable = value.count
        }
      case .constant: break
      case .field:
        guard let held = event.headerValue(sources[index].field) else { fallthrough }
        value = held
      case .missing:
        bytes.append(Payload.missing, .empty)
        index &+= 1
        continue
      }
      Payload.append(value, readable: readable, to: bytes)
      index &+= 1
    }
  }
}
