import Sigma
import Testing

@testable import TocsinEngine

@Suite struct EvidenceTextTests {
  /// `program[pid]: message`, whether the record says so in one piece or not.
  @Test(arguments: [
    ("Nov  3 04:05:06 gate sshd[42]: Failed x", "sshd[42]: Failed x", true),
    ("Nov  3 04:05:06 gate /usr/sbin/sshd[42]: Failed x", "sshd[42]: Failed x", true),
    ("Nov  3 04:05:06 gate sshd[42]:  Failed x", "sshd[42]: Failed x", false),
    ("Nov  3 04:05:06 gate sshd[42] Failed x", "sshd[42]: Failed x", false),
    ("Nov  3 04:05:06 gate su(pam_unix)[42]: Failed x", "su[42]: Failed x", false),
    ("Nov  3 04:05:06 gate sshd: Failed x", "sshd: Failed x", false),
    ("Nov  3 04:05:06 gate sshd[42]: message repeated 2 times: [ Failed x]", "sshd[42]: Failed x", false),
    ("2026-11-03T04:05:06Z gate sshd[42]: Failed x", "sshd[42]: Failed x", true),
    (#"{"message":"Failed x"}"#, #"{"message":"Failed x"}"#, true),
  ])
  func isShownAlike(_ line: String, _ shown: String, _ isInChunk: Bool) throws {
    var set = RuleSet()
    let metadata = Metadata(title: "R", position: Position(path: "rule.yml", line: 1, column: 1))
    let test = Expression.field("user.name", .text(Pattern(pieces: [.literal(Array("x".utf8))]), cased: false))
    set.rules = [Rule(metadata: metadata, logSource: LogSource(), expression: .not(test))]
    let scanner = Scanner(try DetectorSet(rules: set, decoders: [], options: .init(ignoresLogSources: true)))
    let framer = Framer(input: 0, clock: Clock(year: .fixed(2026)), arrival: Framing.now)
    let text = Array("another line\n\(line)\n".utf8)
    let chunks = unsafe text.withUnsafeBytes { unsafe framer.append($0) } + framer.finish()
    var texts: [String] = []
    for batch in chunks.map({ scanner.scan($0) }) {
      for match in batch.all where match.ordinal == 2 {
        texts.append(batch.withEvidence(match) { $0.string })
        #expect((match.evidencePlace == .chunk) == isInChunk)
      }
    }
    #expect(texts == [shown])
  }
}
