import Sigma
import Testing

@testable import TocsinEngine

@Suite struct LiteralSetTests {
  private func required(_ expression: Expression) -> Set<String>? {
    choice([expression], expression).map { literals in Set(literals.map { String(decoding: $0, as: UTF8.self) }) }
  }

  /// The literals of the items that are looked for, where these are all of the rules.
  private func choice(_ rules: [Expression], _ rule: Expression, numbers: Bool = false) -> [[UInt8]]? {
    var compiler = RuleCompiler(pool: ConstantPool(), fields: FieldTable())
    let read = compiler.read(rule)
    let residual = compiler.specialise(read, compiler.states(possible: nil))
    var asked: [Int32: Int] = [:]
    for other in rules { compiler.read(other).forEachItem { asked[$0, default: 0] += 1 } }
    let required = RequiredItems(compiler.tests, asked: compiler.tests.indices.map { asked[Int32($0)] ?? 0 })
    return required.choose(residual, numbers: numbers)?.flatMap { (required.sought[Int($0)] ?? []).map(\.literal) }
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
    let (common, rare) = (text("*common.exe*"), text("*-rare*"))
    let both = Expression.and([common, rare])
    #expect(choice(Array(repeating: common, count: 20) + [both], both) == [Array("-rare".utf8)])
    #expect(choice([both], both) == [Array("common.exe".utf8)])
    // The same text is as common where it is looked for in another field.
    let elsewhere = Expression.field("other", .text(Pattern("*common.exe*"), cased: false))
    #expect(choice(Array(repeating: elsewhere, count: 20) + [both], both) == [Array("-rare".utf8)])
  }

  /// A number has no literal, but a record that names its fields can be asked for it.
  @Test func numbersOfConditions() {
    let number = Expression.field("code", .number(.integer(4_625)))
    #expect(choice([number], number) == nil)
    #expect(choice([number], number, numbers: true) == [])
    let both = Expression.and([number, text("*seldom*")])
    #expect(choice([both], both, numbers: true) == [Array("seldom".utf8)])
    let real = Expression.field("code", .number(.real(0.5)))
    #expect(choice([real], real, numbers: true) == nil)
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
