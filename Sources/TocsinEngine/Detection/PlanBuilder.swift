import Sigma

/// Works out, for every dispatch, which rules can match there and what of them is left to test.
struct PlanBuilder {
  let rules: [Rule]
  let decoders: DecoderSet
  let options: DetectorSet.Options
  var compiler: RuleCompiler
  private(set) var programs: [RuleProgram] = []
  /// What is left to test of a rule, for each program.
  private var programResiduals: [RuleCompiler.Residual] = []
  var plans: [Plan] = []
  var planOf: [Int32] = []
  /// Those for records that say where each value begins and ends.
  private var structuredPlans: Set<Int> = []
  private var drafts: [Plan.Draft: Int32] = [:]
  private var dispatches: [Dispatch: Int32] = [:]
  private var rulesBySources: [[LogSource]: [Int]] = [:]
  private let rulesBySource: [LogSource: [Int]]
  private let expressions: [RuleCompiler.Residual]
  /// For each rule the names of the fields that it tests, and what was left of it given what was known of these.
  private let fieldNames: [[String]]
  private var residuals: [[[FieldState]: RuleCompiler.Residual]]
  private var plainResiduals: [RuleCompiler.Residual?]
  fileprivate let required: RequiredItems
  fileprivate var search = SearchBuilder()
  var dispatchCount = 0
  /// Programs and items of a rule's residuals, so that equal ones are shared.
  private var known: [[(residual: RuleCompiler.Residual, isStructured: Bool, parts: [Part])]]

  /// All that a plan depends on: the log sources that a record stands for, and what its pattern asserts.
  private struct Dispatch: Hashable {
    var sources: [LogSource]
    var known: RuleCompiler.Knowledge
    /// Whether only records come here that say where each value begins and ends.
    var isStructured: Bool
  }

  /// What is known of a field before an event is seen.
  private enum FieldState: Hashable {
    case impossible, unknown
    case constant([UInt8])
  }

  /// A program with the items of which one lets it run; nil where it always must.
  private struct Part {
    var program: Int32
    var items: [Int32]?
  }

  init(rules: [Rule], decoders: DecoderSet, fields: FieldTable, options: DetectorSet.Options) {
    (self.rules, self.decoders, self.options) = (rules, decoders, options)
    var compiler = RuleCompiler(pool: decoders.constants, fields: fields)
    expressions = rules.map { compiler.read($0.expression) }
    var asked = Array(repeating: 0, count: compiler.tests.count)
    fieldNames = expressions.map { expression in
      var names: [String] = []
      expression.forEachItem { item in
        asked[Int(item)] += 1
        for name in compiler.names(of: item) where !names.contains(name) { names.append(name) }
      }
      return names
    }
    required = RequiredItems(compiler.tests, asked: asked)
    self.compiler = compiler
    known = Array(repeating: [], count: rules.count)
    residuals = Array(repeating: [:], count: rules.count)
    plainResiduals = Array(repeating: nil, count: rules.count)
    rulesBySource = Dictionary(grouping: rules.indices) { rules[$0].logSource }
  }

  mutating func build() {
    dispatchCount = 2 * (decoders.patterns.count + decoders.decoders.count + Format.allCases.count)
    for source in options.inputSources {
      for hasFixedFields in [false, true] { add(given: source, hasFixedFields: hasFixedFields) }
    }
    search.build(required, &compiler)
    programs = programResiduals.map { compiler.compile($0) }
    addScopes()
  }

  /// Records of a shape are searched for what their own rules ask for, all others for what rules for any of them do.
  private mutating func addScopes() {
    let shared = plans.indices.filter { !structuredPlans.contains($0) }
    search.addLineScope(items(of: shared.map { plans[$0] }))
    for number in structuredPlans.sorted() {
      let awaited = Set(plans[number].triggers.map(\.item))
      plans[number].scope = search.addScope(items(of: [plans[number]]), awaited: awaited.contains)
    }
  }

  /// The items that the programs of some plans ask for, and those that let them run; ascending.
  private func items(of plans: [Plan]) -> [Int32] {
    var isAsked = Array(repeating: false, count: compiler.tests.count)
    var isRead = Array(repeating: false, count: programs.count)
    for plan in plans {
      for trigger in plan.triggers { isAsked[Int(trigger.item)] = true }
      for entry in [plan.byItem, plan.always].joined() where !isRead[Int(entry.program)] {
        isRead[Int(entry.program)] = true
        for step in programs[Int(entry.program)].steps { isAsked[Int(step.item)] = true }
      }
    }
    return isAsked.indices.filter { isAsked[$0] }.map { Int32($0) }
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
      // Shapes are told apart in JSON alone.
      let isStructured = decoders.decoders[decoder].scope == .formats([])
      add(sources: sources(decoder: decoder, given: source), .init(possible: fixed), isStructured: isStructured)
    }
    for format in Format.allCases {
      let isFixed = hasFixedFields && format.fixedFields != nil
      add(
        sources: format.logSources + [source].compactMap { $0 }, .init(possible: isFixed ? fixed : nil),
        isStructured: format == .json || format == .journalJSON || format == .docker)
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

  private mutating func add(sources: [LogSource], _ known: RuleCompiler.Knowledge, isStructured: Bool = false) {
    let dispatch = Dispatch(sources: sources, known: known, isStructured: isStructured)
    let plan = dispatches[dispatch] ?? plan(for: dispatch)
    dispatches[dispatch] = plan
    planOf.append(plan)
    if isStructured { structuredPlans.insert(Int(plan)) }
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
      for part in compiled(index, residual, isStructured: dispatch.isStructured) {
        let entry = Plan.Entry(rule: Int32(index), program: part.program)
        guard let items = part.items else {
          plan.always.append(entry)
          continue
        }
        plan.byItem.append(entry)
        let number = Int32(plan.byItem.count - 1)
        plan.triggers += items.map { Plan.Trigger(item: $0, entry: number) }
        for item in items where compiler.isKeyword(item) { plan.hasKeywords = true }
        search.seek(items, inLines: !dispatch.isStructured)
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
    if known.isNothing { return plain(rule) }
    let states = fieldNames[rule].map { name in
      if let possible = known.possible, !possible.contains(name) { return FieldState.impossible }
      return known.constants[name].map { .constant($0) } ?? .unknown
    }
    if let same = residuals[rule][states] { return same }
    let residual = compiler.specialise(expressions[rule], known)
    residuals[rule][states] = residual
    return residual
  }

  /// The same where nothing is known.
  private mutating func plain(_ rule: Int) -> RuleCompiler.Residual {
    if let same = plainResiduals[rule] { return same }
    let residual = compiler.specialise(expressions[rule], .init())
    plainResiduals[rule] = residual
    return residual
  }

  /// The rules for records that stand for these log sources.
  private mutating func rules(for sources: [LogSource]) -> [Int] {
    if let known = rulesBySources[sources] { return known }
    var chosen: [Int] = []
    for (source, group) in rulesBySource where options.ignoresLogSources || sources.contains(where: { source.contains($0) }) {
      chosen += group
    }
    chosen.sort()
    rulesBySources[sources] = chosen
    return chosen
  }

  /// The programs of a residual: its alternatives that items announce as one, and those that none does as another, so that one weak
  /// alternative does not cost all of them on every record.
  private mutating func compiled(_ rule: Int, _ residual: RuleCompiler.Residual, isStructured: Bool) -> [Part] {
    if let same = known[rule].first(where: { $0.isStructured == isStructured && $0.residual == residual }) { return same.parts }
    var parts: [Part] = []
    if case .or(let alternatives) = residual.flattened, options.usesPrefilter {
      var strong: [RuleCompiler.Residual] = []
      var weak: [RuleCompiler.Residual] = []
      for alternative in alternatives {
        if required.choose(alternative, numbers: isStructured) == nil {
          weak.append(alternative)
        } else {
          strong.append(alternative)
        }
      }
      parts = [strong, weak].filter { !$0.isEmpty }.map { part($0.count == 1 ? $0[0] : .or($0), isStructured: isStructured) }
    } else {
      parts = [part(residual, isStructured: isStructured)]
    }
    known[rule].append((residual, isStructured, parts))
    return parts
  }

  private mutating func part(_ residual: RuleCompiler.Residual, isStructured: Bool) -> Part {
    programResiduals.append(residual)
    let program = Int32(programResiduals.count - 1)
    guard options.usesPrefilter else { return Part(program: program, items: nil) }
    if isStructured { residual.forEachAsserted { search.ask($0) } }
    var items = required.choose(residual, numbers: isStructured)
    if isStructured, items == nil {
      items = required.choose(residual, numbers: true, probes: true)
      // What runs on every record is answered by what was found, and values that come back are not looked at again.
      if items == nil { residual.forEachItem { search.decide($0) } }
    }
    return Part(program: program, items: items?.sorted())
  }
}

extension PlanBuilder {
  /// What events are searched for: literals of the automaton, clues, and how often the literals' parts occur in rules.
  var lineLiterals: [[UInt8]] { search.lineLiterals }
  var exoticLiterals: Int32 { search.exoticLiterals }
  var literals: Set<[UInt8]> { search.literals }
  var clues: ClueTables.Builder { search.clues }
  var gramCounts: GramCounts { required.counts }
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

extension RuleCompiler.Residual {
  /// Calls `body` with each item that is not denied: those that are, are mostly asked for by few events.
  fileprivate func forEachAsserted(_ body: (Int32) -> Void) {
    switch self {
    case .and(let parts), .or(let parts): for part in parts { part.forEachAsserted(body) }
    case .test(let item): body(item)
    case .not, .constant: break
    }
  }

  /// Calls `body` with each item, as often as it is named.
  func forEachItem(_ body: (Int32) -> Void) {
    switch self {
    case .and(let parts), .or(let parts): for part in parts { part.forEachItem(body) }
    case .not(let part): part.forEachItem(body)
    case .test(let item): body(item)
    case .constant: break
    }
  }
}
