import Testing

@testable import TocsinDaemon

@Suite struct SpellingTests {
  @Test(arguments: [
    ("sinsk", "sinks"), ("Sinks", "sinks"), ("detectrs", "detectors"), ("x", nil), ("completely", nil), ("", nil),
  ])
  func findsWhatWasMeant(word: String, meant: String?) {
    #expect(Spelling.nearest(word, in: ["inputs", "sinks", "detectors", "state"]) == meant)
  }

  @Test func countsSwapsOnce() {
    #expect(Spelling.distance("abcd", "abdc") == 1)
    #expect(Spelling.distance("", "abc") == 3)
    #expect(Spelling.distance("kitten", "sitting") == 3)
  }
}
