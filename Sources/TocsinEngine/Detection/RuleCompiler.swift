import Sigma

/// Turns expressions into programs, given what a decoder's pattern asserts.
///
/// Equal tests of all rules are one item. What is said of an item (its names, its literals) is worked out once.
struct RuleCompiler {
  private(set) var tables = Matcher.Tables()
  /// For each item the test it stands for; an item's place in the tables is filled when a program first asks for it.
  private(set) var tests: [Expression] = []
  private var items: [Expression: Int32] = [:]
  private var isLowered: [Bool] = []
  /// For each item the names under which its field may stand.
  private var names: [[String]] = []
  private var aliases: [String: [String]] = [:]
  /// Tests of asserted values that are decided already: every pattern asserts the same few.
  private var decided: [Decision: Bool] = [:]
  private let trialEvent: Event
  let pool: ConstantPool
  var fields: FieldTable

  init(pool: ConstantPool, fields: FieldTable, trialEvent: Event = Event()) {
    (self.pool, self.fields, self.trialEvent) = (pool, fields, trialEvent)
  }

  /// An expression over items, and what is left of it after everything that is known of an event was put in.
  indirect enum Residual: Equatable {
    case constant(Bool)
    case test(Int32)
    case not(Residual)
    case and([Residual])
    case or([Residual])

    static func any(_ parts: [Residual]) -> Residual { parts.count == 1 ? parts[0] : .or(parts) }

    /// With the alternatives of alternatives brought to the top.
    var flattened: Residual {
      guard case .or(let parts) = self else { return self }
      return .or(
        parts.flatMap { part in
          if case .or(let inner) = part.flattened { return inner }
          return [part]
        })
    }
  }

  /// What is known of an event before it is seen.
  struct Knowledge: Hashable {
    /// What a decoder's pattern asserts.
    var constants: [String: [UInt8]] = [:]
    /// The names of all fields that it can have, where these are known.
    var possible: Set<String>?

    var isNothing: Bool { constants.isEmpty && possible == nil }
  }

  /// An expression with its tests as items.
  mutating func read(_ expression: Expression) -> Residual {
    switch expression {
    case .always(let value): .constant(value)
    case .not(let inner): .not(read(inner))
    case .and(let parts): .and(parts.map { read($0) })
    case .or(let parts): .or(parts.map { read($0) })
    case .field(let name, .sameAs(let field, let affix, let cased)):
      // The other field, too, goes by any of its names.
      Residual.any(aliases(of: field).map { .test(item(.field(name, .sameAs(field: $0, affix, cased: cased)))) })
    case .field, .anywhere: .test(item(expression))
    }
  }

  private mutating func item(_ test: Expression) -> Int32 {
    if let known = items[test] { return known }
    let item = Int32(tests.count)
    items[test] = item
    tests.append(test)
    isLowered.append(false)
    tables.items.append(Item(test: .null, firstField: 0, fieldCount: 0, isKeyword: false))
    if case .field(let name, _) = test { names.append(aliases(of: name)) } else { names.append([]) }
    return item
  }

  private mutating func aliases(of name: String) -> [String] {
    if let known = aliases[name] { return known }
    let names = FieldAliases.names(for: name)
    aliases[name] = names
    return names
  }

  /// The names under which an item's field may stand; none for keywords.
  func names(of item: Int32) -> [String] { names[Int(item)] }

  func isKeyword(_ item: Int32) -> Bool { if case .anywhere = tests[Int(item)] { true } else { false } }

  /// Decides every test of a field that has a known value, and of one that the event cannot have.
  mutating func specialise(_ residual: Residual, _ known: Knowledge) -> Residual {
    switch residual {
    case .constant: return residual
    case .not(let inner):
      let residual = specialise(inner, known)
      if case .constant(let value) = residual { return .constant(!value) }
      return .not(residual)
    case .and(let parts):
      var rest: [Residual] = []
      for part in parts {
        switch specialise(part, known) {
        case .constant(false): return .constant(false)
        case .constant(true): continue
        case let residual: rest.append(residual)
        }
      }
      return rest.isEmpty ? .constant(true) : rest.count == 1 ? rest[0] : .and(rest)
    case .or(let parts):
      var rest: [Residual] = []
      for part in parts {
        switch specialise(part, known) {
        case .constant(true): return .constant(true)
        case .constant(false): continue
        case let residual: rest.append(residual)
        }
      }
      return rest.isEmpty ? .constant(false) : rest.count == 1 ? rest[0] : .or(rest)
    case .test(let item): return specialise(item, known)
    }
  }

  private mutating func specialise(_ item: Int32, _ known: Knowledge) -> Residual {
    guard case .field(let name, let test) = tests[Int(item)] else { return .test(item) }
    let names = names[Int(item)].filter { known.possible?.contains($0) ?? true }
    guard let only = names.first else {
      return switch test {
      case .null: .constant(true)
      case .exists(let wanted): .constant(!wanted)
      default: .constant(false)
      }
    }
    // A field with several names may hold several values: only a lone name is decided here.
    guard names.count == 1, let value = known.constants[only] else { return .test(item) }
    if case .sameAs = test { return .test(item) }
    return .constant(decide(name, test, value))
  }

  private mutating func decide(_ name: String, _ test: Test, _ value: [UInt8]) -> Bool {
    let decision = Decision(test: test, value: value)
    if let known = decided[decision] { return known }
    // A compiler of its own: what is tried here leaves nothing in the tables.
    let scratch = ConstantPool()
    var trial = RuleCompiler(pool: scratch, fields: fields, trialEvent: trialEvent)
    let program = trial.compile(trial.read(.field(name, test)))
    let event = trialEvent
    let holds = value.withView { view in
      event.begin(view)
      event.add(trial.fields.intern(name), view)
      return withExtendedLifetime(scratch) { Matcher(trial.tables, pool: scratch).run(program, event, ItemCache(items: 1)) }
    }
    decided[decision] = holds
    return holds
  }

  private struct Decision: Hashable {
    var test: Test
    var value: [UInt8]
  }

  /// A program for a residual. Cheap and selective tests come first within a conjunction: what is searched for must be known.
  mutating func compile(_ residual: Residual) -> RuleProgram {
    var steps: [RuleProgram.Step] = []
    let entry = emit(residual, onTrue: RuleProgram.accept, onFalse: RuleProgram.reject, &steps)
    return RuleProgram(steps: pool.table(steps), entry: entry)
  }

  /// Emits from the back, so that each step knows where to go on; returns the entry.
  private mutating func emit(_ residual: Residual, onTrue: Int32, onFalse: Int32, _ steps: inout [RuleProgram.Step]) -> Int32 {
    switch residual {
    case .constant(let value): return value ? onTrue : onFalse
    case .not(let inner): return emit(inner, onTrue: onFalse, onFalse: onTrue, &steps)
    case .and(let parts):
      var next = onTrue
      for part in parts.sorted(by: { cost($0) < cost($1) }).reversed() {
        next = emit(part, onTrue: next, onFalse: onFalse, &steps)
      }
      return next
    case .or(let parts):
      var next = onFalse
      for part in parts.sorted(by: { cost($0) < cost($1) }).reversed() {
        next = emit(part, onTrue: onTrue, onFalse: next, &steps)
      }
      return next
    case .test(let item):
      lower(item)
      let decidedBy = tables.items[Int(item)].decidedBy
      steps.append(RuleProgram.Step(item: item, onTrue: onTrue, onFalse: onFalse, decidedBy: decidedBy))
      return Int32(steps.count - 1)
    }
  }

  private func cost(_ residual: Residual) -> Int {
    switch residual {
    case .constant: 0
    case .not(let inner): cost(inner) + 1
    case .and(let parts), .or(let parts): parts.reduce(1) { $0 + cost($1) }
    case .test(let item):
      switch tests[Int(item)] {
      // Known from a search, and mostly it does not hold.
      case _ where !tables.items[Int(item)].decidedBy.isEmpty: 1
      case .field(_, .regex): 60
      case .field(_, .sameAs): 12
      case .anywhere(.regex): 200
      case .anywhere: 50
      default: 3
      }
    }
  }

  private mutating func lower(_ number: Int32) {
    guard !isLowered[Int(number)] else { return }
    isLowered[Int(number)] = true
    var item = tables.items[Int(number)]
    item.firstField = Int32(tables.fields.count)
    switch tests[Int(number)] {
    case .field(_, let test):
      for name in names[Int(number)] { tables.fields.append(fields.intern(name)) }
      item.fieldCount = Int32(tables.fields.count) - item.firstField
      item.test = lower(test)
    case .anywhere(let test):
      item.isKeyword = true
      item.test = lower(test)
    default: preconditionFailure("only tests are items")
    }
    tables.items[Int(number)] = item
  }

  /// The matcher need not look at the item's values again where such a search was made.
  mutating func note(_ item: Int32, decidedBy search: Search) { tables.items[Int(item)].decidedBy.formUnion(search) }

  private mutating func lower(_ test: Test) -> Item.Test {
    switch test {
    case .text(let pattern, let cased):
      return .glob(Glob(pattern, cased: cased, pool: pool, pieces: &tables.pieces))
    case .number(let number): return .number(add(number))
    case .boolean(let value): return .boolean(value)
    case .null: return .null
    case .exists(let value): return .exists(value)
    case .compare(let comparison, let number): return .compare(comparison, add(number))
    case .network(let network):
      tables.networks.append(network)
      return .network(Int32(tables.networks.count - 1))
    case .sameAs(let field, let affix, let cased): return .sameAs(fields.intern(field), affix, cased: cased)
    case .timePart(let part, let comparison, let value): return .timePart(part, comparison, Int32(clamping: value))
    case .regex(let regex): return .regex(tables.number(of: regex))
    }
  }

  private mutating func add(_ number: Number) -> Int32 {
    tables.numbers.append(number)
    return Int32(tables.numbers.count - 1)
  }
}
