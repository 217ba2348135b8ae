import Foundation
import Testing

/// How long after its line an alert is there (DESIGN, promise P5).
@Suite("Latency")
struct LatencyTests {
  @Test("where only one of three files can feed a rule, its alerts wait for nothing")
  func declared() throws {
    let waits = try measure(lines: 21, ["format: combined", "format: rfc3339", "format: audit"])
    #expect(waits[waits.count / 2] < 0.05, "seconds: \(waits)")
  }

  @Test("where another may feed it, that one is waited for")
  func undeclared() throws {
    let waits = try measure(lines: 2, ["format: combined", "format: rfc3339", "write-delay: 2s"])
    #expect(waits[0] > 0.9, "seconds: \(waits)")
  }

  /// From line to alert, in seconds, shortest first; each line opens an episode of its own.
  private func measure(lines: Int, _ settings: [String]) throws -> [Double] {
    let scratch = Scratch()
    let logs = try ["access.log", "auth.log", "audit.log"].map { name in
      scratch.write("logs/\(name)", [])
      return try GrowingLog(scratch["logs/\(name)"])
    }
    let inputs = zip(["access.log", "auth.log", "audit.log"], settings).map { "  - file: {path: logs/\($0), \($1)}\n" }.joined()
    let daemon = try RunningDaemon(
      """
      inputs:
      \(inputs)detectors: [\(Command.repository)/Detectors/rules]
      decoders: [\(Command.repository)/Detectors/decoders]
      sinks:
        - file: {path: alerts.jsonl, actions: [opened]}
      state: .
      timezone: UTC
      """, in: scratch)
    var waits: [Double] = []
    for number in 1...lines {
      let now = Date()
      let stamp = now.formatted(Self.clock)
      logs[0].append(
        Array("198.51.100.\(number) - - [\(stamp) +0000] \"GET /a?p=../../../../etc/passwd HTTP/1.1\" 404 153 \"-\" \"-\"\n".utf8)
      )
      while daemon.alerts.count < number, Date().timeIntervalSince(now) < 10 { usleep(1_000) }
      waits.append(Date().timeIntervalSince(now))
    }
    #expect(daemon.alerts.count == lines, "\(daemon.said)")
    #expect(daemon.stop() == 0)
    return waits.sorted()
  }

  /// `24/Nov/2026:15:46:27`, in UTC.
  private static let clock = Date.VerbatimFormatStyle(
    format:
      "\(day: .twoDigits)/\(month: .abbreviated)/\(year: .defaultDigits):\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
    locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
}
