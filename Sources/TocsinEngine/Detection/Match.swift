/// One rule that one record matches, with the few values that outlive the scan.
struct Match: BitwiseCopyable {
  /// Index of the rule, or -1 for a record that only ends what the Joiner holds.
  var rule: Int32
  /// Index of the record within its batch.
  var record: Int32
  var ordinal: Int
  /// Offset in the input.
  var offset: Int
  var multiplicity: Int32
  var join: JoinRole
  /// Hash of host, program and process; 0 where there is none.
  var joinKey: UInt64
  /// The payload's range in the batch's bytes.
  var payloadStart: UInt32
  var payloadCount: UInt32
  /// The evidence's range: in the chunk's bytes, or in the batch's.
  var evidenceStart: UInt32
  var evidenceCount: UInt32
  var evidencePlace: EvidencePlace

  /// Stands where there is no match yet.
  static let none = Match(
    rule: -1, record: -1, ordinal: 0, offset: 0, multiplicity: 0, join: .none, joinKey: 0, payloadStart: 0, payloadCount: 0,
    evidenceStart: 0, evidenceCount: 0, evidencePlace: .chunk)

  enum EvidencePlace: UInt8, BitwiseCopyable { case chunk, joined, batch }
}

/// What scanning one chunk found. Holds the chunk, so that evidence is copied only where a window wants it.
public final class MatchBatch: @unchecked Sendable {
  public let chunk: Chunk
  var matches = Row<Match>()
  let bytes = MatchBytes()
  /// For every record the time it says, in microseconds, or `noTime`.
  var times: ContiguousArray<Int64> = []
  public internal(set) var counters = ScanCounters()

  static let noTime = Int64.min

  /// Number of the input.
  let input: Int
  /// The chunk's bytes, which live as long as it does.
  private let text: ByteView

  init(chunk: Chunk) {
    self.chunk = chunk
    (input, text) = (chunk.input, chunk.buffer.view(0, chunk.buffer.capacity))
  }

  /// Calls `body` with the times of all records.
  @inline(__always)
  func withTimes<R>(_ body: (Table<Int64>) -> R) -> R {
    unsafe times.withUnsafeBufferPointer { times in
      guard let start = times.baseAddress else { return body(.empty) }
      return unsafe body(Table(start, count: times.count))
    }
  }

  /// Calls `body` with a view of the match's payload.
  @inline(__always)
  func withPayload<R>(_ match: Match, _ body: (ByteView) -> R) -> R {
    let start = Int(match.payloadStart)
    return body(bytes.view.slice(start, start &+ Int(match.payloadCount)))
  }

  /// More of a record's text is not shown.
  private static let evidenceLimit = 4_096

  /// So much of a match's evidence is shown, in bytes.
  @inline(__always)
  func evidenceCount(_ match: Match) -> Int { min(Int(match.evidenceCount), Self.evidenceLimit) }

  /// Calls `body` with a view of the record's text.
  @inline(__always)
  func withEvidence<R>(_ match: Match, _ body: (ByteView) -> R) -> R {
    let start = Int(match.evidenceStart)
    let end = start + Int(match.evidenceCount)
    return switch match.evidencePlace {
    case .chunk: body(text.slice(start, end))
    case .joined: unsafe chunk.joined.withUnsafeBytes { unsafe body(ByteView($0).slice(start, end)) }
    case .batch: body(bytes.view.slice(start, end))
    }
  }
}

/// What a scan counted; each drop with its reason.
public struct ScanCounters: Sendable, Equatable {
  public var records = 0
  public var bytes = 0
  public var matches = 0
  /// Records cut at the line limit.
  public var cutLines = 0
  /// Records whose time made no sense or was missing.
  public var withoutTime = 0
  /// Records that a decoder was responsible for, but none of its patterns fitted.
  public var undecoded = 0
  /// Fields dropped beyond the limit of one record.
  public var droppedFields = 0

  public init() {}

  public static func += (a: inout ScanCounters, b: ScanCounters) {
    a.records += b.records
    a.bytes += b.bytes
    a.matches += b.matches
    a.cutLines += b.cutLines
    a.withoutTime += b.withoutTime
    a.undecoded += b.undecoded
    a.droppedFields += b.droppedFields
  }
}
