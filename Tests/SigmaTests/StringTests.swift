import Sigma
import Testing

/// SPEC 3.3 to 3.5: wildcards and escapes.
struct StringTests {
  @Test(arguments: [
    ("a*b", Pattern("a*b")),
    ("?rzte", Pattern("?rzte")),
    (#"a\*b"#, Pattern(pieces: [.literal(Array("a*b".utf8))])),
    (#"a\?b"#, Pattern(pieces: [.literal(Array("a?b".utf8))])),
    (#"a\\b"#, Pattern(#"a\b"#)),
    (#"a\b"#, Pattern(#"a\b"#)),
    (#"a\\\b"#, Pattern(#"a\\b"#)),
    (#"a\\\\b"#, Pattern(#"a\\b"#)),
    (#"a\\*"#, Pattern(#"a\*"#)),
    (#"a\\\*b"#, Pattern(pieces: [.literal(Array(#"a\*b"#.utf8))])),
    (#"C:\dir\"#, Pattern(#"C:\dir\"#)),
    ("a***b", Pattern("a*b")),
    ("a*?*b", Pattern("a*?*b")),
    ("", Pattern(pieces: [])),
    ("Ünï", Pattern("Ünï")),
  ])
  func escapesAreReadLeftToRight(_ text: String, _ pattern: Pattern) {
    #expect(expression("F: '\(text)'") == .field("F", .text(pattern, cased: false)))
  }

  @Test func placeholdersAreTextWithoutExpand() {
    #expect(expression("F: '%name%'") == .text("F", "%name%"))
  }

  @Test func anEscapedAsteriskInAPathIsWarnedOf() {
    let found = problems(#"F|endswith: \temp\*.exe"#)
    #expect(found.count == 1)
    #expect(found.first?.severity == .warning)
    #expect(found.first?.position == Position(path: "rule.yml", line: 6, column: 22))
    #expect(found.first?.message.contains(#"write `\\*`"#) == true)
    #expect(problems(#"F: C:\*"#).count == 1)
  }

  @Test(arguments: [#"select \*"#, #"F: '\*'"#, #"\\*"#, #"\temp\\*.exe"#, #"\*.lnk"#])
  func otherAsterisksAreNot(_ text: String) {
    #expect(problems("G: '\(text.replacing("'", with: "''"))'").isEmpty)
  }

  @Test func thereIsNoSuchWarningForARegex() {
    #expect(problems(#"F|re: \d\*\w"#).isEmpty)
  }
}
