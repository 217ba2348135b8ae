import Sigma
import Testing

@testable import TocsinEngine

@Suite struct RegexOutlineTests {
  private func literals(_ pattern: String) -> Set<String>? {
    RegexOutline(Regex(pattern: pattern)).literals.map { Set($0.map { String(decoding: $0, as: UTF8.self) }) }
  }

  @Test(arguments: [
    ("PassWD", ["passwd"]), (#"^C:\\Win$"#, [#"c:\win"#]), (#"a\.b\/c\-d"#, ["a.b/c-d"]), ("short.*longer", ["longer"]),
    ("(foo|bar)baz", ["foobaz", "barbaz"]), ("(?:one|two)", ["one", "two"]), ("https?://", ["http://", "https://"]),
    ("(?i)wGet", ["wget"]), ("[Ii][Ee][Xx]", ["iex"]), ("ab{3}c", ["abbbc"]), ("(ab)+", ["ab"]), ("(?:abc){2,5}", ["abcabc"]),
    ("abc(de)?", ["abc"]), (#"\bword\b"#, ["word"]), (#"key\x3dvalue"#, ["key=value"]), ("caf\u{E9}s", ["caf"]),
    (#"one\nthree"#, ["three"]), (#"\d{4}-ab\s+long"#, ["long"]), ("(?P<name>abc)d", ["abcd"]),
    ("[0-3]ab", ["0ab", "1ab", "2ab", "3ab"]),
    ("a{,3}b", ["a{,3}b"]), ("x{y", ["x{y"]), ("(a|b|c|)de", ["de"]), ("[]a]bc", ["]bc", "abc"]), (#"\[\]\(\)"#, ["[]()"]),
    ("ab[[:digit:]]cde", ["cde"]),
  ])
  func whatMustOccur(_ pattern: String, _ expected: [String]) { #expect(literals(pattern) == Set(expected)) }

  @Test(arguments: [
    "", "a", ".*", "[^a]b", "(foo|b)", "(foo|)", "(foo)?", "foo*".replacing("foo", with: "(foo)"), #"\d+"#, "(foo){0,3}",
    "[a-z]x", "a.b.c", "(", "a)", "[a", "*a", #"\"#, #"ab\1"#, "a**", #"\Qabc\E"#, "(?x)a b c", #"\012abc"#,
  ])
  func whatNeedNotOrIsNotUnderstood(_ pattern: String) { #expect(literals(pattern) == nil) }

  /// Twelve letters of two cases each: folded they are one text; of three characters each, more than is worth naming.
  @Test func aProductOfClassesIsBounded() {
    #expect(literals(String(repeating: "[Aa]", count: 12))?.count == 1)
    let many = String(repeating: "[abc]", count: 12)
    #expect((literals(many)?.count ?? 0) <= 32)
    #expect(literals("(" + (0..<300).map { "word\($0)x" }.joined(separator: "|") + ")") == nil)
  }

  @Test func charactersOutsideASCIINeedAWideAutomaton() {
    for narrow in ["a.b", #"[^a]\W\/"#, "(?s).", #"\\x"#, #"\x41"#] { #expect(RegexOutline(Regex(pattern: narrow)).isNarrow) }
    for wide in ["\u{E9}", "[\u{E9}]", #"\xe9"#, #"[a-\x{100}]"#, #"\p{L}"#, #"[\PL]"#, "(?i)a", "a(?s-m:b)(?mi:c)"] {
      #expect(!RegexOutline(Regex(pattern: wide)).isNarrow, "\(wide)")
    }
    #expect(!RegexOutline(Regex(pattern: "a", ignoresCase: true)).isNarrow)
  }

  @Test func weightGrowsWithRepetitions() {
    #expect(RegexOutline(Regex(pattern: "a.{1,64}b.{1,64}c")).weight == 131)
    #expect(RegexOutline(Regex(pattern: "(a.{1,64}b){20}")).weight == 1_320)
    #expect(RegexOutline(Regex(pattern: "((((a{900}){900}){900}){900}){900}")).weight <= 1 << 20)
    #expect(RegexOutline(Regex(pattern: "(?i).{10}")).weight > 100)
  }

  /// What most values lack, so that no automaton need look at them.
  @Test(
    arguments: [
      ("abc", 3, nil), (#"a\s+`b"#, 4, "`"), (#"\s[a-f0-9]{64}\s[a-f0-9]{16}"#, 82, nil), (#""(?:\{\d\})+"\s*-f"#, 7, "{"),
      ("(ab|c$)x?", 1, nil),
      ("(a`|b`)", 2, nil), ("(`a)*b", 1, nil), ("a{3,5}[^x].", 5, nil), ("^$", 0, nil), ("(?:a{900}){900}", 810_000, nil),
      ("(", 0, nil),
      (#"C:\\a\.b"#, 6, ":"),
    ] as [(String, Int, String?)])
  func whatIsTheLeast(_ pattern: String, _ least: Int, _ sign: String?) {
    let outline = RegexOutline(Regex(pattern: pattern))
    #expect(outline.least == least)
    #expect(outline.sign.map { String(Unicode.Scalar($0)) } == sign)
  }
}
