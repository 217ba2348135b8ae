/// A match in its place: what the Merger hands on, in one order whatever way the inputs were read.
///
/// Whoever hands it on holds its batch until it is through.
@safe
struct Released: BitwiseCopyable {
  private let batch: Unmanaged<MatchBatch>
  private let matches: Table<Match>
  /// Index of the match in its batch.
  var place = 0
  /// Index of the rule, or -1 where it only ends what the Joiner holds.
  var rule = -1
  /// Whether no other match of the record follows in its family.
  var isLast = true
  /// Number of the input.
  let input: Int
  /// Event time of the record.
  var time: Int64 = 0
  /// Running maximum of event time within the input, up to and with the record.
  var clock: Int64 = 0
  /// Whose order it stands in.
  var family = 0

  init(from batch: MatchBatch) {
    unsafe self.batch = Unmanaged.passUnretained(batch)
    matches = batch.matches.view
    input = batch.input
  }

  @inline(__always)
  var match: Match {
    unsafeAddress {
      precondition(UInt(bitPattern: place) < UInt(bitPattern: matches.count))
      return unsafe matches.start + place
    }
  }

  @inline(__always)
  func withBatch<R>(_ body: (MatchBatch) -> R) -> R { unsafe batch._withUnsafeGuaranteedRef(body) }

  func evidence(_ store: EvidenceStore) -> Evidence { withBatch { store.make(match, of: $0, at: time) } }
}

/// A match that had to outlive its batch; it holds its evidence.
struct OwnedMatch: BitwiseCopyable {
  let ordinal: Int
  let multiplicity: Int
  /// All else that is known of it.
  let evidence: Evidence

  init(_ released: Released, _ store: EvidenceStore) {
    ordinal = released.match.ordinal
    multiplicity = Int(released.match.multiplicity)
    evidence = released.evidence(store)
  }

  var time: Int64 { evidence.time }
}
