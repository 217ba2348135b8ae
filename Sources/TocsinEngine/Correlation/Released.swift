/// A match in its place: what the Merger hands on, in one order whatever way the inputs were read.
struct Released {
  var match: Match
  var batch: MatchBatch
  /// Event time of the record.
  var time: Int64
  /// Running maximum of event time within the input, up to and with the record.
  var clock: Int64
  /// Whose order it stands in.
  var family = 0
}

/// A match on its way through the windows, whose batch whoever handed it over holds until it is through.
@safe
struct PassingMatch {
  private let match: Match
  private let batch: Unmanaged<MatchBatch>
  private let time: Int64

  init(_ released: Released) {
    (match, time) = (released.match, released.time)
    unsafe batch = Unmanaged.passUnretained(released.batch)
  }

  var evidence: Evidence { unsafe batch._withUnsafeGuaranteedRef { Evidence.make(match, of: $0, at: time) } }
}

/// A match that had to outlive its batch.
struct OwnedMatch {
  var ordinal: Int
  var multiplicity: Int
  /// All else that is known of it.
  var evidence: Evidence

  init(_ released: Released) {
    ordinal = released.match.ordinal
    multiplicity = Int(released.match.multiplicity)
    evidence = Evidence.make(released.match, of: released.batch, at: released.time)
  }

  var time: Int64 { evidence.time }
}
