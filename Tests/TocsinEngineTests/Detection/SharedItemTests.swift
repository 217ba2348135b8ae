import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

/// Rules share the tests that they make, and finding a literal in a value decides most of these.
@Suite struct SharedItemTests {
  private static func text(_ field: String, _ pattern: String, cased: Bool = false) -> Expression {
    .field(field, .text(Pattern(pattern), cased: cased))
  }

  @Test func equalTestsAreOneItem() {
    var compiler = RuleCompiler(pool: ConstantPool(), fields: FieldTable())
    let (a, b) = (Self.text("note", "*one*"), Self.text("note", "two"))
    let first = compiler.read(.and([a, .not(b)]))
    #expect(compiler.read(.or([b, a])) == .or([.test(1), .test(0)]))
    #expect(first == .and([.test(0), .not(.test(1))]))
    // In another field, or with case, it is another test.
    #expect(compiler.read(Self.text("other", "*one*")) == .test(2))
    #expect(compiler.read(Self.text("note", "*one*", cased: true)) == .test(3))
    #expect(compiler.tests.count == 4)
  }

  /// What is found, is said of the event at hand alone.
  @Test func answersAreForgotten() {
    let known = ItemCache(items: 2)
    known.begin()
    #expect(known.answer(0) == .nothing)
    #expect(known.find(0, isCertain: true) && !known.find(0, isCertain: true))
    #expect(known.answer(0) == .holds)
    known.note(1, holds: false)
    #expect(known.answer(1) == .fails)
    // What may hold is no answer.
    known.begin()
    #expect(known.find(1, isCertain: false) && !known.find(1, isCertain: false))
    #expect(known.answer(0) == .nothing && known.answer(1) == .maybe)
    // However many events there are.
    for event in 0..<300 {
      known.begin()
      #expect(known.answer(0) == .nothing && known.answer(1) == .nothing)
      if event % 100 == 7 { known.note(event % 200 == 7 ? 0 : 1, holds: event % 3 == 0) }
    }
  }

  /// An item that the search decides is taken to fail where the search was made and did not find it, and is looked at where it was
  /// not made.
  @Test func searchesDecide() {
    let pool = ConstantPool()
    var compiler = RuleCompiler(pool: pool, fields: FieldTable())
    let item = compiler.read(Self.text("note", "*one*"))
    compiler.note(0, decidedBy: .values)
    let program = compiler.compile(item)
    let matcher = Matcher(compiler.tables, pool: pool)
    let (event, known) = (Event(), ItemCache(items: 1))
    event.begin(pool.view("one"))
    event.add(compiler.fields.intern("note"), pool.view("one"))
    known.begin()
    #expect(matcher.run(program, event, known))
    known.begin()
    known.searched = .lines
    #expect(matcher.run(program, event, known))
    known.begin()
    known.searched = .values
    #expect(!matcher.run(program, event, known))
    known.begin()
    known.searched = .values
    #expect(known.find(0, isCertain: true))
    #expect(matcher.run(program, event, known))
  }

  /// Where a test comes to one literal, finding that where it is wanted is the same as passing the test.
  @Test(arguments: Seeds.of(4)) func findingIsPassing(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let pool = ConstantPool()
    var (decided, found) = (0, 0)
    for _ in 0..<2_000 {
      let isCased = Bool.random(using: &random)
      let pattern = RandomRules.pattern(open: Bool.random(using: &random), &random)
      guard let sought = Sought(whole: pattern, isCased: isCased) else { continue }
      decided += 1
      let clue = Clue(sought, item: 0, field: FieldID(rawValue: 0), isAwaited: true, pool: pool)
      for _ in 0..<5 {
        var value = RandomRules.words.randomElement(using: &random)!
        if Bool.random(using: &random) { value += RandomRules.words.randomElement(using: &random)! }
        let view = pool.view(value)
        if Folding.holdsExotic(view) { continue }
        let stands = (0...view.count).contains { clue.stands(at: $0, in: view) }
        if stands { found += 1 }
        #expect(
          stands == SlowMatching.fits(pattern, Array(value.utf8), cased: isCased), "seed \(seed): \(pattern) on \(value)")
      }
    }
    #expect(decided > 500 && found > 100)
  }

  @Test func lettersThatFoldIntoASCIIAreSeen() {
    for (text, isExotic) in [("\u{17F}", true), ("ab\u{212A}", true), ("\u{160}\u{2122}\u{C5}", false), ("plain", false)] {
      #expect(Array(text.utf8).withView { Folding.holdsExotic($0) } == isExotic, "\(text)")
    }
  }
}
