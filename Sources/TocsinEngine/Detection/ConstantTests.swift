import Sigma

/// What is known of a field before an event is seen.
struct FieldState: Hashable, BitwiseCopyable {
  /// -1 for a field that the event cannot have, 0 where nothing is known, else 1 + the number of a constant.
  private let rawValue: Int32

  static let impossible = FieldState(rawValue: -1)
  static let unknown = FieldState(rawValue: 0)

  /// The field has this value and no other: a constant of the pool, by its number.
  static func constant(_ number: Int) -> FieldState { FieldState(rawValue: Int32(number) + 1) }

  var constant: Int? { rawValue > 0 ? Int(rawValue) - 1 : nil }
}

/// Says whether tests hold for values that are known before an event is seen: every pattern asserts the same few.
struct ConstantTests {
  private struct Question: Hashable {
    var item: Int32
    var constant: Int
  }

  private var answers: [Question: Bool] = [:]
  /// For each item that was asked for one that knows nothing else, so that what is tried here leaves nothing in other tables.
  private var matchers: [Int32: Matcher] = [:]
  private let pool = ConstantPool()
  private let program: RuleProgram
  private let event = Event()
  private let known = ItemCache(items: 1)
  private static let field = FieldID.message

  init() {
    let step = RuleProgram.Step(item: 0, onTrue: RuleProgram.accept, onFalse: RuleProgram.reject)
    program = RuleProgram(steps: pool.table([step]), entry: 0)
  }

  /// Whether an item, a test of one field, holds where that field has the constant of `constants` with this number.
  mutating func holds(_ item: Int32, _ test: Expression, constant: Int, in constants: ConstantPool) -> Bool {
    let question = Question(item: item, constant: constant)
    if let known = answers[question] { return known }
    let value = constants.view(number: constant)
    event.begin(value)
    event.add(Self.field, value)
    known.begin()
    let answer = matcher(item, test).run(program, event, known)
    answers[question] = answer
    return answer
  }

  private mutating func matcher(_ item: Int32, _ test: Expression) -> Matcher {
    if let known = matchers[item] { return known }
    guard case .field(_, let test) = test else { preconditionFailure("keywords are not decided beforehand") }
    var tables = Matcher.Tables()
    tables.fields = [Self.field]
    tables.items = [Item(test: tables.lower(test, pool), firstField: 0, fieldCount: 1, isKeyword: false)]
    let matcher = Matcher(tables, pool: pool)
    matchers[item] = matcher
    return matcher
  }
}
