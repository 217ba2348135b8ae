import Sigma
import Testing

@testable import TocsinEngine

/// How rules are taken apart.
@Suite struct RulePartTests {
  private func text(_ field: String, _ pattern: String) -> Expression { .field(field, .text(Pattern(pattern), cased: false)) }

  /// Each part as what it asks and what lets it run.
  private func parts(_ expression: Expression, isStructured: Bool = false) -> [String] {
    var compiler = RuleCompiler(pool: ConstantPool(), fields: FieldTable())
    let residual = compiler.read(expression)
    let required = RequiredItems(compiler.tests, asked: compiler.tests.map { _ in 1 })
    return RulePart.split(residual, required, &compiler, isStructured: isStructured).map { part in
      var items: [Int32] = []
      part.residual.forEachItem { items.append($0) }
      return switch part.cue {
      case .none: "\(items) always"
      case .field(let fields): "\(items) by \(fields.map { compiler.fields.name($0) }.joined(separator: " "))"
      case .items(let cue, let decide): "\(items) \(decide ? "decided by" : "where") \(cue)"
      }
    }
  }

  @Test func alternativesAreApart() {
    let status = Expression.field("sc-status", .number(.integer(404)))
    let rule = Expression.or([
      text("note", "*one*"),
      .or([.and([text("note", "*two*"), status]), text("note", "*~")]),
      text("note", "three"), .not(text("other", "*four*")), .and([status, .not(text("note", "*one*"))]),
      .field("sc-status", .compare(.greaterOrEqual, .integer(500))), status,
    ])
    #expect(
      parts(rule) == [
        "[1, 2] where [1]", "[3] where [3]", "[0, 4] decided by [0, 4]", "[5] by other",
        "[6, 2] by sc-status http.response.status_code", "[2, 0] always",
      ])
    #expect(parts(rule, isStructured: true) == ["[0, 1, 2, 4, 2, 0, 2] where [0, 2, 4]", "[3, 5, 6] always"])
  }

  /// A keyword may stand in any value, but where it is found, it holds. Where a value is another field's, one field does not decide.
  @Test func whatNoFieldDecides() {
    #expect(parts(.anywhere(.text(Pattern("*word*"), cased: false))) == ["[0] decided by [0]"])
    #expect(parts(.anywhere(.text(Pattern("*word?*"), cased: false))) == ["[0] where [0]"])
    #expect(parts(.anywhere(.text(Pattern("*word"), cased: false))) == ["[0] where [0]"])
    #expect(parts(.not(.anywhere(.text(Pattern("*word*"), cased: false)))) == ["[0] always"])
    #expect(parts(.field("a", .sameAs(field: "b", .whole, cased: false))) == ["[0] always"])
    #expect(parts(.field("a", .null)) == ["[0] by a"])
  }
}
