/// A match in its place: what the Merger hands on, in one order whatever way the inputs were read.
struct Released {
  var match: Match
  var batch: MatchBatch
  /// Event time of the record.
  var time: Int64
  /// Running maximum of event time within the input, up to and with the record.
  var clock: Int64
}

/// A match that had to outlive its batch.
struct OwnedMatch {
  var rule: Int
  var time: Int64
  /// Running maximum of its input's time when it came: what it waits from.
  var clock: Int64
  var ordinal: Int
  var offset: Int
  var input: Int
  var multiplicity: Int
  var payload: [UInt8]
  var evidence: [UInt8]

  init(_ released: Released) {
    let match = released.match
    rule = Int(match.rule)
    time = released.time
    clock = released.clock
    ordinal = match.ordinal
    offset = match.offset
    input = released.batch.chunk.input
    multiplicity = Int(match.multiplicity)
    payload = released.batch.withPayload(match) { $0.bytes }
    evidence = released.batch.evidence(match)
  }
}
