import Foundation
import TestSupport
import Testing

/// Promise P1 on logs made up from seeds: late records, ties, groups that span inputs, the turn of the year.
@Suite("Replay is live on generated logs")
struct GeneratedReplayTests {
  @Test("however generated logs come, the alerts are the same", arguments: Proving.seeds(3, 300))
  func carriers(seed: UInt64) throws {
    let logs = GeneratedLogs.make(seed: seed)
    var dice = Dice(seed: seed)
    let expected = try Carrier.files.replay(logs, &dice)
    #expect(expected.count >= 10, "seed \(seed)")
    let carriers: [Carrier] = [
      .readSize(dice.roll(1...80)), .readSize(dice.roll(81...9_000)), .threads(dice.roll(2...8)),
      .gzip(members: dice.roll(1...5)),
      .rotated, .mixed, .withoutPrefilter,
    ]
    for carrier in carriers {
      let found = try carrier.replay(logs, &dice)
      if let difference = Alerts.difference(found, expected) { Issue.record("seed \(seed), \(carrier): \(difference)") }
    }
  }

  @Test("a generated syslog alone gives the same through a pipe and as journal entries", arguments: Proving.seeds(2, 100))
  func alone(seed: UInt64) throws {
    let auth = GeneratedLogs.make(seed: seed)[0]
    let logs = [LogFile(auth.name, lines: auth.lines.filter { !$0.contains("message repeated") })]
    var dice = Dice(seed: seed)
    let expected = try Carrier.files.replay(logs, &dice)
    #expect(!expected.isEmpty)
    for carrier in [Carrier.pipe, .journal(pidKey: "_PID"), .journal(pidKey: "SYSLOG_PID")] {
      let found = try carrier.replay(logs, &dice)
      if let difference = Alerts.difference(found, expected) { Issue.record("seed \(seed), \(carrier): \(difference)") }
    }
  }

  @Test("the generator makes what is hard", arguments: [1, 2] as [UInt64])
  func isHard(seed: UInt64) throws {
    let logs = GeneratedLogs.make(seed: seed)
    let text = logs.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
    #expect(text.contains("message repeated") && text.contains("pam_unix(sshd:auth)") && text.contains("Invalid user"))
    let times = logs[0].lines.compactMap { JournalEntry($0, year: 2026)?.time }
    #expect(zip(times, times.dropFirst()).contains { $0 > $1 } && zip(times, times.dropFirst()).contains { $0 == $1 })
    #expect((seed % 2 == 0) == (text.contains("Dec 31") && text.contains("Jan  1")))
  }
}
