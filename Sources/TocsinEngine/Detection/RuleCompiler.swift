import Sigma

/// Turns expressions into programs, given what a decoder's pattern asserts.
struct RuleCompiler {
  private(set) var tables = Matcher.Tables()
  /// Tests of asserted values that are decided already: every pattern asserts the same few.
  private var decided: [Decision: Bool] = [:]
  private let trialEvent = Event()
  private var aliases: [String: [String]] = [:]
  let pool: ConstantPool
  var fields: FieldTable

  init(pool: ConstantPool, fields: FieldTable) { (self.pool, self.fields) = (pool, fields) }

  /// An expression after everything that is known of the event was put in.
  indirect enum Residual: Equatable {
    case constant(Bool)
    case test(Expression)
    case not(Residual)
    case and([Residual])
    case or([Residual])

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
  }

  /// Decides every test of a field that has a known value, and of one that the event cannot have.
  mutating func specialise(_ expression: Expression, _ known: Knowledge) -> Residual {
    switch expression {
    case .always(let value): return .constant(value)
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
    case .field(let name, let test): return specialise(name, test, known)
    case .anywhere: return .test(expression)
    }
  }

  private mutating func specialise(_ name: String, _ test: Test, _ known: Knowledge) -> Residual {
    var names = aliases(of: name)
    if let possible = known.possible { names.removeAll { !possible.contains($0) } }
    guard let only = names.first else {
      return switch test {
      case .null: .constant(true)
      case .exists(let wanted): .constant(!wanted)
      default: .constant(false)
      }
    }
    if case .sameAs(let field, let affix, let cased) = test {
      // The other field, too, goes by any of its names.
      let others = aliases(of: field).map { Residual.test(.field(name, .sameAs(field: $0, affix, cased: cased))) }
      return others.count == 1 ? others[0] : .or(others)
    }
    // A field with several names may hold several values: only a lone name is decided here.
    guard names.count == 1, let value = known.constants[only] else { return .test(.field(name, test)) }
    return .constant(decide(name, test, value))
  }

  private mutating func aliases(of name: String) -> [String] {
    if let known = aliases[name] { return known }
    let names = FieldAliases.names(for: name)
    aliases[name] = names
    return names
  }

  private mutating func decide(_ name: String, _ test: Test, _ value: [UInt8]) -> Bool {
    let decision = Decision(test: test, value: value)
    if let known = decided[decision] { return known }
    // A compiler of its own: what is tried here leaves nothing in the tables.
    let scratch = ConstantPool()
    var trial = RuleCompiler(pool: scratch, fields: fields)
    let program = trial.compile(.test(.field(name, test)))
    let event = trialEvent
    let holds = value.withView { view in
      event.begin(view)
      event.add(trial.fields.intern(name), view)
      return withExtendedLifetime(scratch) { Matcher(trial.tables, pool: scratch).run(program, event) }
    }
    decided[decision] = holds
    return holds
  }

  private struct Decision: Hashable {
    var test: Test
    var value: [UInt8]
  }

  /// A program for a residual. Cheap and selective tests come first within a conjunction.
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
      for part in parts.sorted(by: { Self.cost($0) < Self.cost($1) }).reversed() {
        next = emit(part, onTrue: next, onFalse: onFalse, &steps)
      }
      return next
    case .or(let parts):
      var next = onFalse
      for part in parts.sorted(by: { Self.cost($0) < Self.cost($1) }).reversed() {
        next = emit(part, onTrue: onTrue, onFalse: next, &steps)
      }
      return next
    case .test(let expression):
      steps.append(step(expression, onTrue: onTrue, onFalse: onFalse))
      return Int32(steps.count - 1)
    }
  }

  private static func cost(_ residual: Residual) -> Int {
    switch residual {
    case .constant: 0
    case .not(let inner): cost(inner) + 1
    case .and(let parts), .or(let parts): parts.reduce(1) { $0 + cost($1) }
    case .test(.field(_, .regex)): 60
    case .test(.anywhere(.regex)): 200
    case .test(.anywhere): 50
    case .test: 3
    }
  }

  private mutating func step(_ expression: Expression, onTrue: Int32, onFalse: Int32) -> RuleProgram.Step {
    var step = RuleProgram.Step(
      test: .null, firstField: Int32(tables.fields.count), fieldCount: 0, isKeyword: false, onTrue: onTrue, onFalse: onFalse)
    switch expression {
    case .field(let name, let test):
      for alias in FieldAliases.names(for: name) { tables.fields.append(fields.intern(alias)) }
      step.fieldCount = Int32(tables.fields.count) - step.firstField
      step.test = lower(test)
    case .anywhere(let test):
      step.isKeyword = true
      step.test = lower(test)
    default: preconditionFailure("only tests become steps")
    }
    return step
  }

  private mutating func lower(_ test: Test) -> RuleProgram.Test {
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
