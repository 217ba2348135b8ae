/// What a record's time needs that the record does not say: zone and year.
public struct Clock: Sendable {
  /// Offset from UTC by moment, for times without a zone.
  public var zone: Zone
  /// How a time without a year gets one.
  public var year: YearRule

  public init(zone: Zone = .utc, year: YearRule) {
    self.zone = zone
    self.year = year
  }

  /// The moment of a local civil time with its year.
  @inline(__always)
  public func moment(_ civil: CivilTime) -> Timestamp { zone.moment(local: civil.utc) }

  /// The moment of a local civil time whose year is unknown.
  @inline(__always)
  public func momentWithoutYear(_ civil: CivilTime) -> Timestamp? {
    var dated = civil
    switch year {
    case .notAfter(let limit, let limitYear):
      // February 29 may need to go back as far as eight years.
      for back in 0...8 {
        dated.year = limitYear + 1 - back
        guard dated.isValid else { continue }
        let moment = moment(dated)
        if moment <= limit { return moment }
      }
      return nil
    case .fixed(let year):
      dated.year = year
      return dated.isValid ? moment(dated) : nil
    case .near(let reference):
      let around = CivilTime(reference).year
      var best: Timestamp?
      for candidate in around - 1...around + 1 {
        dated.year = candidate
        guard dated.isValid else { continue }
        let moment = moment(dated)
        if let found = best, abs(found.microseconds - reference.microseconds) <= abs(moment.microseconds - reference.microseconds)
        {
          continue
        }
        best = moment
      }
      return best
    }
  }
}

/// How a time without a year (RFC 3164) gets one. Every rule looks at one record alone, so that any split of an input into chunks
/// gives the same times.
public enum YearRule: Sendable {
  /// The latest year that puts the record at or before a limit: a file's modification time or the present, plus a day of grace.
  case notAfter(Timestamp, year: Int)
  /// The year that puts the record nearest to a reference (`--year`, once the input's first time is known).
  case near(Timestamp)
  /// This year (`--year`, for the input's first time).
  case fixed(Int)

  public static func notAfter(_ limit: Timestamp) -> YearRule {
    let grace = limit.advanced(by: 86_400_000_000)
    return .notAfter(grace, year: CivilTime(grace).year)
  }
}

/// Offsets from UTC over time, taken from the zone database by whoever has it.
public struct Zone: Sendable {
  /// From this moment on (ascending) the offset holds.
  public struct Transition: Sendable {
    public var from: Timestamp
    public var offsetSeconds: Int64
    public init(from: Timestamp, offsetSeconds: Int64) {
      self.from = from
      self.offsetSeconds = offsetSeconds
    }
  }

  private var transitions: [Transition]

  public static let utc = Zone(transitions: [])

  /// Transitions ascending; the first one's offset also holds before it.
  public init(transitions: [Transition]) { self.transitions = transitions }

  /// The moment at which clocks of this zone show `local` (given as if at UTC); the earlier of two where clocks go back.
  @inline(__always)
  public func moment(local: Timestamp) -> Timestamp {
    if transitions.isEmpty { return local }
    return search(local)
  }

  private func search(_ local: Timestamp) -> Timestamp {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      let transition = transitions[middle]
      // What the clock before the change shows at the change: from there on the new offset holds.
      let before = middle > 0 ? transitions[middle - 1].offsetSeconds : transition.offsetSeconds
      if transition.from.advanced(by: max(before, transition.offsetSeconds) * 1_000_000) <= local {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return local.advanced(by: -transitions[max(0, low - 1)].offsetSeconds * 1_000_000)
  }
}
