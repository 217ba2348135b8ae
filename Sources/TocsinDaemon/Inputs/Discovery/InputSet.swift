/// What a list of paths, directories, patterns and `-` comes to.
public struct InputSet: Equatable, Sendable {
  /// Sorted by name.
  public internal(set) var chains: [InputChain] = []
  /// One for each path that cannot be read; the rest goes on.
  public internal(set) var errors: [InputError] = []
  /// Files left out on purpose, with the reason: read under another name, or not logs.
  public internal(set) var skipped: [Skipped] = []

  public struct Skipped: Equatable, Sendable {
    public let path: String
    public let reason: String
  }

  /// Expands `arguments` in the file system as it is now.
  public static func discover(_ arguments: [String]) -> InputSet {
    var discovery = Discovery()
    for argument in arguments { discovery.add(argument) }
    return discovery.finish()
  }
}
