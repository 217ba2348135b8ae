/// What becomes of a pattern's captures and constants where a dispatch leads.
struct PatternUse: BitwiseCopyable {
  /// What becomes fields: what some rule looks into, and what travels with the matches.
  var kept = CompiledPattern.Kept()
  /// Whether somebody reads fields; else all that is asked for is what these payloads are made of.
  var readsFields = true
  /// For each rule that holds for all such records, in order, where its payload comes from.
  var payloads = Table<Table<PayloadSource>>.empty
}
