import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct LineStartTests {
  /// What the fast look calls plain, the slow ones call plain.
  @Test(arguments: Seeds.of(8)) func noSpecialLineIsMissed(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let start = LineStart()
    let hosts = ["a", "gate", "gateway", "gateway8", "fifteen-bytes-x", "sixteen-bytes-xy", "a-longer-name.example.org", "", "g"]
    let times = [
      "Nov 24 15:46:27", "2026-11-24T15:46:27.123456+00:00", "2026-11-24T15:46:27Z", "2026-11-24T15:46:27.123456789Z",
      "2026-11-24T15:46:27.123456789+02:00", "Nov 24 15:46:2", "2026-11-24 15:46:27",
    ]
    let rests = [
      "audispd[1]: type=X", "kernel: audit: type=1", "sshd[1]: x", "audit", "stdout P x", "stdout F x", "a", "", " audit: type=",
    ]
    var specials = 0
    for _ in 0..<4_000 {
      let line = [times, hosts, rests].map { $0.randomElement(using: &random)! }.joined(separator: " ")
      let other =
        Bool.random(using: &random) ? line : times.randomElement(using: &random)! + " " + rests.randomElement(using: &random)!
      let bytes = Array(other.utf8)
      let padded = bytes + Array(repeating: UInt8.random(in: 0x20...0x7A, using: &random), count: 64)
      let isSpecial = unsafe padded.withUnsafeBufferPointer { unsafe start.isSpecial($0.baseAddress!, bytes.count) }
      let needed = bytes.withView { AuditWrapper($0) != nil || PartLine($0).map { !$0.isLast } ?? false }
      if needed { specials += 1 }
      #expect(isSpecial || !needed, "\(other)")
    }
    #expect(specials > 100)
  }

  @Test(arguments: [
    "Nov 24 15:46:27 gate sshd[1]: x", "192.0.2.9 - - [24/Nov/2026:15:46:27 +0000] \"GET / HTTP/1.1\" 200 1", "[Tue Nov 24 x",
    "{\"a\":1,\"b\":2}", "{\"log\":\"x\\n\",\"stream\":\"stdout\",\"time\":\"t\"}", "2026-11-24T15:46:27Z stdout F x",
    "2026-11-24T15:46:27.123456+00:00 gate sshd[1]: x", "<13>Nov 24",
  ])
  func ordinaryLinesArePlain(_ line: String) {
    let start = LineStart()
    let padded = Array(line.utf8) + Array(repeating: 0, count: 64)
    for _ in 0..<2 {
      #expect(unsafe !padded.withUnsafeBufferPointer { unsafe start.isSpecial($0.baseAddress!, line.utf8.count) })
    }
  }
}
