import Foundation
import Testing

/// What users see, to the letter.
@Suite("Golden files")
struct GoldenTests {
  private static let story = "Samples/ssh-login-after-guessing/auth.log"

  @Test("text of a story, without colour and with it", arguments: ["never", "always"])
  func text(color: String) throws {
    let outcome = try Command.run(
      ["replay", Self.story, "--color", color, "--actions", "opened,updated,closed"] + Samples.year)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.contains("\u{1B}[") == (color == "always"))
    Golden.expect(outcome.output, "story-\(color).txt")
  }

  @Test("output that is no terminal has no colour")
  func auto() throws {
    let plain = try Command.run(["replay", Self.story, "--color", "never"] + Samples.year)
    #expect(try Command.run(["replay", Self.story] + Samples.year).output == plain.output)
  }

  @Test("an alert as JSON")
  func json() throws {
    let outcome = try Command.run(["replay", Self.story, "-o", "json"] + Samples.year)
    let line = try #require(outcome.lines.first { $0.contains("Login after password guessing") })
    Golden.expect(try Self.pretty(line), "alert.json")
  }

  @Test("help of each command", arguments: ["", "run", "replay", "parse", "check", "test"])
  func help(command: String) throws {
    let outcome = try Command.run((command.isEmpty ? [] : [command]) + ["--help"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    // How many threads are the default depends on the host.
    let text = outcome.output.replacing(/\(default: [1-4]\)/, with: "(default: N)")
    Golden.expect(text, "help\(command.isEmpty ? "" : "-" + command).txt")
  }

  @Test("parse of ten kinds of record")
  func parse() throws {
    let records = [
      Samples.failed,
      "<38>1 2026-11-20T06:00:01.5Z web1 sshd 8 - - Accepted publickey for mira from 192.0.2.4 port 4000 ssh2: ED25519 SHA256:x",
      "2026-11-20T06:00:02.25+01:00 web1 sudo[9]:     mira : TTY=pts/0 ; PWD=/home/mira ; USER=root ; COMMAND=/usr/bin/id",
      "192.0.2.7 - anna [20/Nov/2026:06:00:03 +0000] \"GET /a?b=1%27%20OR%20%271 HTTP/1.1\" 200 5 \"-\" \"curl/8.5\"",
      "{\"@timestamp\":\"2026-11-20T06:00:04Z\",\"source\":{\"ip\":\"192.0.2.8\"},\"n\":1.0,\"ok\":true,\"none\":null}",
      "type=USER_LOGIN msg=audit(1795154405.250:77): pid=9 uid=0 auid=1001 ses=3 msg='op=login acct=\"anna\" "
        + "exe=\"/usr/sbin/sshd\" hostname=192.0.2.9 addr=192.0.2.9 terminal=ssh res=failed'",
      "2026/11/20 06:00:06 [error] 8#8: *1 open() \"/srv/x\" failed (2: No such file or directory), client: 192.0.2.10, "
        + "server: www.example.org, request: \"GET /x HTTP/1.1\", host: \"www.example.org\"",
      "[Fri Nov 20 06:00:07.125000 2026] [core:error] [pid 9] [client 192.0.2.11:5000] AH00126: Invalid URI in request GET /..",
      "time=2026-11-20T06:00:08Z level=warn msg=\"login failed\" user=anna ip=192.0.2.12",
      "neither this nor that",
    ]
    let outcome = try Command.run(["parse", "-"] + Samples.year, input: [Array(records.map { $0 + "\n" }.joined().utf8)])
    #expect(outcome.status == 0 && outcome.lines.count == records.count)
    Golden.expect(try outcome.lines.map { try Self.pretty($0) }.joined(), "parse.json")
  }

  @Test("check of bad rules")
  func check() throws {
    let scratch = Scratch()
    Samples.writeBadRules(scratch)
    let outcome = try Command.run(["check", "rules"], in: scratch.path)
    #expect(outcome.status == 2)
    Golden.expect(outcome.errors + outcome.output.replacing(/[0-9.]+ s,/, with: "N s,"), "check.txt")
  }

  private static func pretty(_ line: String) throws -> String {
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
    let data = try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
