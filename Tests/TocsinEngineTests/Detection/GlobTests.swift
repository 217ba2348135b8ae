import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct GlobTests {
  /// No letter that folds to another stands where none is looked for.
  @Test func lettersWithCaseStandInTheirBlocks() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenCaseMapped, Folding.fold(scalar) != scalar else {
        continue
      }
      #expect(Folding.casedBlocks.contains { $0.contains(value) }, "\(String(value, radix: 16))")
    }
  }

  private func fits(_ pattern: Pattern, _ value: [UInt8], cased: Bool = false) -> Bool {
    var pieces: [Glob.Piece] = []
    let pool = ConstantPool()
    let glob = Glob(pattern, cased: cased, pool: pool, pieces: &pieces)
    let scratch = Arena()
    return withExtendedLifetime(pool) { value.withView { glob.matches($0, pieces: pool.table(pieces), scratch: scratch) } }
  }

  @Test(arguments: [
    ("abc", "ABC", true), ("abc", "abcd", false), ("*", "", true), ("", "", true), ("", "a", false), ("?", "", false),
    ("?", "\u{1F600}", true), ("?", "e\u{301}", false), ("??", "e\u{301}", true), ("a*c", "a\nb\nc", true), ("a?c", "a\nc", true),
    ("*b*", "abc", true), ("*b", "ab", true), ("*b", "abc", false), ("b*", "ab", false), ("a*b*c", "a-b-b-c", true),
    ("a*bc", "abbbc", true), ("*ab?", "xababc", true), ("*.exe", ".exe", true), ("stra\u{DF}e", "STRASSE", false),
    ("sus", "\u{17F}u\u{17F}", true), ("\u{17F}", "S", true), ("kelvin", "\u{212A}elvin", true),
    ("\u{C9}t\u{E9}", "\u{E9}T\u{C9}", true),
    ("\u{3A3}", "\u{3C2}", true), ("admin", "adm\u{131}n", false), ("I", "\u{131}", false),
  ])
  func shapes(_ pattern: String, _ value: String, _ expected: Bool) {
    #expect(fits(Pattern(pattern), Array(value.utf8)) == expected)
  }

  @Test func casedPatternsTellCase() {
    for pattern in ["Ab", "A*b", "*Ab", "Ab*", "*Ab*", "?b"] { #expect(fits(Pattern(pattern), Array("Ab".utf8), cased: true)) }
    for pattern in ["ab", "a*b", "*AB", "ab*", "*ab*", "?B", "\u{17F}"] {
      #expect(!fits(Pattern(pattern), Array("Ab".utf8), cased: true))
    }
  }

  @Test(arguments: Seeds.of(6)) func agreesWithTheSlowMatcher(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let letters = [
      "a", "A", "b", "s", "S", "k", "\u{17F}", "\u{212A}", "\u{E9}", "\u{C9}", "\u{3C3}", "\u{3C2}", "\u{131}", "i", "\n",
      "\u{1F600}",
    ]
    var matches = 0
    for round in 0..<5_000 {
      let plain = round % 3 == 0 ? 3 : letters.count
      let pattern = (0..<Int.random(in: 0...5, using: &random)).map { _ in
        Int.random(in: 0..<3, using: &random) == 0
          ? ["*", "?"].randomElement(using: &random)! : letters.prefix(plain).randomElement(using: &random)!
      }.joined()
      var value = Array(
        (0..<Int.random(in: 0...7, using: &random)).map { _ in letters.prefix(plain).randomElement(using: &random)! }.joined()
          .utf8)
      if Int.random(in: 0..<8, using: &random) == 0 {
        value.insert([0x80, 0xC3, 0xFF].randomElement(using: &random)!, at: Int.random(in: 0...value.count, using: &random))
      }
      let cased = Bool.random(using: &random)
      let expected = SlowMatching.fits(Pattern(pattern), value, cased: cased)
      if expected { matches += 1 }
      #expect(
        fits(Pattern(pattern), value, cased: cased) == expected, "seed \(seed): \(pattern.debugDescription) \(value) \(cased)")
    }
    #expect(matches > 300)
  }

  /// A fold of a fold is that fold, and only two letters outside ASCII fold into it: the prefilter counts on it.
  @Test func foldsAreStable() {
    for value in UInt32(0)..<0x11_0000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let fold = Folding.fold(scalar)
      if Folding.fold(fold) != fold || (fold.isASCII && !scalar.isASCII && value != 0x17F && value != 0x212A) {
        Issue.record("U+\(String(value, radix: 16)) folds to \(fold)")
      }
    }
  }

  /// Eight times the value takes eight times the time.
  @Test(arguments: ["*a*a*b", "*aab*", "*?b", "a*a?a*b"]) func linearTime(_ pattern: String) {
    let short = Array(repeating: UInt8(ascii: "a"), count: 4_000)
    let long = Array(repeating: short, count: 8).flatMap { $0 }
    #expect(Growth.isLinear({ _ = fits(Pattern(pattern), short) }, eightfold: { _ = fits(Pattern(pattern), long) }))
  }
}
