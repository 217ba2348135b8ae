/// One thing that is wrong or doubtful about the configuration, and how to mend it. Holds no secret.
public struct ConfigurationProblem: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Severity: Sendable { case error, warning }

  public var severity: Severity
  public var location: SettingLocation?
  public var message: String

  public init(_ severity: Severity, _ location: SettingLocation?, _ message: String) {
    (self.severity, self.location, self.message) = (severity, location, message)
  }

  public var description: String {
    (location.map { "\($0): " } ?? "") + (severity == .warning ? "warning: " : "") + message
  }
}

/// Why a configuration was refused: everything that is wrong with it at once.
public struct ConfigurationError: Error, CustomStringConvertible {
  public var problems: [ConfigurationProblem]

  public init(_ problems: [ConfigurationProblem]) { self.problems = problems }

  /// One problem a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
