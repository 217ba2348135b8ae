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
  /// What one test says.
  private struct Asked {
    /// One that knows nothing else, so that what is tried here leaves nothing in other tables.
    var matcher: Matcher
    /// By the number of the constant.
    var answers: [Answer] = []
  }

  private enum Answer: UInt8 { case unknown, fails, holds }

  private var asked: [Asked?] = []
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
    let item = Int(item)
    while asked.count <= item { asked.append(nil) }
    if asked[item] == nil { asked[item] = Asked(matcher: matcher(test)) }
    guard let answers = asked[item]?.answers, constant < answers.count, answers[constant] != .unknown else {
      return ask(item, constant, in: constants)
    }
    return answers[constant] == .holds
  }

  private mutating func ask(_ item: Int, _ constant: Int, in constants: ConstantPool) -> Bool {
    let value = constants.view(number: constant)
    event.begin(value)
    event.add(Self.field, value)
    known.begin()
    guard let answer = asked[item]?.matcher.run(program, event, known) else { return false }
    let missing = constant + 1 - (asked[item]?.answers.count ?? 0)
    if missing > 0 { asked[item]?.answers += repeatElement(.unknown, count: missing) }
    asked[item]?.answers[constant] = answer ? .holds : .fails
    return answer
  }

  private func matcher(_ test: Expression) -> Matcher {
    guard case .field(_, let test) = test else { preconditionFailure("keywords are not decided beforehand") }
    var tables = Matcher.Tables()
    tables.fields = [Self.field]
    tables.items = [Item(test: tables.lower(test, pool), firstField: 0, fieldCount: 1, isKeyword: false)]
    return Matcher(tables, pool: pool)
  }
}
