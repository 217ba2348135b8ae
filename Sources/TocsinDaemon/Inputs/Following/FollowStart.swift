/// Where following begins in the files that are there already. Files that appear later are read from their beginning.
public enum FollowStart: Sendable {
  /// At their end.
  case end
  /// At their beginning; rotated files that fit the pattern come first, oldest first.
  case beginning
  /// Behind what was read before, for a pattern without wildcards.
  case position(FilePosition)
  /// The same by chain, named by its path without what rotation adds; chains not named are read from their beginning.
  case positions([String: FilePosition])
  /// The same where another follower has just stopped; chains not named begin at their end, and those that do not fit the pattern
  /// are none of this one's.
  case continuing([String: FilePosition])

  /// What was there before it began is of no interest.
  var skipsThePast: Bool {
    switch self {
    case .end, .continuing: true
    case .beginning, .position, .positions: false
    }
  }
}
