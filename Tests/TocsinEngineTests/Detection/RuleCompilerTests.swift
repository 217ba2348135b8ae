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
      var known = RuleCompiler.Knowledge()
      known.constants = Dictionary(uniqueKeysWithValues: constants.map { ($0.name, Array($0.text.utf8)) })
      // Some formats say which fields a record can have at all.
      if Bool.random(using: &random) {
        known.possible = Set(Self.names.filter { _ in Bool.random(using: &random) }).union(constants.map(\.name))
      }
      let program = compiler.compile(compiler.specialise(compiler.read(expression), known))
      for _ in 0..<6 {
        let values =
          (0..<Int.random(in: 0...7, using: &random)).map { _ in value(Self.names.randomElement(using: &random)!, &random) }
          .filter { known.constants[$0.name] == nil && known.possible?.contains($0.name) ?? true } + constants
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
    let failure = RuleCompiler.Knowledge(constants: ["event.outcome": Array("failure".utf8)])
    func left(_ expression: Expression, _ known: RuleCompiler.Knowledge) -> RuleCompiler.Residual {
      compiler.specialise(compiler.read(expression), known)
    }
    #expect(left(isFailure, failure) == .constant(true))
    #expect(left(.not(isFailure), failure) == .constant(false))
    #expect(left(.and([isFailure, other]), failure) == compiler.read(other))
    #expect(left(.or([isFailure, other]), failure) == .constant(true))
    #expect(left(.or([.not(isFailure), other]), failure) == compiler.read(other))
    #expect(left(.and([isFailure, other]), .init()) == .and([compiler.read(isFailure), compiler.read(other)]))
    #expect(left(.and([]), .init()) == .constant(true))
    let fixed = RuleCompiler.Knowledge(possible: ["event.outcome"])
    #expect(left(other, fixed) == .constant(false))
    #expect(left(.field("note", .null), fixed) == .constant(true))
    #expect(left(.field("note", .exists(false)), fixed) == .constant(true))
    #expect(left(isFailure, fixed) == compiler.read(isFailure))
    #expect(left(.or([]), .init()) == .constant(false))
    // A field with other names may have other values beside the constant.
    let address = Expression.field("source.address", .text(Pattern("x"), cased: false))
    #expect(left(address, .init(constants: ["source.address": Array("y".utf8)])) == compiler.read(address))
  }
}
