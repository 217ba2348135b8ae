import Sigma

/// What is known of a field before an event is seen.
struct FieldState: Hashable, BitwiseCopyable {
  /// -1 for a field that the event cannot have, 0 where nothing is known, else 1 + the number of a value.
  private let rawValue: Int32

  static let impossible = FieldState(rawValue: -1)
  static let unknown = FieldState(rawValue: 0)

  /// The field has this value and no other, one of `ConstantTests`, by its number.
  static func constant(_ number: Int) -> FieldState { FieldState(rawValue: Int32(number) + 1) }

  var constant: Int? { rawValue > 0 ? Int(rawValue) - 1 : nil }
}

/// Says whether tests hold for values that are known before an event is seen: every pattern asserts the same few.
struct ConstantTests {
  private enum Answer: UInt8 { case unknown, fails, holds }

  /// Views of constants that live as long as what asks.
  private var values: [ByteView] = []
  /// Their numbers, by those that their pool gives them.
  private var numbers: [Int: Int] = [:]
  /// By item, then by the number of the value.
  private var answers: [[Answer]] = []
  /// For each item that was asked for one that knows nothing else, so that what is tried here leaves nothing in other tables.
  private var matchers: [Int: Matcher] = [:]
  private let pool = ConstantPool()
  private let program: RuleProgram
  private let event = Event()
  private let known = ItemCache(items: 1)
  private static let field = FieldID.message

  init() {
    let step = RuleProgram.Step(item: 0, onTrue: RuleProgram.accept, onFalse: RuleProgram.reject, decidedBy: [])
    program = RuleProgram(steps: pool.table([step]), entry: 0)
  }

  /// What is known of a field that has this value.
  mutating func state(of value: ByteView, in pool: ConstantPool) -> FieldState {
    let constant = pool.number(of: value)
    let number = numbers[constant] ?? values.count
    if number == values.count {
      values.append(pool.view(number: constant))
      numbers[constant] = number
    }
    return .constant(number)
  }

  /// Whether an item, a test of one field, holds where that field has the value of this number.
  mutating func holds(_ item: Int32, _ test: Expression, value: Int) -> Bool {
    let item = Int(item)
    while answers.count <= item { answers.append([]) }
    if answers[item].count <= value {
      answers[item] += repeatElement(.unknown, count: values.count - answers[item].count)
    }
    if answers[item][value] == .unknown { answers[item][value] = ask(item, test, values[value]) ? .holds : .fails }
    return answers[item][value] == .holds
  }

  private mutating func ask(_ item: Int, _ test: Expression, _ value: ByteView) -> Bool {
    let matcher = matchers[item] ?? matcher(test)
    matchers[item] = matcher
    event.begin(value)
    event.add(Self.field, value)
    known.begin()
    // What one matcher's expressions took is of no use to another's.
    defer { matcher.finish(known) }
    return matcher.run(program, event, known)
  }

  private func matcher(_ test: Expression) -> Matcher {
    guard case .field(_, let test) = test else { preconditionFailure("keywords are not decided beforehand") }
    var tables = Matcher.Tables()
    tables.fields = [Self.field]
    tables.items = [Item(test: tables.lower(test, pool), firstField: 0, fieldCount: 1, isKeyword: false)]
    return Matcher(tables, pool: pool)
  }
}
