/// A record that may be shown in an alert, with the values that travel with its match, in one piece of memory.
@safe
final class Evidence: ManagedBuffer<Evidence.Header, UInt8> {
  struct Header: BitwiseCopyable {
    let time: Int64
    let rule: Int
    let input: Int
    let offset: Int
    /// Bytes of the payload, and of it and the text behind it together.
    let payloadCount: Int
    let count: Int
  }

  static func make(_ match: Match, of batch: MatchBatch, at time: Int64) -> Evidence {
    let textCount = batch.evidenceCount(match)
    let payloadCount = Int(match.payloadCount)
    let made = Evidence.create(minimumCapacity: payloadCount + textCount) { _ in
      Header(
        time: time, rule: Int(match.rule), input: batch.input, offset: match.offset, payloadCount: payloadCount,
        count: payloadCount + textCount)
    }
    unsafe made.withUnsafeMutablePointerToElements { room in
      batch.withPayload(match) { unsafe $0.copy(to: room) }
      batch.withEvidence(match) { unsafe $0.slice(0, textCount).copy(to: room + payloadCount) }
    }
    // What a class makes is one of its own.
    return unsafe unsafeDowncast(made, to: Evidence.self)
  }

  var time: Int64 { header.time }
  var rule: Int { header.rule }
  var input: Int { header.input }
  var offset: Int { header.offset }

  @inline(__always)
  func withPayload<R>(_ body: (ByteView) -> R) -> R { withBytes { body($0.slice(0, header.payloadCount)) } }

  func withText<R>(_ body: (ByteView) -> R) -> R { withBytes { body($0.from(header.payloadCount)) } }

  @inline(__always)
  private func withBytes<R>(_ body: (ByteView) -> R) -> R {
    unsafe withUnsafeMutablePointerToElements { unsafe body(ByteView($0, count: header.count)) }
  }

  /// Bytes held, roughly.
  var cost: Int { 96 + header.count }
}
