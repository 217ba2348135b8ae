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
}
