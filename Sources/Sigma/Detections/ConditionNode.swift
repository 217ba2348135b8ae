/// A condition as parsed, before its names are looked up (SPEC 5).
indirect enum ConditionNode: Hashable, Sendable {
  /// A name and its offset in the text, in Unicode scalars.
  case name(String, Int)
  /// `1 of`, `all of` a pattern or `them`.
  case quantified(all: Bool, target: String, Int)
  case and([ConditionNode])
  case or([ConditionNode])
  case not(ConditionNode)

  /// Whether it can only take matches away: what a filter is expected to do.
  var isNegated: Bool {
    switch self {
    case .not: true
    case .and(let parts), .or(let parts): parts.allSatisfy(\.isNegated)
    case .name, .quantified: false
    }
  }
}
