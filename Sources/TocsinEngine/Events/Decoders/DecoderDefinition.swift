import Sigma

/// A message decoder as its author wrote it (`docs/decoders.md`).
public struct DecoderDefinition: Sendable {
  public enum Scope: Sendable, Equatable {
    /// Syslog tags or journal identifiers, compared without case.
    case programs([String])
    case anyProgram
    case formats([Format])
  }

  public struct Pattern: Sendable {
    /// Alternatives with the same meaning.
    public var matches: [String]
    /// Constants, over those of the decoder.
    public var set: [(field: String, value: String)]
    public var join: JoinRole
    public init(matches: [String], set: [(field: String, value: String)], join: JoinRole = .none) {
      (self.matches, self.set, self.join) = (matches, set, join)
    }
  }

  /// What JSON records of one shape are.
  public struct Shape: Sendable {
    /// Fields that must be there, each with one of these values, or with any where there are none.
    public var conditions: [(field: String, values: [String])]
    public var logSources: [LogSource]
    public init(conditions: [(field: String, values: [String])], logSources: [LogSource]) {
      (self.conditions, self.logSources) = (conditions, logSources)
    }
  }

  public var name: String
  public var scope: Scope
  public var logSources: [LogSource]
  public var set: [(field: String, value: String)]
  public var patterns: [Pattern]
  /// The first that fits a record says what it is.
  public var shapes: [Shape] = []
  /// Further names of nested values: what `Event.System.EventID` holds is `EventID`, too.
  public var names: [(path: String, name: String)] = []
  /// Objects whose members go by their own names, too.
  public var unwrapped: [String] = []

  public init(
    name: String, scope: Scope, logSources: [LogSource], set: [(field: String, value: String)], patterns: [Pattern]
  ) {
    (self.name, self.scope, self.logSources, self.set, self.patterns) = (name, scope, logSources, set, patterns)
  }
}

/// What a record says of an attempt that several records speak of.
public enum JoinRole: UInt8, Sendable, BitwiseCopyable {
  /// It stands for itself.
  case none
  /// It counts only if no winner of the same host, program and process follows within five seconds.
  case held
  /// It counts, and what is held for the same key does not.
  case winner
}
