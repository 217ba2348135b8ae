import Sigma

/// Works out, for every dispatch, which rules can match there and what of them is left to test.
struct PlanBuilder {
  let decoders: DecoderSet
  let options: DetectorSet.Options
  var compiler: RuleCompiler
  private(set) var programs: [RuleProgram] = []
  /// What is left to test of a rule, for each program.
  private var programResiduals: [RuleCompiler.Residual] = []
  var plans: [Plan] = []
  /// Those for records that say where each value begins and ends.
  private var structuredPlans: [Int] = []
  var planOf: [Int32] = []
  private var planOfContent: [PlanContent: Int32] = [:]
  private var openRules: [OpenRule]
  private let rulesBySource: [(source: LogSource, rules: [Int])]
  private var groups: [RuleGroup] = []
  private var groupOfSources: [[LogSource]: Int] = [:]
  private var groupOfRules: [[Int]: Int] = [:]
  /// For each pattern what is known of the fields that rules test and that it fills, by the numbers of their names.
  private let assertions: [[(name: Int, state: FieldState)]]
  fileprivate let required: RequiredItems
  fileprivate var search = SearchBuilder()
  var dispatchCount = 0
  private var groupCount = 0

  /// The rules for records that stand for the same log sources.
  private struct RuleGroup {
    var rules: [Int]
    /// The names of the fields that some of them test.
    var names: [Int]
    /// Plans by what is known of these fields; those for records that say where each value begins and ends apart.
    var plans: [[FieldState]: Int32] = [:]
    var structuredPlans: [[FieldState]: Int32] = [:]
  }

  /// What a plan is made of; equal ones are made once.
  private struct PlanContent: Hashable {
    struct Open: Hashable {
      var rule: Int
      var residual: Int
    }
    var isStructured: Bool
    /// Rules that hold for all records.
    var certain: [Int32] = []
    var open: [Open] = []
  }

  init(rules: [Rule], decoders: DecoderSet, fields: FieldTable, options: DetectorSet.Options) {
    (self.decoders, self.options) = (decoders, options)
    var compiler = RuleCompiler(pool: decoders.constants, fields: fields)
    let expressions = rules.map { compiler.read($0.expression) }
    var asked = Array(repeating: 0, count: compiler.tests.count)
    openRules = expressions.map { expression in
      var items: [Int32] = []
      expression.forEachItem { items.append($0) }
      for item in items { asked[Int(item)] += 1 }
      return OpenRule(expression: expression, names: compiler.names(of: items))
    }
    required = RequiredItems(compiler.tests, asked: asked)
    assertions = Self.assertions(decoders, &compiler)
    self.compiler = compiler
    rulesBySource = Dictionary(grouping: rules.indices) { rules[$0].logSource }.map { (source: $0.key, rules: $0.value) }
  }

  private static func assertions(
    _ decoders: DecoderSet, _ compiler: inout RuleCompiler
  ) -> [[(name: Int, state: FieldState)]] {
    let names = compiler.fields.names.map { compiler.number(of: $0) }
    return decoders.patterns.indices.map { index in
      var assertion: [(name: Int, state: FieldState)] = []
      func name(_ field: FieldID) -> Int? {
        Int(field.rawValue) < names.count ? names[Int(field.rawValue)].map { Int($0) } : nil
      }
      for capture in decoders.patterns[index].captures {
        if let name = name(capture.field) { assertion.append((name, .unknown)) }
        if let name = name(capture.ipField) { assertion.append((name, .unknown)) }
      }
      for constant in decoders.patterns[index].constants {
        if let name = name(constant.field) { assertion.append((name, compiler.state(of: constant.value))) }
      }
      return assertion
    }
  }

  mutating func build() {
    dispatchCount = 2 * (decoders.patterns.count + decoders.decoders.count + Format.allCases.count)
    for source in options.inputSources {
      let groups = decoders.decoders.map { group(for: Self.sources($0, given: source)) }
      for hasFixedFields in [false, true] { add(given: source, groups, hasFixedFields: hasFixedFields) }
    }
    search.build(required, &compiler)
    programs = programResiduals.map { compiler.compile($0) }
    addScopes()
  }

  /// Records of a shape are searched for what their own rules ask for, all others for what rules for any of them do.
  private mutating func addScopes() {
    let isStructured = Set(structuredPlans)
    search.addLineScope(items(of: plans.indices.filter { !isStructured.contains($0) }.map { plans[$0] }))
    for number in structuredPlans {
      let awaited = Set(plans[number].triggers.map(\.item))
      plans[number].scope = search.addScope(items(of: [plans[number]]), awaited: awaited.contains)
    }
  }

  /// The items that the programs of some plans ask for, and those that let them run; ascending.
  fileprivate func items(of plans: [Plan]) -> [Int32] {
    var isAsked = Array(repeating: false, count: compiler.tests.count)
    var isRead = Array(repeating: false, count: programs.count)
    for plan in plans {
      for trigger in plan.triggers { isAsked[Int(trigger.item)] = true }
      for entry in plan.entries where !isRead[Int(entry.program)] {
        isRead[Int(entry.program)] = true
        for step in programs[Int(entry.program)].steps { isAsked[Int(step.item)] = true }
      }
    }
    return isAsked.indices.filter { isAsked[$0] }.map { Int32($0) }
  }

  /// The dispatches of one input source, for records of any fields or for those of the formats whose fields are fixed; `groups` are
  /// those of the decoders.
  private mutating func add(given source: LogSource?, _ groups: [Int], hasFixedFields: Bool) {
    let anything = compiler.states(possible: nil)
    let fixed = (Format.rfc3164.fixedFields ?? []).map { compiler.fields.name($0) }
    let base = hasFixedFields ? compiler.states(possible: fixed) : anything
    var states = base
    for (index, assertion) in assertions.enumerated() {
      for (name, state) in assertion { states[name] = state }
      add(groups[decoders.patterns[index].decoder], states, isStructured: false)
      for (name, _) in assertion { states[name] = base[name] }
    }
    for decoder in decoders.decoders.indices {
      // Shapes are told apart in JSON alone.
      add(groups[decoder], base, isStructured: decoders.decoders[decoder].scope == .formats([]))
    }
    for format in Format.allCases {
      let group = group(for: format.logSources + [source].compactMap { $0 })
      let isStructured = format == .json || format == .journalJSON || format == .docker
      add(group, format.fixedFields != nil ? base : anything, isStructured: isStructured)
    }
  }

  private static func sources(_ decoder: DecoderSet.Decoder, given: LogSource?) -> [LogSource] {
    var sources = decoder.logSources
    switch decoder.scope {
    case .formats(let formats): sources += formats.flatMap(\.logSources)
    case .programs, .anyProgram: sources += Format.rfc3164.logSources
    }
    if let given { sources.append(given) }
    return sources
  }

  /// The rules for records that stand for these log sources.
  private mutating func group(for sources: [LogSource]) -> Int {
    if let known = groupOfSources[sources] { return known }
    var rules: [Int] = []
    for index in rulesBySource.indices where options.ignoresLogSources || isFed(rulesBySource[index].source, by: sources) {
      rules += rulesBySource[index].rules
    }
    rules.sort()
    let group = groupOfRules[rules] ?? groups.count
    if group == groups.count { groups.append(RuleGroup(rules: rules, names: names(of: rules))) }
    groupOfRules[rules] = group
    groupOfSources[sources] = group
    return group
  }

  private func isFed(_ source: LogSource, by sources: [LogSource]) -> Bool {
    for index in sources.indices where source.contains(sources[index]) { return true }
    return false
  }

  private func names(of rules: [Int]) -> [Int] {
    var isNamed = Array(repeating: false, count: compiler.nameCount)
    for rule in rules { for name in openRules[rule].names { isNamed[name] = true } }
    return isNamed.indices.filter { isNamed[$0] }
  }

  private mutating func add(_ group: Int, _ states: [FieldState], isStructured: Bool) {
    // All that a plan depends on.
    let known = groups[group].names.map { states[$0] }
    if let plan = isStructured ? groups[group].structuredPlans[known] : groups[group].plans[known] {
      planOf.append(plan)
      return
    }
    let plan = plan(for: groups[group].rules, states, isStructured: isStructured)
    if isStructured { groups[group].structuredPlans[known] = plan } else { groups[group].plans[known] = plan }
    planOf.append(plan)
  }

  private mutating func plan(for rules: [Int], _ states: [FieldState], isStructured: Bool) -> Int32 {
    var content = PlanContent(isStructured: isStructured)
    for rule in rules {
      switch openRules[rule].rest(states, &compiler) {
      case .answer(false): continue
      case .answer(true): content.certain.append(Int32(rule))
      case .residual(let number): content.open.append(.init(rule: rule, residual: number))
      }
    }
    if content.open.isEmpty { content.isStructured = false }
    if let known = planOfContent[content] { return known }
    let draft = plan(content)
    plans.append(draft.make(compiler.pool, firstGroup: groupCount))
    groupCount += draft.groupCount
    if content.isStructured { structuredPlans.append(plans.count - 1) }
    planOfContent[content] = Int32(plans.count - 1)
    return Int32(plans.count - 1)
  }

  private mutating func plan(_ content: PlanContent) -> Plan.Draft {
    var plan = Plan.Draft()
    plan.certain = content.certain
    for open in content.open {
      for part in parts(open.rule, open.residual, isStructured: content.isStructured) {
        add(part, of: open.rule, to: &plan)
      }
    }
    return plan
  }

  private func add(_ part: OpenRule.Part, of rule: Int, to plan: inout Plan.Draft) {
    let entry = Plan.Entry(rule: Int32(rule), program: part.program)
    for field in part.texts { plan.searchText(of: field) }
    if part.hasKeywords { plan.hasKeywords = true }
    switch part.cue {
    case .none: plan.always.append(entry)
    case .field(let fields): plan.add(entry, decidedBy: fields)
    case .items(let items, let decide):
      plan.byItem.append(entry)
      let number = Int32(plan.byItem.count - 1)
      plan.triggers += items.map { Plan.Trigger(item: $0, entry: number, decides: decide) }
      if items.contains(where: { required.signs[Int($0)] != nil }) { plan.bySign.append(number) }
    }
  }

  /// The programs of a residual.
  private mutating func parts(_ rule: Int, _ number: Int, isStructured: Bool) -> [OpenRule.Part] {
    if let same = openRules[rule].parts(of: number, isStructured: isStructured) { return same }
    let residual = openRules[rule].residuals[number]
    var parts = [RulePart(residual: residual, cue: .none)]
    if options.usesPrefilter { parts = RulePart.split(residual, required, &compiler, isStructured: isStructured) }
    let compiled = parts.map { compile($0, isStructured: isStructured) }
    openRules[rule].setParts(compiled, of: number, isStructured: isStructured)
    return compiled
  }

  private mutating func compile(_ part: RulePart, isStructured: Bool) -> OpenRule.Part {
    programResiduals.append(part.residual)
    var compiled = OpenRule.Part(program: Int32(programResiduals.count - 1), cue: part.cue)
    guard options.usesPrefilter else { return compiled }
    if case .items(let items, _) = part.cue {
      search.seek(items, inLines: !isStructured)
      compiled.hasKeywords = items.contains { compiler.isKeyword($0) }
    }
    if isStructured {
      part.residual.forEachAsserted { search.ask($0) }
      // What runs on every record is answered by what was found, and values that come back are not looked at again.
      if case .none = part.cue { part.residual.forEachItem { search.decide($0) } }
    } else {
      part.residual.forEachItem { item in
        guard required.isInTexts(item) else { return }
        if compiler.isKeyword(item) { compiled.hasKeywords = true }
        for field in compiler.fields(of: item) where !compiled.texts.contains(field) { compiled.texts.append(field) }
      }
    }
    return compiled
  }
}

extension PlanBuilder {
  /// For each field whether a plan's rules look into it; nil where they look into all.
  func fieldsRead(by plan: Plan) -> [Bool]? {
    let items = plan.isSettled ? [] : items(of: [plan])
    if plan.hasKeywords || items.contains(where: compiler.isKeyword) { return nil }
    return compiler.fieldsRead(by: items)
  }

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
