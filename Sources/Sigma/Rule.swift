/// Where something stands in a file; lines and columns count from 1.
public struct Position: Hashable, Sendable {
  public var path: String
  public var line: Int
  public var column: Int
  public init(path: String, line: Int, column: Int) { (self.path, self.line, self.column) = (path, line, column) }
}

public enum Level: String, Sendable, CaseIterable { case informational, low, medium, high, critical }

public enum Status: String, Sendable, CaseIterable { case stable, test, experimental, deprecated, unsupported }

/// What events a rule is for; nil where it does not say.
public struct LogSource: Hashable, Sendable {
  public var category: String?
  public var product: String?
  public var service: String?
  public init(category: String? = nil, product: String? = nil, service: String? = nil) {
    (self.category, self.product, self.service) = (category, product, service)
  }
  /// Whether every attribute that this source sets is the same in the other (SPEC 2.1).
  public func contains(_ other: LogSource) -> Bool {
    (category == nil || category == other.category) && (product == nil || product == other.product)
      && (service == nil || service == other.service)
  }
}

/// What every kind of document says of itself.
public struct Metadata: Sendable {
  public var id: String?
  /// `name`, a handle for references.
  public var name: String?
  public var title: String
  public var description = ""
  public var status: Status?
  public var level: Level?
  public var tags: [String] = []
  public var references: [String] = []
  public var falsePositives: [String] = []
  public var author = ""
  /// `tocsin:` at the root: what to do and who answers for it.
  public var tocsin = Extension()
  public var position: Position

  public init(title: String, position: Position) { (self.title, self.position) = (title, position) }

  /// Tocsin's own keys under `tocsin:`.
  public struct Extension: Sendable, Equatable {
    /// `playbook`: a string or a list of steps.
    public var playbook: [String] = []
    public var owner = ""
    /// `distinct`: fields of which each new value in an open episode is worth a message.
    public var distinct: [String] = []
    /// `group-by`: for a rule that no correlation uses, what its episodes are about.
    public var groupBy: [String] = []
    public init() {}
  }
}

/// A detection rule with its filters applied.
public struct Rule: Sendable {
  public var metadata: Metadata
  public var logSource: LogSource
  public var expression: Expression
  public init(metadata: Metadata, logSource: LogSource, expression: Expression) {
    (self.metadata, self.logSource, self.expression) = (metadata, logSource, expression)
  }
}

/// A correlation whose references are resolved.
public struct Correlation: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case eventCount = "event_count"
    case valueCount = "value_count"
    case temporal
    case temporalOrdered = "temporal_ordered"
    case valueSum = "value_sum"
    case valueAvg = "value_avg"
    case valuePercentile = "value_percentile"
    case valueMedian = "value_median"
  }
  /// One referenced rule: an index into `RuleSet.rules` or `RuleSet.correlations`.
  public enum Reference: Hashable, Sendable {
    case rule(Int)
    case correlation(Int)
  }
  /// A bound of the condition map; all must hold.
  public struct Bound: Hashable, Sendable {
    public enum Operator: String, Sendable { case gt, gte, lt, lte, eq, neq }
    public var op: Operator
    public var value: Number
    public init(op: Operator, value: Number) { (self.op, self.value) = (op, value) }
  }
  /// The extended condition of the temporal kinds, over indices into `references`.
  public indirect enum Logic: Hashable, Sendable {
    case reference(Int)
    case and([Logic])
    case or([Logic])
    case not(Logic)
  }

  public var metadata: Metadata
  public var kind: Kind
  public var references: [Reference]
  /// The handle by which each reference was named in this document.
  public var referenceNames: [String]
  /// Microseconds.
  public var timespan: Int64
  public var groupBy: [String]
  /// Alias → for each reference (same indices) the field it stands for, or nil where the alias says nothing of that rule.
  public var aliases: [String: [String?]]
  public var bounds: [Bound]
  public var logic: Logic?
  /// `condition.field`
  public var fields: [String]
  public var percentile: Double?
  /// Whether the referenced rules give alerts of their own, too.
  public var generate: Bool

  public init(metadata: Metadata, kind: Kind, references: [Reference], referenceNames: [String], timespan: Int64) {
    (self.metadata, self.kind, self.references, self.referenceNames) = (metadata, kind, references, referenceNames)
    self.timespan = timespan
    (groupBy, aliases, bounds, logic, fields, percentile, generate) = ([], [:], [], nil, [], nil, false)
  }
}

/// Something wrong with, or doubtful in, a rule file.
public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Severity: Sendable { case error, warning }

  /// What many problems may be of together, so that they can be told in one line.
  public enum Kind: String, Sendable, CaseIterable {
    case singleAll = "`all` has one value only"
    case escapedWildcard = "an escaped asterisk stands where a wildcard was probably meant"
    case keepingFilter = "a filter keeps what it matches"
    case leftOut = "the status keeps the rule from being loaded"
    case unfed = "no record here is of the rule's log source"
    case contained = "another rule matches all that the rule does"
    case other = "something else"
  }

  public var severity: Severity
  public var kind = Kind.other
  public var position: Position
  /// The rule's title, where it has one.
  public var title: String?
  /// What is wrong; how to mend it.
  public var message: String

  public init(_ severity: Severity, at position: Position, title: String?, _ message: String, kind: Kind = .other) {
    (self.severity, self.position, self.title, self.message) = (severity, position, title, message)
    self.kind = kind
  }

  /// `path:line:column: message [title]`
  public var description: String {
    let kind = severity == .warning ? "warning: " : ""
    let of = title.map { " [\($0)]" } ?? ""
    return "\(position.path):\(position.line):\(position.column): \(kind)\(message)\(of)"
  }
}

/// All rules loaded together. Bad ones are left out and named in `problems`; none is silently weakened.
public struct RuleSet: Sendable {
  public var rules: [Rule] = []
  /// Inner correlations stand before the outer ones that use them.
  public var correlations: [Correlation] = []
  public var problems: [Problem] = []
  /// How many documents were left out because something is wrong with them.
  public var refused = 0
  public init() {}
}
