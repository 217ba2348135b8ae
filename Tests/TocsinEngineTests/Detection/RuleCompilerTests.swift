import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct RuleCompilerTests {
  private static let names = [
    "note", "user.name", "event.outcome", "list", "c-ip", "source.address", "url.original", "url.decoded", "sc-status",
  ]

  private func value(_ name: String, _ random: inout Dice) -> SlowMatching.Value {
    let kinds: [ValueKind] = [.text, .text, .text, .text, .number, .boolean, .null, .container]
    let kind = kinds.randomElement(using: &random)!
    let text: String =
      switch kind {
      case .text: RandomRules.words.randomElement(using: &random)!
      case .number: ["4625", "299", "300.0", "-1"].randomElement(using: &random)!
      case .boolean: Bool.random(using: &random) ? "true" : "false"
      case .null, .container: ""
      }
    return SlowMatching.Value(name: name, kind: kind, text: text)
  }

  /// What is known where a pattern asserts these values.
  private static func states(
    _ compiler: inout RuleCompiler, _ constants: [(name: String, value: String)], possible: [String]? = nil
  ) -> [FieldState] {
    var states = compiler.states(possible: possible)
    for (name, value) in constants {
      guard let number = compiler.number(of: name) else { continue }
      states[Int(number)] = compiler.state(of: compiler.pool.view(value))
    }
    return states
  }

  /// What is left of an expression after a decoder's constants were put in, compiled, says what the expression says.
  @Test(arguments: Seeds.of(6)) func compiledIsEvaluated(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var compiler = RuleCompiler(pool: ConstantPool(), fields: FieldTable())
    let event = Event()
    var holding = 0
    for _ in 0..<250 {
      let expression = RandomRules.expression(4, &random)
      // Constants of a pattern, as they are set in every event that it decodes.
      let constants = ["event.outcome", "note"].filter { _ in Bool.random(using: &random) }.map {
        SlowMatching.Value(name: $0, kind: .text, text: RandomRules.words.randomElement(using: &random)!)
      }
      // Some formats say which fields a record can have at all.
      let possible =
        Bool.random(using: &random)
        ? Self.names.filter { _ in Bool.random(using: &random) } + constants.map(\.name) : nil
      let read = compiler.read(expression)
      let states = Self.states(&compiler, constants.map { ($0.name, $0.text) }, possible: possible)
      let rest = compiler.specialise(read, states)
      // To decide alone is to specialise where nothing is left.
      if let answer = compiler.decide(read, states) { #expect(rest == .constant(answer), "seed \(seed): \(expression)") }
      if case .constant(let answer) = rest { #expect(compiler.decide(read, states) == answer, "seed \(seed): \(expression)") }
      let program = compiler.compile(rest)
      for _ in 0..<6 {
        let values =
          (0..<Int.random(in: 0...7, using: &random)).map { _ in value(Self.names.randomElement(using: &random)!, &random) }
          .filter { value in
            !constants.contains { $0.name == value.name } && possible?.contains(value.name) ?? true
          } + constants
        let message = RandomRules.words.randomElement(using: &random)!
        let expected = SlowMatching.holds(expression, values, message: message)
        if expected { holding += 1 }
        let pool = ConstantPool()
        event.begin(pool.view(message))
        for value in values { event.add(compiler.fields.intern(value.name), pool.view(value.text), value.kind) }
        let found = withExtendedLifetime(pool) {
          Matcher(compiler.tables, pool: pool).run(program, event, ItemCache(items: compiler.tests.count))
        }
        #expect(found == expected, "seed \(seed): \(expression) of \(values) in \(message)")
      }
    }
    #expect(holding > 150 && holding < 1_400)
  }

  @Test func whatAPatternAssertsIsDecided() {
    var compiler = RuleCompiler(pool: ConstantPool(), fields: FieldTable())
    let isFailure = Expression.field("event.outcome", .text(Pattern("failure"), cased: false))
    let other = Expression.field("note", .exists(true))
    typealias Constants = [(name: String, value: String)]
    let failure: Constants = [("event.outcome", "failure")]
    func left(
      _ expression: Expression, _ constants: Constants, possible: [String]? = nil
    ) -> RuleCompiler.Residual {
      let read = compiler.read(expression)
      let states = Self.states(&compiler, constants, possible: possible)
      return compiler.specialise(read, states)
    }
    #expect(left(isFailure, failure) == .constant(true))
    #expect(left(.not(isFailure), failure) == .constant(false))
    #expect(left(.and([isFailure, other]), failure) == compiler.read(other))
    #expect(left(.or([isFailure, other]), failure) == .constant(true))
    #expect(left(.or([.not(isFailure), other]), failure) == compiler.read(other))
    #expect(left(.and([isFailure, other]), []) == .and([compiler.read(isFailure), compiler.read(other)]))
    #expect(left(.and([]), []) == .constant(true))
    let fixed = ["event.outcome"]
    #expect(left(other, [], possible: fixed) == .constant(false))
    #expect(left(.field("note", .null), [], possible: fixed) == .constant(true))
    #expect(left(.field("note", .exists(false)), [], possible: fixed) == .constant(true))
    #expect(left(isFailure, [], possible: fixed) == compiler.read(isFailure))
    #expect(left(.or([]), []) == .constant(false))
    // A field with other names may have other values beside the constant.
    let address = Expression.field("source.address", .text(Pattern("x"), cased: false))
    #expect(left(address, [("source.address", "y")]) == compiler.read(address))
  }
}
