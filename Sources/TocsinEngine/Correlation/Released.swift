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

/// A match that had to outlive its batch.
struct OwnedMatch {
  var ordinal: Int
  var multiplicity: Int
  /// All else that is known of it.
  var evidence: Evidence

  init(_ released: Released) {
    ordinal = released.match.ordinal
    multiplicity = Int(released.match.multiplicity)
    evidence = Evidence(released)
  }

  var time: Int64 { evidence.time }
}
