import Sigma
import Testing

/// SPEC 4, TRAPS 19: only what can be searched for in linear time is let through.
struct RegexSyntaxTests {
  @Test(arguments: [
    #"(?i)wget"#, #"^a+b*?c{2,5}d{3,}?$"#, #"[^]a-z\d\-]"#, #"[]]"#, #"[a-]"#, #"(?:a|b)|"#, #"(?P<name>x)(?<other>y)"#,
    #"\bfoo\B"#, #"\x41\x{1F600}"#,
    #"[[:alpha:]_]"#, #"a{,3}"#, #"{"#, #"\p{L}\PN"#, #"\A\z\t\n\r\f\v\a\0"#, #"(?i:x)(?-s)y(?s-m:z)"#, #"\/\.\-\_\:"#, "ä+", "",
    #"(a)?"#, #"(|a)"#, "a|*b|c".replacing("*", with: ""),
  ])
  func linearOnesAreTaken(_ pattern: String) {
    #expect(expression("F|re: '\(pattern)'") == .field("F", .regex(Regex(pattern: pattern))))
  }

  @Test(arguments: [
    (#"ab(?=c)"#, "lookahead", 2), (#"(?!c)"#, "lookahead", 0), (#"a(?<=c)"#, "lookbehind", 1), (#"a(?<!c)"#, "lookbehind", 1),
    (#"(a)\1"#, "backreference", 3), (#"(?P<n>a)(?P=n)"#, "backreference", 8), (#"\k<n>"#, "backreference", 0),
    (#"(?>a)"#, "atomic", 0),
    (#"a++"#, "possessive", 2), (#"a*+"#, "possessive", 2), (#"a?+"#, "possessive", 2), (#"a{2}+"#, "possessive", 4),
    (#"(?(1)a|b)"#, "conditional", 0),
    (#"(?R)"#, "recursion", 0), (#"(?#x)"#, "comments", 0), (#"(?x)a"#, "flags", 0), (#"*a"#, "nothing to repeat", 0),
    (#"(+a)"#, "nothing to repeat", 1),
    (#"a|?b"#, "nothing to repeat", 2), (#"a**"#, "repeated", 2), (#"(a"#, "never closed", 0), (#"a)"#, "closes no group", 1),
    (#"[a"#, "never closed", 0),
    (#"[z-a]"#, "backwards", 1), (#"[a-\d]"#, "range", 1), (#"a{3,2}"#, "more than it allows", 1), (#"a{2000}"#, "1000", 1),
    (#"a\"#, "lone backslash", 1),
    (#"\xg1"#, "hexadecimal", 0), (#"\p{L"#, "not closed", 0), (#"\Z"#, "`$`", 0), (#"\y"#, "means nothing", 0),
    (#"(?P<n"#, "name", 0), (#"(*ACCEPT)"#, "verbs", 0),
    (#"\x{110000}"#, "no character", 0), ("(?U)a", "flags", 0), (#"a\012"#, "octal", 1), (#"\é"#, "backslash", 0),
  ])
  func othersAreRefusedWithTheirPlace(_ pattern: String, _ word: String, _ offset: Int) {
    let found = problems("F|re: '\(pattern)'")
    #expect(found.count == 1)
    #expect(found.first?.message.contains(word) == true, "\(found)")
    // A quoted scalar with a backslash is not located inside.
    let column = pattern.contains("\\") ? 11 : 12 + offset
    #expect(found.first?.position == Position(path: "rule.yml", line: 6, column: column))
  }

  @Test func aPlainScalarIsLocatedExactly() {
    #expect(problems(#"F|re: a\d(?=b)"#).first?.position.column == 14)
  }

  /// A scalar with a backslash is not located inside, so the message says where in the pattern it is.
  @Test func theMessageTellsThePlaceInThePattern() {
    #expect(problems(#"F|re: "a\\d(?=b)""#).first?.message.hasPrefix("regular expression, character 4: lookahead") == true)
    #expect(problems(#"F|re: "a\0b""#).first?.message.contains("NUL") == true)
  }

  @Test func anEngineMayRefuseMore() {
    var loader = RuleLoader(checkRegex: { $0.ignoresCase ? RegexFault("too odd; remove it", at: 2) : nil })
    loader.add(rule("sel:\n  F|re: abc\n  G|re|i: abcd\ncondition: sel"), path: "rule.yml")
    let set = loader.load()
    #expect(set.rules.isEmpty)
    #expect(set.problems.map(\.message) == ["regular expression, character 3: too odd; remove it"])
    #expect(set.problems.first?.position == Position(path: "rule.yml", line: 7, column: 15))
  }

  @Test func groupsNestedTooDeepAreRefused() {
    let deep = String(repeating: "(", count: 300) + String(repeating: ")", count: 300)
    #expect(problems("F|re: '\(deep)'").first?.message.contains("too deep") == true)
  }
}
