import Dispatch
import Sigma
import Synchronization
import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct RegexTableTests {
  private func finds(
    _ pattern: String, _ value: [UInt8], i: Bool = false, m: Bool = false, s: Bool = false
  ) -> Bool {
    let regex = Regex(pattern: pattern, ignoresCase: i, multiline: m, dotMatchesNewline: s)
    #expect(RegexCheck.fault(in: regex) == nil)
    return value.withView { RegexTable([regex]).matches(0, $0) }
  }

  private func finds(_ pattern: String, _ text: String, i: Bool = false, m: Bool = false, s: Bool = false) -> Bool {
    finds(pattern, Array(text.utf8), i: i, m: m, s: s)
  }

  @Test func itIsSearchedForAnywhere() {
    #expect(finds("b+c", "aabbcc"))
    #expect(!finds("b+d", "aabbcc"))
    #expect(!finds("^b", "ab"))
    #expect(finds("^a.*c$", "abc"))
  }

  @Test func caseCountsUnlessToldOtherwise() {
    #expect(!finds("wget", "WGET"))
    #expect(finds("wget", "WGET", i: true))
    #expect(finds("(?i)wGet", "WgET"))
    #expect(finds("a(?i:b)c", "aBc"))
    #expect(!finds("a(?i:b)c", "aBC"))
    #expect(finds("\u{E9}t\u{E9}", "\u{C9}T\u{C9}", i: true))
  }

  @Test func linesAndDots() {
    #expect(!finds("^b$", "a\nb\nc"))
    #expect(finds("^b$", "a\nb\nc", m: true))
    #expect(!finds("a.b", "a\nb"))
    #expect(finds("a.b", "a\nb", s: true))
    // A last line's end does not count, as in PCRE.
    #expect(finds("a$", "a\n"))
    #expect(!finds(#"a\z"#, "a\n"))
  }

  @Test func theEmptyTextMatchesAndIsMatched() {
    #expect(finds("", ""))
    #expect(finds("", "x"))
    #expect(finds("^$", ""))
    #expect(!finds("^$", "x"))
    #expect(finds("x*", "y"))
    #expect(!finds("x", ""))
  }

  @Test func classesAreOfASCIIAndCharactersAreWhole() {
    #expect(!finds(#"\w"#, "\u{E9}"))
    #expect(!finds(#"\d"#, "\u{0663}"))
    #expect(finds("^.$", "\u{E9}"))
    #expect(finds("^.$", "\u{1F600}"))
    #expect(!finds("^..$", "\u{E9}"))
    #expect(finds("^[^a]{2}$", "\u{E9}\u{1F600}"))
    #expect(finds("^\u{E9}?a$", "a"))
    #expect(finds("^[\u{E9}\u{E8}]$", "\u{E8}"))
    #expect(finds(#"^\xe9$"#, "\u{E9}"))
    #expect(finds(#"^\x{1F600}\p{L}$"#, "\u{1F600}\u{E9}"))
  }

  @Test func bytesThatAreNoTextAreCharactersOfNoKind() {
    #expect(finds("^a.b$", [0x61, 0xFF, 0x62]))
    #expect(!finds("^a..b$", [0x61, 0xFF, 0x62]))
    // A sequence that breaks off: each of its bytes counts.
    #expect(finds("^..$", [0xE2, 0x82]))
    #expect(finds("^[^\u{E9}]b$", [0xC3, 0x62]))
    #expect(!finds("\u{FF}", [0xFF]))
    #expect(finds(#"a\x00b"#, [0x61, 0, 0x62]))
    #expect(finds("b$", [0x61, 0, 0x62]))
  }

  @Test func longValuesAreSearchedToTheirEnd() {
    let long = Array(repeating: UInt8(ascii: "a"), count: 4 << 20)
    #expect(finds("ab$", long + [0x62]))
    #expect(!finds("(a+)+$", long + [0x62]))
    #expect(finds("\u{E9}b$", long + Array("\u{E9}b".utf8)))
    #expect(finds("^a+[^a]b$", long + [0xFF, 0x62]))
  }

  @Test func threadsShareATable() {
    let words = (0..<20).map { "word\($0)x" }
    let table = RegexTable(words.map { Regex(pattern: "^.\($0)$") })
    let wrong = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for round in 0..<500 {
        let number = (round * 7 + thread) % words.count
        // The longest value of a thread is its own, and so are its bytes.
        let value = Array("\u{E9}\(words[(round + thread) % words.count])".utf8)
        let isFound = value.withView { table.matches(number, $0) }
        if isFound != ((round + thread) % words.count == number) { wrong.wrappingAdd(1, ordering: .relaxed) }
      }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
  }

  /// Matches are those of a matcher that tries everything, and whatever matches holds one of the pattern's literals.
  @Test(arguments: Seeds.of(Proving.isThorough ? 60 : 4)) func agreesWithTheSlowMatcher(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var (run, found, withLiterals) = (0, 0, 0)
    for _ in 0..<100 {
      let slow = SlowRegex.random(&random)
      guard RegexCheck.fault(in: slow.regex) == nil else { continue }
      let table = RegexTable([slow.regex])
      let literals = RegexOutline(slow.regex).literals
      if literals != nil { withLiterals += 1 }
      for _ in 0..<25 {
        let value = SlowRegex.value(&random)
        let matches = value.withView { table.matches(0, $0) }
        run += 1
        if matches { found += 1 }
        let expected = slow.matches(SlowText(value))
        #expect(matches == expected, "seed \(seed): \(slow.regex) on \(value)")
        if matches, let literals {
          #expect(
            Self.prefilterFires(literals, value),
            "seed \(seed): \(slow.regex) has \(literals.map { String(decoding: $0, as: UTF8.self) }), matches \(value)")
        }
      }
    }
    #expect(run > 1_000 && found > run / 10 && found < run * 9 / 10 && withLiterals > 8, "\(run) \(found) \(withLiterals)")
  }

  /// As the scanner decides: by a literal, or by a letter whose fold the automaton cannot see.
  private static func prefilterFires(_ literals: Set<[UInt8]>, _ value: [UInt8]) -> Bool {
    let folded = value.map(Folding.ascii)
    let exotic: [[UInt8]] = [[0xC5, 0xBF], [0xE2, 0x84, 0xAA]]
    return (literals + exotic).contains { literal in
      folded.withView { text in literal.withView { text.firstRange(of: $0) != nil } }
    }
  }

  /// The prefilter counts on it that no other letter than U+017F and U+212A folds into ASCII.
  @Test func onlyTwoLettersFoldIntoASCII() {
    let letters = (UInt8(ascii: "a")...UInt8(ascii: "z")).map { String(Unicode.Scalar($0)) }
    let table = RegexTable(letters.map { Regex(pattern: $0, ignoresCase: true) })
    let others = (0x80...0x10FFFF).compactMap { Unicode.Scalar($0) }.filter { $0 != "\u{17F}" && $0 != "\u{212A}" }
    let text = Array(String(String.UnicodeScalarView(others)).utf8)
    for number in letters.indices { #expect(!text.withView { table.matches(number, $0) }, "\(letters[number])") }
    for (letter, exotic) in [("s", "\u{17F}"), ("k", "\u{212A}")] { #expect(finds(letter, exotic, i: true)) }
  }
}

extension RegexTable {
  /// As a thread does it that tests one value.
  fileprivate func matches(_ number: Int, _ value: ByteView) -> Bool {
    var scratch: RegexScratch?
    defer { putBack(&scratch) }
    return matches(number, value, &scratch)
  }
}
