/// A record that may be shown in an alert, with the values that travel with its match, in one piece of memory.
@safe
final class Evidence {
  let time: Int64
  let rule: Int
  let input: Int
  let offset: Int
  /// The payload, then the text.
  private let bytes: UnsafeMutablePointer<UInt8>
  private let payloadCount: Int
  private let count: Int

  init(_ match: Match, of batch: MatchBatch, at time: Int64) {
    (self.time, rule, offset) = (time, Int(match.rule), match.offset)
    input = batch.input
    payloadCount = Int(match.payloadCount)
    let textCount = batch.evidenceCount(match)
    count = payloadCount + textCount
    let room = UnsafeMutablePointer<UInt8>.allocate(capacity: max(count, 1))
    unsafe bytes = room
    batch.withPayload(match) { unsafe $0.copy(to: room) }
    batch.withEvidence(match) { unsafe $0.slice(0, textCount).copy(to: room + Int(match.payloadCount)) }
  }

  convenience init(_ released: Released) { self.init(released.match, of: released.batch, at: released.time) }

  deinit { unsafe bytes.deallocate() }

  @inline(__always)
  func withPayload<R>(_ body: (ByteView) -> R) -> R { body(unsafe ByteView(bytes, count: payloadCount)) }

  func withText<R>(_ body: (ByteView) -> R) -> R { body(unsafe ByteView(bytes + payloadCount, count: count - payloadCount)) }

  /// Bytes held, roughly.
  var cost: Int { 96 + count }
}
