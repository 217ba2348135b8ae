import Foundation
import Logging
import Testing
import TocsinEngine

@testable import TocsinDaemon

/// An input that is far ahead of another is not read on until that one has come there: what waits stays bounded, and nothing is lost.
@Suite("Backlog", .timeLimit(.minutes(5)))
struct BacklogTests {
  private static let limit = 2 << 20
  /// Each read may bring a chunk and its matches beyond the limit.
  private static let excess = 2 << 20
  private static let lines = 40_000

  private let scratch = ScratchDirectory()
  private let timers = Timers()

  @Test("of a log that was rotated, though one thread reads both", arguments: [["*.log"], ["slow.log", "fast.log"]])
  func rotated(patterns: [String]) throws {
    let service = try service(patterns)
    usleep(200_000)
    let start = HostZone.now
    scratch.append("logs/slow.log", Self.failure(at: start, 1))
    scratch.move("logs/slow.log", to: "logs/slow.log.1")
    scratch.append("logs/slow.log", Self.failure(at: start.advanced(by: 1), 2))
    try expectBounded(service, written: start.advanced(by: 2))
  }

  @Test("of one that has nothing, by the clock alone")
  func ahead() throws {
    let service = try service(["slow.log", "fast.log"])
    usleep(200_000)
    try expectBounded(service, written: HostZone.now.advanced(by: 3_000_000))
  }

  /// Writes far more than may wait, from that moment on.
  private func expectBounded(_ service: LiveService, written start: Timestamp) throws {
    for part in 0..<20 {
      let numbers = part * Self.lines / 20..<(part + 1) * Self.lines / 20
      scratch.append("logs/fast.log", numbers.map { Self.failure(at: start.advanced(by: Int64($0)), $0) }.joined())
    }
    let expected = try replay()
    #expect(expected.count == 400)
    var (most, paused) = (0, false)
    let deadline = ContinuousClock.now + .seconds(60)
    while alerts.count < expected.count, ContinuousClock.now < deadline {
      let backlog = service.engine.backlog
      (most, paused) = (max(most, backlog.bytes), paused || backlog.paused > 0)
      usleep(1_000)
    }
    #expect(service.engine.backlog == (0, 0))
    service.stop()
    timers.end()
    #expect(paused && most > Self.limit)
    #expect(most <= Self.limit + Self.excess)
    let isSame = alerts.sorted() == expected.sorted()
    #expect(isSame, "\(alerts.count) alerts, \(expected.count) expected")
  }

  private func service(_ patterns: [String]) throws -> LiveService {
    scratch.write("logs/slow.log", "")
    scratch.write("logs/fast.log", "")
    return try LiveService(
      configuration(patterns), try DetectorFiles(configuration(patterns)), timers, version: "1",
      logger: Logger(label: "tocsin") { _ in SwiftLogNoOpLogHandler() })
  }

  private func configuration(_ patterns: [String]) -> Configuration {
    let repository = (#filePath as NSString).deletingLastPathComponent + "/../../.."
    var configuration = Configuration()
    configuration.inputs = patterns.map { .file(.init(path: scratch["logs/\($0)"])) }
    configuration.detectors = [scratch.write("rules/guessing.yml", Self.rules)]
    configuration.decoders = ["\(repository)/Detectors/decoders/sshd.yml"]
    var output = Configuration.FileOutput(path: scratch["alerts.jsonl"])
    output.route.actions = [.opened, .closed]
    configuration.sinks = [.file(output)]
    configuration.timezone = "UTC"
    configuration.limits.lateness = .zero
    configuration.limits.waiting = Self.limit
    return configuration
  }

  /// Ids and counts of what was told.
  private var alerts: [String] {
    let text = (try? String(contentsOfFile: scratch["alerts.jsonl"], encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { Self.brief(String($0)) }
  }

  /// What the replay of the same files tells.
  private func replay() throws -> [String] {
    var options = Replay.Options()
    options.lateness = 0
    let detectors = try DetectorFiles(configuration([])).pack.compile()
    var told: [String] = []
    let replay = Replay(detectors, options: options) { alert in
      if alert.action != .updated { told.append(Self.brief(String(decoding: AlertJSON.encode(alert), as: UTF8.self))) }
    }
    #expect(replay.run(InputSet.discover([scratch["logs"]])).errors.isEmpty)
    return told
  }

  /// The alert without where its records stood.
  private static func brief(_ line: String) -> String {
    line.replacing(/"log":\{"file":\{"path":"[^"]*"\},"offset":[0-9]+\}/, with: "").replacing(/"sequence":[0-9]+/, with: "")
  }

  private static func failure(at time: Timestamp, _ number: Int) -> String {
    let source = "198.51.\(number % 200).1"
    return "\(time.rfc3339) alpha sshd[\(number)]: Failed password for root from \(source) port 1 ssh2\n"
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
      timespan: 2s
      condition: {gte: 1}
    level: medium

    """
}
