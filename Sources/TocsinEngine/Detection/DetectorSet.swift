import Sigma

/// Rules and decoders compiled together. Immutable: any number of scanners share one, and a reload makes another.
public final class DetectorSet: @unchecked Sendable {
  public struct Options: Sendable {
    /// Log sources that users gave to inputs; index 0 is always "none given".
    public var inputSources: [LogSource?]
    /// Every rule looks at every record.
    public var ignoresLogSources: Bool
    /// Whether the literal prefilter is used; without it the matches are the same, only slower.
    public var usesPrefilter: Bool
    public init(inputSources: [LogSource?] = [nil], ignoresLogSources: Bool = false, usesPrefilter: Bool = true) {
      (self.inputSources, self.ignoresLogSources, self.usesPrefilter) = (inputSources, ignoresLogSources, usesPrefilter)
    }
  }

  public let rules: [Rule]
  public let correlations: [Correlation]
  let fields: FieldTable
  let decoders: DecoderSet
  let matcher: Matcher
  let dispatch: DispatchTables
  /// Every literal that some rule waits for, folded.
  public let literals: [[UInt8]]
  let payloads: PayloadLayout
  let hasKeywords: Bool

  /// Compiles everything.
  public init(
    rules set: RuleSet, decoders definitions: [DecoderDefinition], options: Options = Options()
  ) throws(DecoderErrors) {
    var fields = FieldTable()
    let decoders = try DecoderSet(definitions, fields: &fields)
    rules = set.rules
    correlations = set.correlations
    payloads = PayloadLayout(rules: set.rules, correlations: set.correlations, fields: &fields)
    var builder = PlanBuilder(rules: set.rules, decoders: decoders, fields: fields, options: options)
    builder.build()
    self.fields = builder.compiler.fields
    self.decoders = decoders
    let pool = decoders.constants
    matcher = Matcher(builder.compiler.tables, pool: pool)
    literals = builder.literals.sorted { $0.lexicographicallyPrecedes($1) }
    dispatch = DispatchTables(
      builder, decoders: decoders, payloads: payloads, sourceCount: options.inputSources.count, pool: pool)
    hasKeywords = set.rules.contains { $0.expression.hasKeywords }
  }

  /// The name of the decoder that understood a record, or nil.
  func decoderName(_ outcome: DecoderSet.Outcome) -> String? {
    outcome.pattern >= 0 || outcome.pattern == DecoderSet.Outcome.byShape
      ? decoders.decoders[Int(outcome.decoder)].name : nil
  }
}

extension Expression {
  var hasKeywords: Bool {
    switch self {
    case .and(let parts), .or(let parts): parts.contains(where: \.hasKeywords)
    case .not(let part): part.hasKeywords
    case .anywhere: true
    case .field, .always: false
    }
  }
}
