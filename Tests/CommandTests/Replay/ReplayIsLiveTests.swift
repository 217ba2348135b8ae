import Foundation
import TestSupport
import Testing

/// The same records give the same alerts, however they reach Tocsin (DESIGN, promise P1); only `log.*` may differ.
@Suite("Replay is live")
struct ReplayIsLiveTests {
  /// What the stories give when they are read together.
  static let expected: [String] = (try? Alerts.replay([carried.path])) ?? []

  private static let carried: Scratch = {
    let scratch = Scratch()
    for log in LogFile.stories { scratch.write(log.name, log.bytes) }
    return scratch
  }()

  /// All stories, read as they are.
  @Test("the stories give at least thirty alerts")
  func stories() {
    #expect(LogFile.stories.count >= 14)
    #expect(Self.expected.count >= 100)
    #expect(Self.expected.count { $0.contains(#""action":"opened""#) } >= 50)
    #expect(Self.expected.count { $0.contains(#""action":"closed""#) } >= 50)
  }

  @Test("any number of threads gives the same alerts", arguments: 1...8)
  func threads(count: Int) throws { try expectSame(.threads(count)) }

  @Test("reads of any size give the same alerts", arguments: [1, 2, 3, 7, 61, 4_093])
  func readSizes(size: Int) throws { try expectSame(.readSize(size)) }

  @Test("reads of random sizes give the same alerts", arguments: Proving.seeds(1, 100))
  func randomReadSizes(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    try expectSame(.readSize(dice.roll(1...20_000)), seed: seed)
  }

  @Test("archives give the same alerts", arguments: [Carrier.gzip(members: 1), .gzip(members: 4)])
  func archives(carrier: Carrier) throws { try expectSame(carrier) }

  @Test("rotation chains split at random lines give the same alerts", arguments: Proving.seeds(2, 100))
  func rotation(seed: UInt64) throws { try expectSame(.rotated, seed: seed) }

  @Test("the prefilter only skips work")
  func prefilter() throws { try expectSame(.withoutPrefilter) }

  private func expectSame(_ carrier: Carrier, seed: UInt64 = Proving.firstSeed) throws {
    var dice = Dice(seed: seed)
    let found = try carrier.replay(LogFile.stories, &dice)
    if let difference = Alerts.difference(found, Self.expected) { Issue.record("\(carrier), seed \(seed): \(difference)") }
  }

  // MARK: One log alone

  @Test("each log gives the same alerts through a pipe", arguments: LogFile.stories.map(\.name))
  func pipes(name: String) throws { try expectSame(.pipe, log: name) }

  @Test("each syslog gives the same alerts as journal entries", arguments: LogFile.stories.filter(\.isSyslog).map(\.name))
  func journals(name: String) throws {
    try expectSame(.journal(pidKey: name.utf8.count % 2 == 0 ? "_PID" : "SYSLOG_PID"), log: name)
  }

  @Test("most stories are syslog, so that the journal is compared")
  func journalsAreCompared() { #expect(LogFile.stories.filter(\.isSyslog).count >= 8) }

  private func expectSame(_ carrier: Carrier, log name: String) throws {
    let log = try #require(LogFile.stories.first { $0.name == name })
    // rsyslog wrote "message repeated"; the journal holds each message itself, and so other ordinals.
    let logs = [LogFile(name, lines: log.lines.filter { !$0.contains("message repeated") })]
    var dice = Dice(seed: UInt64(name.utf8.count))
    let expected = try Carrier.files.replay(logs, &dice)
    #expect(!expected.isEmpty)
    if let difference = Alerts.difference(try carrier.replay(logs, &dice), expected) { Issue.record("\(carrier): \(difference)") }
  }
}
