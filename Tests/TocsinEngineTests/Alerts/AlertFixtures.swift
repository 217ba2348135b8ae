import Foundation
import Glibc
import TestSupport
import Testing
import TocsinEngine

/// What the suites of alerts share: an alert to show, seeded noise, golden files.
enum AlertFixtures {
  /// 2026-11-24 15:45:47 UTC.
  static let start = Timestamp(seconds: 1_795_535_147)

  static func rule(
    title: String = "Password guessing over SSH", level: AlertLevel = .high,
    tags: [String] = ["attack.credential-access", "attack.t1110.001"],
    playbook: [String] = ["See whether any login from there succeeded.", "Block the address."], owner: String = "secops"
  ) -> AlertRule {
    AlertRule(
      id: "3d1a1c5e-0b1f-4d0e-9f0a-6a2f3c1b7e55", title: title,
      description: "Many failed logins from one address.", level: level, tags: tags,
      references: ["https://attack.mitre.org/techniques/T1110/001/"],
      playbook: playbook, owner: owner)
  }

  static func alert(_ action: Alert.Action = .opened, level: AlertLevel = .high) -> Alert {
    let clock = ["15:45:47", "15:45:57", "15:46:07", "15:46:17", "15:46:27"]
    let evidence = clock.indices.map { index in
      Alert.Evidence(
        time: start.advanced(by: Int64(index) * 10_000_000),
        text:
          "Nov 24 \(clock[index]) web1 sshd[814]: Failed password for root from 203.0.113.9 port 5211\(index) ssh2",
        input: "/var/log/auth.log", offset: 4_096 + index * 94)
    }
    return Alert(
      id: "00112233445566778899aabbccddeeff", episode: "ffeeddccbbaa99887766554433221100", action: action,
      rule: rule(level: level), time: start.advanced(by: 40_000_000), first: start, last: start.advanced(by: 40_000_000),
      count: 5, group: [(name: "source.address", value: "203.0.113.9")], host: "web1", sequence: 44, evidence: evidence,
      distinct: [Alert.Distinct(field: "user.name", values: ["root", "admin", "git"], total: 5)], flags: [])
  }

  /// Compares with `Golden/Alerts/<name>`; a missing file is written, and the test fails so that somebody looks at it.
  static func expectGolden(_ text: String, _ name: String, location: SourceLocation = #_sourceLocation) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appending(path: "Golden/Alerts/\(name)")
    guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("wrote \(file.path); look at it and run again", sourceLocation: location)
      return
    }
    #expect(text == expected, sourceLocation: location)
  }

  /// What Foundation reads from a line of JSON.
  static func object(_ json: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
  }

  /// The value at a dotted path, every part of which is an object.
  static func value(_ json: [UInt8], _ path: String) throws -> Any? {
    var value: Any? = try object(json)
    for part in path.split(separator: ".") { value = (value as? [String: Any])?[String(part)] }
    return value
  }

  /// The least processor time, in seconds, that three runs of `body` take on this thread: unlike time on the wall, it does not
  /// depend on what else the machine has to do.
  static func processorSeconds(_ body: () -> Void) -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    return (0..<3).map { _ in
      let start = now()
      body()
      return now() - start
    }.min() ?? 0
  }
}

extension Dice {
  /// Bytes that are often special: controls, quotes, halves of UTF-8 sequences, whole odd scalars.
  mutating func bytes(atMost limit: Int) -> [UInt8] {
    let odd: [[UInt8]] = [
      [0], [0x1B], [0x22], [0x5C], [0x7F], [0x80], [0xC2, 0x9B], [0xE2, 0x80, 0xA8], [0xE2, 0x80, 0xAE], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x98, 0x80], [0xC0, 0xAF], [0xFF], [0x0A], [0x2E],
    ]
    return (0..<Int.random(in: 0...limit, using: &self)).flatMap { _ in
      Bool.random(using: &self) ? odd.randomElement(using: &self)! : [UInt8.random(in: 0x20...0x7E, using: &self)]
    }
  }
}
