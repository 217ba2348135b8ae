import Sigma
import Testing

@testable import TocsinEngine

/// Empty lines are passed over only where none of them can match.
@Suite struct EmptyLinesTests {
  private func matches(_ expression: Expression, _ text: String) throws -> (matches: Int, records: Int, withoutTime: Int) {
    var set = RuleSet()
    let metadata = Metadata(title: "R", position: Position(path: "rule.yml", line: 1, column: 1))
    set.rules = [Rule(metadata: metadata, logSource: LogSource(), expression: expression)]
    let scanner = Scanner(try DetectorSet(rules: set, decoders: [], options: .init(ignoresLogSources: true)))
    let framer = Framer(input: 0, clock: Clock(year: .fixed(2026)), arrival: Framing.now)
    var found = (0, 0, 0)
    let chunks = unsafe Array(text.utf8).withUnsafeBytes { unsafe framer.append($0) } + framer.finish()
    for chunk in chunks {
      let batch = scanner.scan(chunk)
      #expect(batch.times.count == chunk.recordCount)
      found = (found.0 + batch.matches.count, found.1 + batch.counters.records, found.2 + batch.counters.withoutTime)
    }
    return found
  }

  @Test func whatMatchesNothingMatchesEachOfThem() throws {
    let test = Expression.field("user.name", .text(Pattern(pieces: [.literal(Array("x".utf8))]), cased: false))
    let text = "\n\r\n{\"user.name\":\"x\"}\n\n\n"
    #expect(try matches(test, text) == (1, 5, 5))
    #expect(try matches(.not(test), text) == (4, 5, 5))
  }
}
