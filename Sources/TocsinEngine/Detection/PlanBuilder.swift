import Sigma

/// Works out, for every dispatch, which rules can match there and what of them is left to test.
struct PlanBuilder {
  let rules: [Rule]
  let decoders: DecoderSet
  let options: DetectorSet.Options
  var compiler: RuleCompiler
  var programs: [RuleProgram] = []
  var plans: [Plan] = []
  var planOf: [Int32] = []
  private var drafts: [Plan.Draft: Int32] = [:]
  private var dispatches: [Dispatch: Int32] = [:]
  private var rulesBySources: [[LogSource]: [Int]] = [:]
  /// For each rule the names of the fields that it tests, and what was left of it given what was known of these.
  private let fieldNames: [[String]]
  private var residuals: [[[FieldState]: RuleCompiler.Residual]]
  private let popularity: [[UInt8]: Int]
  /// More bytes of a literal would only make the automaton bigger.
  private static let literalLimit = 12
  var dispatchCount = 0
  var literals: [[UInt8]] = []
  /// How many of the literals, from the first, are letters that fold to ASCII.
  private(set) var exoticLiterals: Int32 = 0
  private var literalNumbers: [[UInt8]: Int32] = [:]
  /// Programs and literals of a rule's residuals, so that equal ones are shared.
  private var known: [[(residual: RuleCompiler.Residual, parts: [Part])]]

  /// All that a plan depends on: the log sources that a record stands for, and what its pattern asserts.
  private struct Dispatch: Hashable {
    var sources: [LogSource]
    var known: RuleCompiler.Knowledge
  }

  /// What is known of a field before an event is seen.
  private enum FieldState: Hashable {
    case impossible, unknown
    case constant([UInt8])
  }

  /// A program with the literals that let it run; nil where it always must.
  private struct Part {
    var program: Int32
    var literals: [Int32]?
  }

  init(rules: [Rule], decoders: DecoderSet, fields: FieldTable, options: DetectorSet.Options) {
    (self.rules, self.decoders, self.options) = (rules, decoders, options)
    compiler = RuleCompiler(pool: decoders.constants, fields: fields)
    known = Array(repeating: [], count: rules.count)
    fieldNames = rules.map { rule in
      var names: [String] = []
      for name in rule.expression.fieldNames.flatMap({ FieldAliases.names(for: $0) }) where !names.contains(name) {
        names.append(name)
      }
      return names
    }
    residuals = Array(repeating: [:], count: rules.count)
    popularity = LiteralSet.popularity(rules.map(\.expression))
  }

  mutating func build() {
    // U+017F and U+212A fold to 's' and 'k'.
    for exotic in [[0xC5, 0xBF], [0xE2, 0x84, 0xAA]] as [[UInt8]] { exoticLiterals = number(exotic) + 1 }
    dispatchCount = 2 * (decoders.patterns.count + decoders.decoders.count + Format.allCases.count)
    let before = literals.count
    for source in options.inputSources {
      for hasFixedFields in [false, true] { add(given: source, hasFixedFields: hasFixedFields) }
    }
    // Without a literal of a rule there is nothing to be blinded to.
    if literals.count == before { literals = [] }
  }

  /// The dispatches of one input source, for records of any fields or for those of the formats whose fields are fixed.
  private mutating func add(given source: LogSource?, hasFixedFields: Bool) {
    let fixed = hasFixedFields ? Set((Format.rfc3164.fixedFields ?? []).map { compiler.fields.name($0) }) : nil
    for pattern in decoders.patterns {
      var known = RuleCompiler.Knowledge(possible: fixed)
      known.possible?.formUnion(pattern.fields.map { compiler.fields.name($0) })
      for constant in pattern.constants { known.constants[compiler.fields.name(constant.field)] = constant.value.bytes }
      add(sources: sources(decoder: pattern.decoder, given: source), known)
    }
    for decoder in decoders.decoders.indices {
      add(sources: sources(decoder: decoder, given: source), .init(possible: fixed))
    }
    for format in Format.allCases {
      let isFixed = hasFixedFields && format.fixedFields != nil
      add(sources: format.logSources + [source].compactMap { $0 }, .init(possible: isFixed ? fixed : nil))
    }
  }

  private func sources(decoder: Int, given: LogSource?) -> [LogSource] {
    let decoder = decoders.decoders[decoder]
    var sources = decoder.logSources
    switch decoder.scope {
    case .formats(let formats): sources += formats.flatMap(\.logSources)
    case .programs, .anyProgram: sources += Format.rfc3164.logSources
    }
    if let given { sources.append(given) }
    return sources
  }

  private mutating func add(sources: [LogSource], _ known: RuleCompiler.Knowledge) {
    let dispatch = Dispatch(sources: sources, known: known)
    let plan = dispatches[dispatch] ?? plan(for: dispatch)
    dispatches[dispatch] = plan
    planOf.append(plan)
  }

  private mutating func plan(for dispatch: Dispatch) -> Int32 {
    var plan = Plan.Draft()
    for index in rules(for: dispatch.sources) {
      let residual = residual(of: index, dispatch.known)
      if residual == .constant(false) { continue }
      if residual == .constant(true) {
        plan.certain.append(Int32(index))
        continue
      }
      for part in compiled(index, residual) {
        let entry = Plan.Entry(rule: Int32(index), program: part.program)
        guard let literals = part.literals, options.usesPrefilter else {
          plan.always.append(entry)
          continue
        }
        plan.byLiteral.append(entry)
        let number = Int32(plan.byLiteral.count - 1)
        plan.triggers += literals.map { Plan.Trigger(literal: $0, entry: number) }
      }
    }
    if let known = drafts[plan] { return known }
    let number = Int32(plans.count)
    drafts[plan] = number
    plans.append(plan.make(compiler.pool))
    return number
  }

  /// What is left of a rule, which depends on what is known of the fields that it names.
  private mutating func residual(of rule: Int, _ known: RuleCompiler.Knowledge) -> RuleCompiler.Residual {
    let states = fieldNames[rule].map { name in
      if let possible = known.possible, !possible.contains(name) { return FieldState.impossible }
      return known.constants[name].map { .constant($0) } ?? .unknown
    }
    if let same = residuals[rule][states] { return same }
    let residual = compiler.specialise(rules[rule].expression, known)
    residuals[rule][states] = residual
    return residual
  }

  /// The rules for records that stand for these log sources.
  private mutating func rules(for sources: [LogSource]) -> [Int] {
    if let known = rulesBySources[sources] { return known }
    let chosen = rules.indices.filter { index in
      options.ignoresLogSources || sources.contains { rules[index].logSource.contains($0) }
    }
    rulesBySources[sources] = chosen
    return chosen
  }

  /// The programs of a residual: its alternatives that have literals as one, and those that have none as another, so that one weak
  /// alternative does not cost all of them on every record.
  private mutating func compiled(_ rule: Int, _ residual: RuleCompiler.Residual) -> [Part] {
    if let same = known[rule].first(where: { $0.residual == residual }) { return same.parts }
    var parts: [Part] = []
    if case .or(let alternatives) = residual.flattened, options.usesPrefilter {
      var strong: [RuleCompiler.Residual] = []
      var weak: [RuleCompiler.Residual] = []
      for alternative in alternatives {
        if LiteralSet.required(alternative, popularity) == nil { weak.append(alternative) } else { strong.append(alternative) }
      }
      parts = [strong, weak].filter { !$0.isEmpty }.map { part($0.count == 1 ? $0[0] : .or($0)) }
    } else {
      parts = [part(residual)]
    }
    known[rule].append((residual, parts))
    return parts
  }

  private mutating func part(_ residual: RuleCompiler.Residual) -> Part {
    programs.append(compiler.compile(residual))
    let numbers = LiteralSet.required(residual, popularity).map { $0.map { number($0) }.sorted() }
    return Part(program: Int32(programs.count - 1), literals: numbers)
  }

  /// The number of a literal. Of a long one its end does: where the whole stands, so does that.
  private mutating func number(_ whole: [UInt8]) -> Int32 {
    let literal = Array(whole.suffix(Self.literalLimit))
    if let known = literalNumbers[literal] { return known }
    literals.append(literal)
    literalNumbers[literal] = Int32(literals.count - 1)
    return Int32(literals.count - 1)
  }
}

extension Format {
  /// What a record of the format is, before any decoder has looked at it.
  public var logSources: [LogSource] {
    switch self {
    case .rfc3164, .rfc5424, .rfc3339, .journalExport, .journalJSON: [LogSource(product: "linux", service: "syslog")]
    case .common, .combined: [LogSource(category: "webserver")]
    case .nginxError: [LogSource(category: "webserver", product: "nginx", service: "error")]
    case .apacheError: [LogSource(category: "webserver", product: "apache", service: "error")]
    case .audit: [LogSource(product: "linux", service: "auditd")]
    case .json, .keyValue, .docker, .cri, .cef, .plain: []
    }
  }
}

extension Expression {
  /// The names of the fields that are tested, as often as they are.
  fileprivate var fieldNames: [String] {
    switch self {
    case .and(let parts), .or(let parts): parts.flatMap(\.fieldNames)
    case .not(let part): part.fieldNames
    case .field(let name, _): [name]
    case .anywhere, .always: []
    }
  }
}
