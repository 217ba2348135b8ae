import Sigma

/// Turns expressions into programs, given what a decoder's pattern asserts.
///
/// Equal tests of all rules are one item. What is said of an item (its names, its literals) is worked out once.
struct RuleCompiler {
  private(set) var tables = Matcher.Tables()
  /// For each item the test it stands for; an item's place in the tables is filled when a program first asks for it.
  private(set) var tests: [Expression] = []
  private var items: [HashedExpression: Int32] = [:]
  private var traits: [Traits] = []
  private var isLowered: [Bool] = []
  /// Names of fields by number: those that rules test, and the aliases of these.
  private var names: [String] = []
  private var nameNumbers: [String: Int32] = [:]
  /// The fields of these names, once events shall have them.
  private var fieldOfName: [FieldID?] = []
  /// For each name in rules those under which its field may stand: a range of `aliasNames`.
  private var aliases: [String: Range<Int32>] = [:]
  private var aliasNames: [Int32] = []
  private var constantTests: ConstantTests
  let pool: ConstantPool
  var fields: FieldTable

  init(pool: ConstantPool, fields: FieldTable) {
    (self.pool, self.fields) = (pool, fields)
    constantTests = ConstantTests()
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
      guard case .or(let parts) = self, parts.contains(where: { if case .or = $0 { true } else { false } }) else { return self }
      return .or(
        parts.flatMap { part in
          if case .or(let inner) = part.flattened { return inner }
          return [part]
        })
    }
  }

  /// A test whose hash is worked out once, however often it is looked up.
  private struct HashedExpression: Hashable {
    let expression: Expression
    let hash: Int

    init(_ expression: Expression) { (self.expression, hash) = (expression, expression.hashValue) }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }
  }

  /// What is asked of an item again and again.
  private struct Traits {
    /// A range of `aliasNames`, the same for all items of a field; empty for keywords.
    var names: Range<Int32>
    /// Whether it holds where the event has no such field.
    var holdsForNothing: Bool
    /// Whether another field has a say.
    var comparesFields: Bool
    /// What a test costs, roughly.
    var cost: Int32
  }

  // MARK: Items

  /// An expression with its tests as items.
  mutating func read(_ expression: Expression) -> Residual {
    switch expression {
    case .always(let value): .constant(value)
    case .not(let inner): .not(read(inner))
    case .and(let parts): .and(parts.map { read($0) })
    case .or(let parts): .or(parts.map { read($0) })
    case .field(let name, .sameAs(let field, let affix, let cased)):
      // The other field, too, goes by any of its names.
      Residual.any(
        aliases(of: field).map { alias in
          let other = names[Int(aliasNames[Int(alias)])]
          return .test(item(.field(name, .sameAs(field: other, affix, cased: cased))))
        })
    case .field, .anywhere: .test(item(expression))
    }
  }

  private mutating func item(_ test: Expression) -> Int32 {
    let key = HashedExpression(test)
    if let known = items[key] { return known }
    let item = Int32(tests.count)
    items[key] = item
    tests.append(test)
    isLowered.append(false)
    tables.items.append(Item(test: .null, firstField: 0, fieldCount: 0, isKeyword: false))
    var own = Traits(names: 0..<0, holdsForNothing: false, comparesFields: false, cost: Self.cost(test))
    if case .field(let name, let test) = test {
      own.names = aliases(of: name)
      switch test {
      case .null: own.holdsForNothing = true
      case .exists(let wanted): own.holdsForNothing = !wanted
      case .sameAs: own.comparesFields = true
      default: break
      }
    }
    traits.append(own)
    return item
  }

  private static func cost(_ test: Expression) -> Int32 {
    switch test {
    case .field(_, .regex): 60
    case .field(_, .sameAs): 12
    case .anywhere(.regex): 200
    case .anywhere: 50
    default: 3
    }
  }

  private mutating func aliases(of name: String) -> Range<Int32> {
    if let known = aliases[name] { return known }
    let first = Int32(aliasNames.count)
    for alias in FieldAliases.names(for: name) {
      if nameNumbers[alias] == nil {
        nameNumbers[alias] = Int32(names.count)
        names.append(alias)
        fieldOfName.append(nil)
      }
      if let number = nameNumbers[alias] { aliasNames.append(number) }
    }
    aliases[name] = first..<Int32(aliasNames.count)
    return first..<Int32(aliasNames.count)
  }

  /// The names under which an item's field may stand, as fields of events from now on; none for keywords.
  mutating func fields(of item: Int32) -> [FieldID] {
    traits[Int(item)].names.map { field(named: aliasNames[Int($0)]) }
  }

  /// For each field of events whether these items look into it; of keywords none are known.
  func fieldsRead(by items: [Int32]) -> [Bool] {
    var isRead = Array(repeating: false, count: fields.names.count)
    for name in names(of: items) { if let field = fieldOfName[name] { isRead[Int(field.rawValue)] = true } }
    for item in items { if case .sameAs(let other, _, _) = tables.items[Int(item)].test { isRead[Int(other.rawValue)] = true } }
    return isRead
  }

  private mutating func field(named name: Int32) -> FieldID {
    if let known = fieldOfName[Int(name)] { return known }
    let field = fields.intern(names[Int(name)])
    fieldOfName[Int(name)] = field
    return field
  }

  func isKeyword(_ item: Int32) -> Bool { traits[Int(item)].names.isEmpty }

  /// The names of the field whose values alone decide a residual, as fields of events; nil where there is no such field.
  mutating func onlyField(of residual: Residual) -> [FieldID]? {
    var first: Int32?
    var isOnly = true
    residual.forEachItem { item in
      let own = traits[Int(item)]
      if own.names.isEmpty || own.comparesFields || own.names != traits[Int(first ?? item)].names { isOnly = false }
      first = first ?? item
    }
    return isOnly ? first.map { fields(of: $0) } : nil
  }

  // MARK: What is known beforehand

  /// How many names there are; they are numbered from 0.
  var nameCount: Int { names.count }

  /// The numbers of all names that items have, ascending.
  func names(of items: [Int32]) -> [Int] {
    var found: [Int] = []
    var last: Range<Int32>?
    for item in items where traits[Int(item)].names != last {
      last = traits[Int(item)].names
      for alias in traits[Int(item)].names { found.append(Int(aliasNames[Int(alias)])) }
    }
    found.sort()
    return found.indices.filter { $0 == 0 || found[$0] != found[$0 - 1] }.map { found[$0] }
  }

  /// The number of a name that some rule tests, or nil.
  func number(of name: String) -> Int32? { nameNumbers[name] }

  /// What is known of each field, by the number of its name, where these fields alone are possible, or where any is.
  func states(possible: [String]?) -> [FieldState] {
    guard let possible else { return Array(repeating: .unknown, count: names.count) }
    var states = Array(repeating: FieldState.impossible, count: names.count)
    for name in possible { if let number = nameNumbers[name] { states[Int(number)] = .unknown } }
    return states
  }

  /// What a residual says of every event of which so much is known, or nil where that is open: `specialise` without what is left.
  mutating func decide(_ residual: Residual, _ states: [FieldState]) -> Bool? {
    switch residual {
    case .constant(let value): return value
    case .not(let inner): return decide(inner, states).map { !$0 }
    case .and(let parts): return decide(parts, states, unless: false)
    case .or(let parts): return decide(parts, states, unless: true)
    case .test(let item): return decide(item, states)
    }
  }

  /// Parts of which one with the answer `decisive` decides; where none has it, all must have an answer.
  private mutating func decide(_ parts: [Residual], _ states: [FieldState], unless decisive: Bool) -> Bool? {
    var isOpen = false
    // Many alternatives mostly are of one field, of which nothing is known.
    var openNames: Range<Int32>?
    for part in parts {
      if case .test(let item) = part {
        let names = traits[Int(item)].names
        if names == openNames { continue }
        if knowledge(of: names, states) == .open { openNames = names }
      }
      guard let answer = decide(part, states) else {
        isOpen = true
        continue
      }
      if answer == decisive { return decisive }
    }
    return isOpen ? nil : !decisive
  }

  /// What is known of a field that has this value.
  mutating func state(of value: ByteView) -> FieldState { constantTests.state(of: value, in: pool) }

  /// Decides every test of a field that has a known value, and of one that the event cannot have.
  mutating func specialise(_ residual: Residual, _ states: [FieldState]) -> Residual {
    switch residual {
    case .constant: return residual
    case .not(let inner):
      let residual = specialise(inner, states)
      if case .constant(let value) = residual { return .constant(!value) }
      return .not(residual)
    case .and(let parts):
      var rest: [Residual] = []
      for part in parts {
        switch specialise(part, states) {
        case .constant(false): return .constant(false)
        case .constant(true): continue
        case let residual: rest.append(residual)
        }
      }
      return rest.isEmpty ? .constant(true) : rest.count == 1 ? rest[0] : .and(rest)
    case .or(let parts):
      var rest: [Residual] = []
      for part in parts {
        switch specialise(part, states) {
        case .constant(true): return .constant(true)
        case .constant(false): continue
        case let residual: rest.append(residual)
        }
      }
      return rest.isEmpty ? .constant(false) : rest.count == 1 ? rest[0] : .or(rest)
    case .test(let item):
      return decide(item, states).map { .constant($0) } ?? residual
    }
  }

  /// What is known of a field that goes by these names.
  private enum Knowledge: Equatable { case impossible, open, constant(Int) }

  private func knowledge(of names: Range<Int32>, _ states: [FieldState]) -> Knowledge {
    if names.isEmpty { return .open }
    var result = Knowledge.impossible
    for index in names {
      let state = states[Int(aliasNames[Int(index)])]
      if state == .impossible { continue }
      // A field with several names may hold several values: only a lone name is decided beforehand.
      guard result == .impossible, let constant = state.constant else { return .open }
      result = .constant(constant)
    }
    return result
  }

  /// What an item says of every event of which so much is known, or nil where that is open.
  private mutating func decide(_ item: Int32, _ states: [FieldState]) -> Bool? {
    let own = traits[Int(item)]
    switch knowledge(of: own.names, states) {
    case .impossible: return own.holdsForNothing
    case .open: return nil
    case .constant(let constant):
      return own.comparesFields ? nil : constantTests.holds(item, tests[Int(item)], value: constant)
    }
  }

  // MARK: Programs

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
      for index in cheapestFirst(parts).reversed() { next = emit(parts[index], onTrue: next, onFalse: onFalse, &steps) }
      return next
    case .or(let parts):
      var next = onFalse
      for index in cheapestFirst(parts).reversed() { next = emit(parts[index], onTrue: onTrue, onFalse: next, &steps) }
      return next
    case .test(let item):
      lower(item)
      let decidedBy = tables.items[Int(item)].decidedBy
      steps.append(RuleProgram.Step(item: item, onTrue: onTrue, onFalse: onFalse, decidedBy: decidedBy))
      return Int32(steps.count - 1)
    }
  }

  private func cheapestFirst(_ parts: [Residual]) -> [Int] {
    let costs = parts.map { cost($0) }
    let order = Array(costs.indices)
    return costs.allSatisfy { $0 == costs[0] } ? order : order.sorted { costs[$0] < costs[$1] }
  }

  private func cost(_ residual: Residual) -> Int {
    switch residual {
    case .constant: 0
    case .not(let inner): cost(inner) + 1
    case .and(let parts), .or(let parts): parts.reduce(1) { $0 + cost($1) }
    // Known from a search, and mostly it does not hold.
    case .test(let item) where !tables.items[Int(item)].decidedBy.isEmpty: 1
    case .test(let item): Int(traits[Int(item)].cost)
    }
  }

  private mutating func lower(_ number: Int32) {
    guard !isLowered[Int(number)] else { return }
    isLowered[Int(number)] = true
    var item = tables.items[Int(number)]
    item.firstField = Int32(tables.fields.count)
    switch tests[Int(number)] {
    case .field(_, .sameAs(let field, let affix, let cased)):
      lowerNames(number, &item)
      item.test = .sameAs(fields.intern(field), affix, cased: cased)
    case .field(_, let test):
      lowerNames(number, &item)
      item.test = tables.lower(test, pool)
    case .anywhere(let test):
      item.isKeyword = true
      item.test = tables.lower(test, pool)
    default: preconditionFailure("only tests are items")
    }
    tables.items[Int(number)] = item
  }

  private mutating func lowerNames(_ number: Int32, _ item: inout Item) {
    tables.fields += fields(of: number)
    item.fieldCount = Int32(tables.fields.count) - item.firstField
  }

  /// The matcher need not look at the item's values again where such a search was made.
  mutating func note(_ item: Int32, decidedBy search: Search) { tables.items[Int(item)].decidedBy.formUnion(search) }
}

extension Matcher.Tables {
  /// A test in the form in which it is run; fields are compared by `RuleCompiler` alone, which knows their names.
  mutating func lower(_ test: Test, _ pool: ConstantPool) -> Item.Test {
    switch test {
    case .text(let pattern, let cased): return .glob(Glob(pattern, cased: cased, pool: pool, pieces: &pieces))
    case .number(let number): return .number(add(number))
    case .boolean(let value): return .boolean(value)
    case .null: return .null
    case .exists(let value): return .exists(value)
    case .compare(let comparison, let number): return .compare(comparison, add(number))
    case .network(let network):
      networks.append(network)
      return .network(Int32(networks.count - 1))
    case .sameAs: preconditionFailure("fields are compared by name")
    case .timePart(let part, let comparison, let value): return .timePart(part, comparison, Int32(clamping: value))
    case .regex(let regex): return .regex(number(of: regex))
    }
  }

  private mutating func add(_ number: Number) -> Int32 {
    numbers.append(number)
    return Int32(numbers.count - 1)
  }
}
