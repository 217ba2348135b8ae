/// One document as read, before references between documents are resolved.
struct Draft: Sendable {
  enum Body: Sendable {
    case rule(LogSource, Expression)
    case correlation(CorrelationDraft)
    case filter(FilterDraft)
    /// Named in the problems; kept so that references to it can say so.
    case broken
    /// Left out because of its status.
    case leftOut(Status)
  }
  var metadata: Metadata
  var body: Body
}

/// A handle as a document wrote it.
struct Handle: Sendable {
  var text: String
  var place: Place
}

struct CorrelationDraft: Sendable {
  struct Alias: Sendable {
    var name: String
    /// For each rule, by its handle, the field that the alias stands for.
    var fields: [(rule: Handle, field: String)]
  }
  var kind: Correlation.Kind
  var rules: [Handle]
  var timespan: Int64
  var groupBy: [String] = []
  var aliases: [Alias] = []
  var bounds: [Correlation.Bound] = []
  /// The extended condition and the node it was read from.
  var logic: (condition: ConditionNode, node: YAMLNode)?
  var fields: [String] = []
  var percentile: Double?
  var generate = false
}

struct FilterDraft: Sendable {
  var logSource: LogSource
  /// Nil for any rule.
  var rules: [Handle]?
  var expression: Expression
}
