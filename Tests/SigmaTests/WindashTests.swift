import Sigma
import Testing

/// SPEC 4: `windash`.
struct WindashTests {
  private static let marks = ["-", "/", "–", "—", "―"]

  @Test(arguments: marks)
  func eachMarkStandsForAll(_ mark: String) {
    #expect(expression("F|contains|windash: ' \(mark)p '") == .or(Self.marks.map { .text("F", "* \($0)p *") }))
    #expect(expression("F|windash|contains: ' \(mark)p '") == .or(Self.marks.map { .text("F", "* \($0)p *") }))
  }

  @Test(arguments: ["a-b", "a/b", "- p", "--", "a -", "C:/x"])
  func marksElsewhereStay(_ text: String) {
    let expected: Expression =
      text == "C:/x" ? .or(Self.marks.map { .text("F", "C:\($0)x") }) : .text("F", text)
    #expect(expression("F|windash: '\(text)'") == expected)
  }

  @Test func theLastOfTwoDashesBeginsTheWord() {
    #expect(expression("F|windash: ' --long'") == .or(Self.marks.map { .text("F", " -\($0)long") }))
  }

  @Test func wildcardsSurviveAndWordsCombine() {
    #expect(expression("F|windash: '-a*?/b'") == .or(Self.marks.flatMap { a in Self.marks.map { .text("F", "\(a)a*?\($0)b") } }))
    if case .or(let four)? = expression("F|windash: -a -b -c -d") { #expect(four.count == 625) } else { Issue.record("refused") }
    #expect(problems("F|windash: -a -b -c -d -e -f").first?.message.contains("3125") == true)
  }
}
