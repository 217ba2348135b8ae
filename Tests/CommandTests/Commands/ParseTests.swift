import Foundation
import TestSupport
import Testing

/// `tocsin parse`: one line for each physical line, in order (DESIGN, section 8).
@Suite("parse")
struct ParseTests {
  private let scratch = Scratch()

  /// A record of a mixed stream: its text, and how many lines of output it is.
  private static let blocks: [String] = [
    Samples.failed + "\n",
    "\n",
    "192.0.2.7 - - [20/Nov/2026:06:00:03 +0000] \"GET /a HTTP/1.1\" 200 5 \"-\" \"curl/8.5\"\n",
    "{\"@timestamp\":\"2026-11-20T06:00:04Z\",\"user\":\"anna\"}\n",
    "type=SYSCALL msg=audit(1795154405.250:77): arch=c000003e syscall=59 success=yes exit=0 pid=9 uid=0 exe=\"/usr/bin/id\"\n",
    "type=SYSCALL msg=audit(1795154405.250:78): arch=c000003e syscall=59 success=yes exit=0 pid=10 uid=0 exe=\"/usr/bin/ls\"\n",
    "type=EXECVE msg=audit(1795154405.250:77): argc=1 a0=\"id\"\n",
    "type=EXECVE msg=audit(1795154405.250:78): argc=1 a0=\"ls\"\n",
    "between them\n",
    "type=PROCTITLE msg=audit(1795154405.250:78): proctitle=\"ls\"\n",
    "type=PROCTITLE msg=audit(1795154405.250:77): proctitle=\"id\"\n",
    "__CURSOR=s=1;i=1\n__REALTIME_TIMESTAMP=1795154406000000\n_HOSTNAME=web1\nSYSLOG_IDENTIFIER=sshd\n"
      + "MESSAGE=Failed password for root from 203.0.113.9 port 4000 ssh2\n\n",
    "__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1795154407000000\n_HOSTNAME=web1\nSYSLOG_IDENTIFIER=cron\nMESSAGE=a\n\n",
    "\n",
    "last, without a newline",
  ]

  private func objects(_ outcome: Command.Outcome) throws -> [[String: Any]] {
    try outcome.lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:] }
  }

  private func event(_ object: [String: Any], _ key: String) -> Any? { (object["event"] as? [String: Any])?[key] }

  @Test("a mixed stream gives one line for each line and entry, in order", arguments: Proving.seeds(2, 100))
  func mixed(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let pieces = dice.pieces(Array(Self.blocks.joined().utf8), longest: 90)
    let found = try objects(Command.run(["parse", "-"] + Samples.year, input: pieces))
    try #require(found.count == Self.blocks.count, "seed \(seed)")
    #expect(found.map { event($0, "sequence") as? Int } == (1...Self.blocks.count).map { $0 })
    for (object, block) in zip(found, Self.blocks) where !block.hasPrefix("__CURSOR") {
      #expect(event(object, "original") as? String == block.trimmingCharacters(in: .newlines))
    }
    let formats = found.map { ($0["tocsin"] as? [String: Any])?["format"] as? String ?? "" }
    #expect(formats[0] == "rfc3164" && formats[2] == "combined" && formats[3] == "json")
    #expect(formats[4] == "audit" && formats[11] == "journal-export" && formats[12] == "journal-export" && formats[8] == "plain")
    // The fields that the lines of an audit event share stand on its last line.
    #expect(String(describing: found[10]).contains("/usr/bin/id") && String(describing: found[9]).contains("/usr/bin/ls"))
  }

  @Test("matching rules are listed")
  func rules() throws {
    let found = try objects(Command.run(["parse", "-"] + Samples.year, input: [Array(Samples.failed.utf8)]))
    let rules = (found.first?["tocsin"] as? [String: Any])?["rules"] as? [[String: Any]] ?? []
    #expect(rules.contains { $0["title"] as? String == "Failed authentication" && ($0["id"] as? String)?.count == 36 })
    #expect((found.first?["tocsin"] as? [String: Any])?["decoder"] as? String == "sshd")
  }

  @Test("secrets are masked unless --no-mask")
  func masks() throws {
    let line = Array("{\"password\":\"hunter2\",\"url\":\"/login?password=hunter2\"}\n".utf8)
    let masked = try Command.run(["parse", "-"], input: [line])
    let plain = try Command.run(["parse", "-", "--no-mask"], input: [line])
    #expect(masked.status == 0 && masked.lines.count == 1 && !masked.output.contains("hunter2"))
    #expect(plain.output.contains("hunter2"))
  }

  /// Titles of the rules that match one JSON record, of rules for different log sources.
  private func titles(_ options: [String]) throws -> Set<String> {
    for (title, source) in [
      ("Test", "{product: test}"), ("Other", "{product: other}"), ("Service", "{product: test, service: a}"),
    ] {
      scratch.write(
        "rules/\(title).yml", "title: \(title)\nlogsource: \(source)\ndetection:\n  s: {k: v}\n  condition: s\n")
    }
    let arguments = ["parse", "-", "--detectors", scratch["rules"]] + options
    let found = try objects(Command.run(arguments, input: [Array("{\"k\":\"v\"}\n".utf8)]))
    let rules = (found.first?["tocsin"] as? [String: Any])?["rules"] as? [[String: Any]] ?? []
    return Set(rules.compactMap { $0["title"] as? String })
  }

  @Test("a rule looks only at its log source")
  func logSources() throws {
    #expect(try titles([]).isEmpty)
    #expect(try titles(["--logsource", "product=test"]) == ["Test"])
    #expect(try titles(["--logsource", "product=test,service=a"]) == ["Test", "Service"])
    #expect(try titles(["--logsource", "product=other"]) == ["Other"])
    #expect(try titles(["--ignore-logsource"]) == ["Test", "Other", "Service"])
  }
}
