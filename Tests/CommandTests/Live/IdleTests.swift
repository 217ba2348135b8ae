import Foundation
import Testing

/// Idle costs nothing (DESIGN, promise P5).
@Suite("Idle")
struct IdleTests {
  @Test("a daemon that follows twenty quiet files sleeps")
  func sleeps() throws {
    // The directories above the logs are watched, too; in /tmp those of other tests come and go.
    let scratch = Scratch(in: URL(filePath: "/dev/shm"))
    for number in 1...20 { scratch.write("logs/\(number).log", []) }
    let daemon = try RunningDaemon(
      """
      inputs:
        - file: logs/*.log
      detectors: [\(Command.repository)/Detectors/rules]
      decoders: [\(Command.repository)/Detectors/decoders]
      sinks:
        - stdout: {format: json}
        - file: alerts.jsonl
      state: .
      timezone: UTC
      """, in: scratch)
    // What starting began comes to rest.
    sleep(2)
    let before = daemon.switches
    #expect(!before.isEmpty)
    sleep(5)
    // One: a thread may have been about to sleep when the first count was taken.
    let after = daemon.switches
    let woken = after.reduce(0) { $0 + $1.value - before[$1.key, default: 0] }
    #expect(woken <= 1, "\(before) \(after)")
    #expect(after.keys.sorted() == before.keys.sorted(), "threads begin or end")
    #expect(daemon.stop() == 0)
  }
}
