import Foundation
import TestSupport
import Testing

/// Promise P1 with the service as it runs: what it told while the logs were written is what their replay tells.
@Suite("Live equals replay")
struct LiveIsReplayTests {
  private static let options = ["-o", "json", "--actions", "opened,updated", "--timezone", "UTC"]

  @Test(
    "appended in pieces, renamed and cut in between, two logs give the alerts of their replay", arguments: Proving.seeds(1, 20))
  func rotated(seed: UInt64) throws { try expectSame(seed, inputs: "  - file: logs/*.log") }

  @Test("and so they do where each rule waits only for the log that can feed it", arguments: Proving.seeds(1, 20))
  func declared(seed: UInt64) throws {
    try expectSame(
      seed, inputs: "  - file: {path: logs/auth.log, format: rfc3164}\n  - file: {path: logs/access.log, format: combined}")
  }

  private func expectSame(_ seed: UInt64, inputs: String) throws {
    var dice = Dice(seed: seed)
    let scratch = Scratch()
    scratch.write("logs/.keep", [])
    let auth = try GrowingLog(
      scratch["logs/auth.log"], history: "Nov 20 06:00:00 alpha sshd[8]: Failed password for root from 203.0.113.1 port 1 ssh2\n")
    let access = try GrowingLog(scratch["logs/access.log"])
    let daemon = try RunningDaemon("inputs:\n\(inputs)\n" + Self.configuration, in: scratch)
    var attack = LiveAttack(seed: seed)
    var (renamed, cut) = (false, false)
    for round in 0... {
      if attack.isOver { break }
      for (log, text) in [(auth, attack.syslog(host: "alpha")), (access, attack.access())] {
        for piece in dice.pieces(Array(text.utf8), longest: 150) {
          log.append(piece)
          usleep(UInt32(dice.roll(0...3_000)))
        }
      }
      if round == 15 { (renamed, _) = (true, try auth.rename(to: scratch["logs/auth.log.1"])) }
      if round == 30 { (cut, _) = (true, try access.copyAndTruncate(to: scratch["logs/access.log.1"])) }
      usleep(UInt32(dice.roll(0...60_000)))
    }
    #expect(renamed && cut, "seed \(seed): too few rounds to rotate")
    let expected = try replay([auth, access])
    #expect(expected.count >= 30, "seed \(seed)")
    // The grace of the rotated file, what PAM said alone, and the delay of writing take their time.
    daemon.wait(60) { daemon.alerts.count >= expected.count }
    #expect(daemon.stop() == 0)
    let found = try Alerts.byRule(daemon.alerts.map(Alerts.normalised))
    if let difference = Alerts.difference(found, expected) { Issue.record("seed \(seed): \(difference)\n\(daemon.said)") }

    // The comparison sees one line less.
    let fewer = try replay([auth, access], dropping: "from 203.0.113.7 port")
    #expect(Alerts.difference(found, fewer) != nil, "seed \(seed): a dropped line was not seen")
  }

  private func replay(_ logs: [GrowingLog], dropping words: String? = nil) throws -> [String] {
    let scratch = Scratch()
    for log in logs {
      var lines = LogFile((log.path as NSString).lastPathComponent, log.written).lines
      if let words, let index = lines.firstIndex(where: { $0.contains(words) && $0.contains("Failed") }) {
        lines.remove(at: index)
      }
      scratch.write((log.path as NSString).lastPathComponent, lines.map { $0 + "\n" }.joined())
    }
    let outcome = try Command.run(["replay", scratch.path] + Self.options)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    return try Alerts.byRule(outcome.lines.map(Alerts.normalised))
  }

  private static let configuration = """
    detectors: [\(Command.repository)/Detectors/rules]
    decoders: [\(Command.repository)/Detectors/decoders]
    sinks:
      - file: alerts.jsonl
    state: .
    timezone: UTC
    """
}
