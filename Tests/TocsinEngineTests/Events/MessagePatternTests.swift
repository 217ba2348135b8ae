import Testing

@testable import TocsinEngine

@Suite struct MessagePatternTests {
  @Test(arguments: [
    ("", "an empty pattern"),
    ("a {x:word", "a capture '{' has no end; write '{field:type}', or '{{' for a brace"),
    ("a {x}", "'{x}' names no type; write '{x:word}'"),
    ("a {x:number}", "unknown type 'number'; use word, integer, address, text or greedy"),
    ("{a:word}{b:word}", "two captures touch; put a literal between them"),
    ("{a:greedy} and {b:greedy}", "two greedy captures; make all but the last 'text'"),
    ("{a:greedy} and {b:text}", "'text' stands behind 'greedy'; use word, integer or address there"),
    ("a{? b", "an optional segment '{?' has no end; close it with '?}'"),
    ("a{? b{? c?}?}", "optional segments do not nest; write another alternative"),
    ("{?a?}{?b?}{?c?}{?d?}{?e?}{?f?}{?g?}", "more than six optional segments; write alternatives instead"),
  ])
  func whatIsWrong(_ pattern: String, _ message: String) {
    #expect(throws: MessagePattern.SyntaxError(message: message)) { try MessagePattern.parse(pattern) }
  }

  @Test func errorsNameDecoderAndPattern() {
    let errors = #expect(throws: DecoderErrors.self) { try Decoding("fine", "a {x}", "b {y:word") }
    #expect(
      errors?.messages == [
        "decoder 'app', pattern 'a {x}': '{x}' names no type; write '{x:word}'",
        "decoder 'app', pattern 'b {y:word': a capture '{' has no end; write '{field:type}', or '{{' for a brace",
      ])
  }

  @Test func parts() throws {
    #expect(
      try MessagePattern.parse("a {{b} {user.name:word} c{:integer}").map(\.parts) == [
        [.literal(Array("a {b} ".utf8)), .capture("user.name", .word), .literal(Array(" c".utf8)), .capture(nil, .integer)]
      ])
  }

  @Test func optionalSegmentsAreTakenBothWays() throws {
    let ways = try MessagePattern.parse("a{? b?} c{? d?}").map(\.parts)
    #expect(ways == ["a b c d", "a b c", "a c d", "a c"].map { [.literal(Array($0.utf8))] })
    #expect(try MessagePattern.parse("{?a?}{?b?}{?c?}{?d?}{?e?}{?f?}x").count == 64)
  }
}
