import Sigma
import Testing

@testable import TocsinEngine

@Suite struct LiteralSetTests {
  private func required(_ expression: Expression) -> Set<String>? {
    var compiler = RuleCompiler(pool: ConstantPool(), fields: FieldTable())
    return LiteralSet.required(compiler.specialise(expression, .init())).map {
      Set($0.map { String(decoding: $0, as: UTF8.self) })
    }
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
    #expect(required(text("*4625*")) == ["4625"])
    // The first bytes of every emoji.
    #expect(required(text("*\u{1F600}*")) == ["\u{FFFD}"])
    #expect(required(text("*k\u{430}*")) == ["\u{430}", "\u{410}"])
    // One of its cases is a single byte.
    #expect(required(text("\u{17F}")) == nil)
    #expect(required(.field("note", .exists(true))) == nil)
    #expect(required(.anywhere(.text(Pattern("*word*"), cased: true))) == ["word"])
  }

  /// What `utf16` and its like make is no text: nothing of it may be read as one.
  @Test func bytesThatAreNoTextHaveNoLiteral() {
    let pattern = Pattern(pieces: [.anyRun, .literal([0xFF, 0xFE, 0xE9, 0]), .anyRun])
    #expect(required(.anywhere(.text(pattern, cased: false))) == nil)
    #expect(required(.anywhere(.text(Pattern(pieces: [.literal([0xFF, 0xFE, 0x61, 0])]), cased: false))) == ["a\0"])
  }

  /// What many rules ask for is passed over where another part of the condition asks for something rare.
  @Test func theRarerPartDecides() {
    let common = RuleCompiler.Residual.test(text("*common.exe"))
    let rare = RuleCompiler.Residual.test(text("*-rare*"))
    let popularity = LiteralSet.popularity(Array(repeating: text("*common.exe"), count: 20) + [text("*-rare*")])
    #expect(LiteralSet.required(.and([common, rare]), popularity) == [Array("-rare".utf8)])
    #expect(LiteralSet.required(.and([common, rare])) == [Array("common.exe".utf8)])
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
