import Sigma

/// What scanning a record walks over once the record is framed: what must be known of it, and which rules are run. Owned by a
/// `DetectorSet`, whose memory it points into. An object, so that nobody copies it.
final class DispatchTables: Sendable {
  let decoders: DecoderTables
  let programs: Table<RuleProgram>
  let plans: Table<Plan>
  /// Index into `plans`, by input source and dispatch.
  private let planOf: Table<Int32>
  /// The dispatches of one input source: patterns, decoders and formats for records of any fields, and as many again for those whose
  /// format says which fields they have.
  private let half: Int
  private let patternCount: Int
  private let decoderCount: Int
  /// What must be known of a record, by input source and dispatch.
  private let needs: Table<Need>
  /// What becomes of a pattern that matches, by input source and dispatch.
  private let uses: Table<PatternUse>
  /// What a message's patterns need, by input source and whether fields are fixed.
  private let patternNeeds: Table<NeedTables>
  let automaton: AhoCorasick
  let clues: ClueTables
  /// So many literals, the first, show that text folds in ways the automaton cannot see.
  let exoticLiterals: Int32

  /// For each rule a range of `payloadFields`, and for each of these one of `payloadIDs`: the names under which the field may stand.
  private let payloadRules: Table<Int32>
  private let payloadFields: Table<Int32>
  private let payloadIDs: Table<FieldID>

  init(
    _ builder: PlanBuilder, decoders set: DecoderSet, payloads: PayloadLayout, sourceCount: Int, pool: ConstantPool
  ) {
    decoders = set.tables
    programs = pool.table(builder.programs)
    plans = pool.table(builder.plans)
    planOf = pool.table(builder.planOf)
    let half = builder.dispatchCount / 2
    self.half = half
    patternCount = set.patterns.count
    decoderCount = set.decoders.count
    automaton = AhoCorasick(builder.lineLiterals, pool: pool)
    clues = ClueTables(builder.clues, literals: builder.lineLiterals.count, builder.gramCounts, pool: pool)
    exoticLiterals = builder.exoticLiterals
    let needs = Self.needs(builder, automaton)
    self.needs = pool.table(needs)
    var tables = NeedTables.Builder(set.tables, pool: pool)
    patternNeeds = pool.table((0..<2 * sourceCount).map { tables.build(Array(needs[($0 * half)...])) })
    uses = pool.table(Self.uses(builder, set.patterns, payloads, pool))
    let fields = payloads.ids.flatMap { $0 }
    payloadRules = pool.table(Self.starts(payloads.ids.map(\.count)))
    payloadFields = pool.table(Self.starts(fields.map(\.count)))
    payloadIDs = pool.table(fields.flatMap { $0 })
  }

  private static func starts(_ counts: [Int]) -> [Int32] {
    counts.reduce(into: [0]) { sums, count in sums.append((sums.last ?? 0) + Int32(count)) }
  }

  private static func uses(
    _ builder: PlanBuilder, _ patterns: Table<CompiledPattern>, _ payloads: PayloadLayout, _ pool: ConstantPool
  ) -> [PatternUse] {
    // Most input sources share their plans.
    var known: [Int: PatternUse] = [:]
    var isRead: [[Bool]??] = Array(repeating: nil, count: builder.plans.count)
    let half = builder.dispatchCount / 2
    return builder.planOf.indices.map { index in
      let (number, dispatch) = (Int(builder.planOf[index]), index % half)
      let hasFixedFields = index / half % 2 == 1
      guard dispatch < patterns.count else { return PatternUse() }
      let key = (number * 2 + (hasFixedFields ? 1 : 0)) * patterns.count + dispatch
      if let use = known[key] { return use }
      let plan = builder.plans[number]
      let fields = isRead[number] ?? Self.fieldsRead(by: plan, builder, payloads)
      isRead[number] = fields
      var use = PatternUse(kept: patterns[dispatch].kept)
      if let fields {
        use.kept = patterns[dispatch].kept(only: fields, pool: pool)
        if plan.isSettled, hasFixedFields, patterns[dispatch].hasNewFields,
          let sources = sources(of: plan.certain.map { payloads.ids[Int($0)] }, in: use.kept, pool)
        {
          (use.readsFields, use.payloads) = (false, sources)
        }
      }
      known[key] = use
      return use
    }
  }

  /// For each field whether rules of a plan look into it, or it travels with their matches; nil for all.
  private static func fieldsRead(by plan: Plan, _ builder: PlanBuilder, _ payloads: PayloadLayout) -> [Bool]? {
    guard var isRead = builder.fieldsRead(by: plan) else { return nil }
    for rule in plan.rules {
      for names in payloads.ids[Int(rule)] { for field in names { isRead[Int(field.rawValue)] = true } }
    }
    return isRead
  }

  /// Where the payloads of some rules come from; nil unless that is known of all their values.
  private static func sources(
    of rules: [[ContiguousArray<FieldID>]], in kept: CompiledPattern.Kept, _ pool: ConstantPool
  ) -> Table<Table<PayloadSource>>? {
    var payloads: [Table<PayloadSource>] = []
    for rule in rules {
      let sources = rule.compactMap { PayloadSource($0, in: kept) }
      guard sources.count == rule.count else { return nil }
      payloads.append(pool.table(sources))
    }
    return pool.table(payloads)
  }

  /// What of the header and of a pattern's captures and constants somebody reads becomes fields. Returned is where the payloads of the
  /// rules come from, for each; or nothing where they come from fields.
  @inline(__always)
  func keep(_ dispatch: Int, _ outcome: DecoderSet.Outcome, _ event: Event) -> Table<Table<PayloadSource>> {
    if outcome.pattern >= 0, !uses[dispatch].readsFields { return uses[dispatch].payloads }
    keepFields(dispatch, outcome, event)
    return .empty
  }

  @inline(never)
  private func keepFields(_ dispatch: Int, _ outcome: DecoderSet.Outcome, _ event: Event) {
    event.settleHeader()
    guard outcome.pattern >= 0 else { return }
    CompiledPattern.keep(uses[dispatch].kept, of: decoders.patterns, Int(outcome.pattern), in: event)
  }

  /// Appends the values that travel with a rule's match.
  @inline(__always)
  func appendPayload(of rule: Int32, _ event: Event, to bytes: MatchBytes) {
    var field = Int(payloadRules[Int(rule)])
    let end = Int(payloadRules[Int(rule) + 1])
    while field < end {
      Payload.append(payloadValue(field, event), to: bytes)
      field += 1
    }
  }

  @inline(__always)
  private func payloadValue(_ field: Int, _ event: Event) -> ByteView? {
    var index = Int(payloadFields[field])
    let end = Int(payloadFields[field + 1])
    while index < end {
      if let value = event.first(payloadIDs[index]), value.kind != .null, value.kind != .container { return value.value }
      index += 1
    }
    return nil
  }

  private static func needs(_ builder: PlanBuilder, _ automaton: AhoCorasick) -> [Need] {
    let patterns = builder.decoders.patterns
    return builder.planOf.indices.map { index in
      let plan = builder.plans[Int(builder.planOf[index])]
      let dispatch = index % (builder.dispatchCount / 2)
      if !plan.certain.isEmpty || !plan.always.isEmpty || !plan.byField.isEmpty { return .everything }
      guard dispatch < patterns.count else { return plan.isSettled ? .nothing : .literals }
      if patterns[dispatch].join != .none { return .everything }
      if plan.isSettled { return .nothing }
      // What the pattern asserts may hold a literal, too.
      var hits = Row<AhoCorasick.Hit>()
      for constant in patterns[dispatch].constants { automaton.scan(constant.value, into: &hits) }
      return hits.isEmpty ? .literals : .everything
    }
  }

  /// Index of an outcome among the dispatches of all input sources.
  @inline(__always)
  func dispatch(_ source: Int, _ outcome: DecoderSet.Outcome, _ event: Event) -> Int {
    let base = (2 &* source &+ (event.hasFixedFields ? 1 : 0)) &* half
    if outcome.pattern >= 0 { return base &+ Int(outcome.pattern) }
    return base &+ patternCount &+ (outcome.decoder >= 0 ? Int(outcome.decoder) : decoderCount &+ event.format.index)
  }

  /// Index of the plan for a record that a dispatch leads to.
  @inline(__always)
  func plan(_ dispatch: Int) -> Int { Int(planOf[dispatch]) }

  /// How many input sources there are.
  var sourceCount: Int { planOf.count / (2 * half) }

  /// The rules that may match where a dispatch leads, given as within one input source; whether or not fields are fixed.
  func rules(source: Int, dispatch: Int) -> Set<Int> {
    var rules: Set<Int> = []
    for place in [2 * source, 2 * source + 1] {
      let plan = plans[Int(planOf[place * half + dispatch])]
      for rule in plan.certain { rules.insert(Int(rule)) }
      for entry in plan.always { rules.insert(Int(entry.rule)) }
      for group in plan.byField { for entry in group.entries { rules.insert(Int(entry.rule)) } }
      for entry in plan.byItem { rules.insert(Int(entry.rule)) }
    }
    return rules
  }

  /// What must be known of a framed record, and which decoder is responsible for it. `first` is where its program's decoders begin.
  func need(source: Int, _ event: Event, first: Int) -> NeedTables.Answer {
    var answer = decoders.need(event, first: first, patternNeeds[2 * source + (event.hasFixedFields ? 1 : 0)])
    // Where no pattern fits after all, the rest of the rules for its decoder or format have their turn.
    let outcome = DecoderSet.Outcome(decoder: answer.decoder, pattern: answer.pattern)
    if answer.need != .everything { answer.need = max(answer.need, needs[dispatch(source, outcome, event)]) }
    return answer
  }
}
