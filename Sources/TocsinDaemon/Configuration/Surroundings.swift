import Foundation

/// What the host offers, as far as defaults and checks depend on it.
public struct Surroundings: Sendable {
  public var environment: [String: String]
  /// Whether a journal can be read.
  public var hasJournal: Bool
  /// Whether something that matches the path or glob can be read.
  public var isReadable: @Sendable (String) -> Bool

  public init(environment: [String: String], hasJournal: Bool, isReadable: @escaping @Sendable (String) -> Bool) {
    (self.environment, self.hasJournal, self.isReadable) = (environment, hasJournal, isReadable)
  }

  public static var current: Surroundings {
    Surroundings(
      environment: ProcessInfo.processInfo.environment,
      hasJournal: ["/var/log/journal", "/run/log/journal"].contains { (path: String) in access(path, R_OK | X_OK) == 0 },
      isReadable: { pattern in paths(matching: pattern).contains { (path: String) in access(path, R_OK) == 0 } })
  }

  /// What a path or glob names, sorted.
  static func paths(matching pattern: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(pattern, 0, nil, &result) == 0 else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { index in result.gl_pathv[index].map { String(cString: $0) } }
  }
}
