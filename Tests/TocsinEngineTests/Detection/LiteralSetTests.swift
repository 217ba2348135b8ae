import Sigma
import Testing

@testable import TocsinEngine

@Suite struct LiteralSetTests {
  private func required(_ expression: Expression) -> Set<String>? {
    var compiler = RuleCompiler(pool: ConstantPool(), fields: FieldTable())
    return LiteralSet.required(compiler.specialise(expression, .init())).map { Set($0.map { String(decoding: $0, as: UTF8.self) }) }
  }

  private func text(_ pattern: String) -> Expression { .field("note", .text(Pattern(pattern), cased: false)) }

  @Test func literalsOfTests() {
    #expect(required(text("*PassWD*")) == ["passwd"])
    #expect(required(text("*ab*longest*cd?")) == ["longest"])
    #expect(required(text("ab")) == ["ab"])
    #expect(required(text("a")) == nil)
    #expect(required(text("*")) == nil)
    // Numbers may be written in other ways, letters outside ASCII in other cases, and lines end at newlines.
    #expect(required(text("4625")) == nil)
    #expect(required(text("caf\u{E9}au")) == ["caf"])
    #expect(required(text("one\nthree")) == ["three"])
    #expect(required(.field("note", .exists(true))) == nil)
    #expect(required(.anywhere(.text(Pattern("*word*"), cased: true))) == ["word"])
  }

  @Test func literalsOfConditions() {
    #expect(required(.or([text("one"), text("two")])) == ["one", "two"])
    #expect(required(.or([text("one"), text("*")])) == nil)
    #expect(required(.and([text("*"), text("longer"), text("one")])) == ["longer"])
    #expect(required(.not(text("one"))) == nil)
    #expect(required(.and([.not(text("one")), text("two")])) == ["two"])
    #expect(required(.always(false)) == [])
    #expect(required(.always(true)) == nil)
  }
}
