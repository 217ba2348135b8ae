import Sigma

/// Works out, for every dispatch, which rules can match there and what of them is left to test.
struct PlanBuilder {
  let rules: [Rule]
  let decoders: DecoderSet
  let options: DetectorSet.Options
  var compiler: RuleCompiler
  var programs: ContiguousArray<RuleProgram> = []
  var plans: ContiguousArray<Plan> = []
  var planOf: ContiguousArray<Int32> = []
  var dispatchCount = 0
  var literals: [[UInt8]] = []
  var exoticLiterals: Set<Int32> = []
  private var literalNumbers: [[UInt8]: Int32] = [:]
  /// Programs and literals of a rule's residuals, so that equal ones are shared.
  private var known: [[(residual: RuleCompiler.Residual, program: Int32, literals: Set<Int32>?)]]

  init(rules: [Rule], decoders: DecoderSet, fields: FieldTable, options: DetectorSet.Options) {
    (self.rules, self.decoders, self.options) = (rules, decoders, options)
    compiler = RuleCompiler(pool: decoders.constants, fields: fields)
    known = Array(repeating: [], count: rules.count)
  }

  mutating func build() {
    // U+017F and U+212A fold to 's' and 'k'.
    for exotic in [[0xC5, 0xBF], [0xE2, 0x84, 0xAA]] as [[UInt8]] { exoticLiterals.insert(number(exotic)) }
    dispatchCount = decoders.patterns.count + decoders.decoders.count + Format.allCases.count
    let before = literals.count
    for source in options.inputSources {
      for pattern in decoders.patterns {
        var constants: [String: [UInt8]] = [:]
        for constant in pattern.constants { constants[compiler.fields.name(constant.field)] = constant.value.bytes }
        add(sources: sources(decoder: pattern.decoder, given: source), constants)
      }
      for decoder in decoders.decoders.indices { add(sources: sources(decoder: decoder, given: source), [:]) }
      for format in Format.allCases { add(sources: format.logSources + [source].compactMap { $0 }, [:]) }
    }
    // Without a literal of a rule there is nothing to be blinded to.
    if literals.count == before { literals = [] }
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

  private mutating func add(sources: [LogSource], _ constants: [String: [UInt8]]) {
    var plan = Plan()
    for (index, rule) in rules.enumerated() {
      guard options.ignoresLogSources || sources.contains(where: { rule.logSource.contains($0) }) else { continue }
      let residual = compiler.specialise(rule.expression, constants)
      if residual == .constant(false) { continue }
      if residual == .constant(true) {
        plan.certain.append(Int32(index))
        continue
      }
      let (program, required) = compiled(index, residual)
      let entry = Plan.Entry(rule: Int32(index), program: program)
      if let required, options.usesPrefilter {
        plan.byLiteral.append(entry)
        for literal in required { plan.entriesOf[literal, default: []].append(Int32(plan.byLiteral.count - 1)) }
      } else {
        plan.always.append(entry)
      }
    }
    plans.append(plan)
    planOf.append(Int32(plans.count - 1))
  }

  private mutating func compiled(_ rule: Int, _ residual: RuleCompiler.Residual) -> (Int32, Set<Int32>?) {
    if let same = known[rule].first(where: { $0.residual == residual }) { return (same.program, same.literals) }
    programs.append(compiler.compile(residual))
    let program = Int32(programs.count - 1)
    let numbers = LiteralSet.required(residual).map { Set($0.map { number($0) }) }
    known[rule].append((residual, program, numbers))
    return (program, numbers)
  }

  private mutating func number(_ literal: [UInt8]) -> Int32 {
    if let known = literalNumbers[literal] { return known }
    literals.append(literal)
    literalNumbers[literal] = Int32(literals.count - 1)
    return Int32(literals.count - 1)
  }
}

extension Format {
  /// What a record of the format is, before any decoder has looked at it.
  var logSources: [LogSource] {
    switch self {
    case .rfc3164, .rfc5424, .rfc3339, .journalExport, .journalJSON: [LogSource(product: "linux", service: "syslog")]
    case .common, .combined: [LogSource(category: "webserver")]
    case .nginxError: [LogSource(category: "webserver", product: "nginx", service: "error")]
    case .apacheError: [LogSource(category: "webserver", product: "apache", service: "error")]
    case .audit: [LogSource(product: "linux", service: "auditd")]
    case .json, .keyValue, .docker, .cri, .plain: []
    }
  }
}
