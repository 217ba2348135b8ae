/// A record that may be shown in an alert, with the values that travel with its match.
final class Evidence {
  let time: Int64
  let rule: Int
  let input: Int
  let offset: Int
  /// The payload, then the text.
  private let bytes: [UInt8]
  private let payloadCount: Int

  init(_ released: Released) {
    let match = released.match
    (time, rule, offset) = (released.time, Int(match.rule), match.offset)
    input = released.batch.chunk.input
    payloadCount = Int(match.payloadCount)
    bytes = released.batch.payloadAndEvidence(match)
  }

  @inline(__always)
  func withPayload<R>(_ body: (ByteView) -> R) -> R { bytes.withView { body($0.slice(0, payloadCount)) } }

  func withText<R>(_ body: (ByteView) -> R) -> R { bytes.withView { body($0.from(payloadCount)) } }

  /// Bytes held, roughly.
  var cost: Int { 96 + bytes.count }
}
