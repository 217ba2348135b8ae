import Foundation
import TestSupport
import Testing

/// `SIGHUP` while the logs are written: no record is lost, none is read twice.
@Suite("Reload")
struct ReloadTests {
  private static let lines = 400

  /// Appends failed logins of one source in pieces, and calls `reload` with its number again and again meanwhile.
  private func attack(_ log: GrowingLog, seed: UInt64, reload: (Int) throws -> Void) throws {
    var dice = Dice(seed: seed)
    var reloads = 0
    for number in 1...Self.lines {
      let stamp = Date().ISO8601Format(.iso8601(timeZone: .gmt, includingFractionalSeconds: true))
      let line = "\(stamp) alpha sshd[\(number)]: Failed password for root from 203.0.113.9 port \(number) ssh2\n"
      for piece in dice.pieces(Array(line.utf8), longest: 120) {
        log.append(piece)
        if dice.chance(15) {
          reloads += 1
          try reload(reloads)
        }
      }
      usleep(UInt32(dice.roll(0...8_000)))
    }
    #expect(reloads >= 50)
  }

  private func scratch() -> Scratch {
    let scratch = Scratch()
    scratch.write("logs/auth.log", [])
    scratch.write("rules/guessing.yml", Self.rules)
    return scratch
  }

  @Test("every line counts once in one episode, whatever else changes")
  func counts() throws {
    let scratch = scratch()
    let log = try GrowingLog(scratch["logs/auth.log"])
    let daemon = try RunningDaemon(Self.configuration(0), in: scratch)
    try attack(log, seed: Proving.firstSeed) { daemon.reload(Self.configuration($0)) }
    #expect(daemon.wait(30) { daemon.alerts.count >= 2 }, "\(daemon.said)")
    #expect(daemon.stop() == 0)
    let alerts = try daemon.alerts.map { try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    let actions = alerts.compactMap { ($0["event"] as? [String: Any])?["action"] as? String }
    #expect(actions == ["opened", "closed"])
    #expect(daemon.alerts.last?.contains("\"count\":\(Self.lines)") == true, "\(daemon.alerts.last ?? "")\n\(daemon.said)")
    #expect(daemon.count("] reloaded") >= 10, "\(daemon.said)")
    #expect(!daemon.says("begin anew"))
  }

  @Test("with other rules the windows begin anew, which is said, and every line is read once")
  func rules() throws {
    let scratch = scratch()
    let log = try GrowingLog(scratch["logs/auth.log"])
    let daemon = try RunningDaemon(Self.configuration(0), in: scratch)
    try attack(log, seed: Proving.firstSeed + 1) { number in
      scratch.write("rules/guessing.yml", Self.rules + "# \(number)\n")
      daemon.reload(Self.configuration(number))
    }
    usleep(500_000)
    #expect(daemon.stop() == 0)
    #expect(daemon.count("windows begin anew, because of other rules or decoders") >= 10)
    let records = daemon.said.matches(of: /(\d+) records, (\d+) matches/).map { (Int($0.1) ?? 0, Int($0.2) ?? 0) }
    #expect(records.reduce(0) { $0 + $1.0 } == Self.lines, "\(daemon.said)")
    #expect(records.reduce(0) { $0 + $1.1 } == Self.lines, "\(daemon.said)")
  }

  @Test("what is wrong is refused, and the old goes on")
  func refused() throws {
    let scratch = scratch()
    let log = try GrowingLog(scratch["logs/auth.log"])
    let daemon = try RunningDaemon(Self.configuration(0), in: scratch)
    try attack(log, seed: Proving.firstSeed + 2) { number in
      if number % 2 == 0 {
        scratch.write("rules/guessing.yml", Self.rules.replacing("sshd_failure]", with: "no_such_rule]"))
        daemon.reload(Self.configuration(number))
      } else {
        daemon.reload("sinsk: []\n")
      }
    }
    #expect(daemon.wait(30) { daemon.alerts.count >= 2 }, "\(daemon.said)")
    #expect(daemon.stop() == 0)
    #expect(daemon.alerts.last?.contains("\"count\":\(Self.lines)") == true, "\(daemon.alerts.last ?? "")\n\(daemon.said)")
    #expect(daemon.says("unknown key \"sinsk\"") && daemon.says("no_such_rule"))
    #expect(daemon.says("the old configuration and rules stay in force") && !daemon.says("] reloaded"))
  }

  @Test("a bad rule at the start is named, and the others run; --strict refuses")
  func badRuleAtTheStart() throws {
    let scratch = scratch()
    let bad = "title: Bad\nlogsource: {product: linux}\ndetection: {sel: {user.name|contain: x}, condition: sel}\n"
    scratch.write("rules/bad.yml", bad)
    let log = try GrowingLog(scratch["logs/auth.log"])
    let daemon = try RunningDaemon(Self.configuration(0), in: scratch)
    #expect(daemon.says("rules/bad.yml:3:") && daemon.says("did you mean `contains`") && daemon.says("is left out"))
    let stamp = Date().ISO8601Format()
    log.append(Array("\(stamp) alpha sshd[8]: Failed password for root from 203.0.113.9 port 4000 ssh2\n".utf8))
    #expect(daemon.wait(30) { daemon.alerts.contains { $0.contains("203.0.113.9") } }, "\(daemon.said)")
    #expect(daemon.stop() == 0)
    let refused = try Command.run(["run", "--strict", "-c", scratch["tocsin.yaml"]], in: scratch.path)
    #expect(refused.status == 2 && refused.errors.contains("rules/bad.yml:3:"), "\(refused.errors)")
  }

  /// Each is another one: the pattern, so that files are handed from one follower to the next; the zone, the format, the sinks.
  private static func configuration(_ number: Int) -> String {
    let path = number % 3 == 0 ? "logs/*.log" : "logs/auth.log"
    let input = number % 2 == 0 ? path : "{path: \(path), format: rfc3339}"
    return """
      inputs:
        - file: \(input)
      detectors: [rules]
      decoders: [\(Command.repository)/Detectors/decoders/sshd.yml]
      sinks:
        - file: {path: alerts.jsonl, actions: [opened, closed]}
        \(number % 5 == 0 ? "- stdout: {format: json}" : "")
      ignore:
        - {users: [nobody\(number)]}
      limits: {lateness: 0s}
      timezone: \(number % 2 == 0 ? "UTC" : "Europe/Berlin")
      state: .
      """
  }

  private static let rules = """
    title: Failed
    id: 11111111-1111-4111-8111-111111111111
    name: sshd_failure
    logsource: {product: linux, service: sshd}
    detection:
      failure: {event.outcome: failure}
      condition: failure
    level: informational
    ---
    title: Guessing
    id: 22222222-2222-4222-8222-222222222222
    correlation:
      type: event_count
      rules: [sshd_failure]
      group-by: [source.address]
      timespan: 3s
      condition: {gte: 1}
    level: medium

    """
}
