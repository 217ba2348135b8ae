import Foundation
import Testing

/// No secret that a line carried leaves in an alert or a parsed record (DESIGN, promise P7).
@Suite("Masking, end to end")
struct MaskingTests {
  private static let lines = [
    "192.0.2.7 - - [20/Nov/2026:06:00:00 +0000] \"GET /login?user=anna&password=hunter2&id=1%27%20UNION%20SELECT%20a%20FROM%20b--%20 "
      + "HTTP/1.1\" 200 5 \"https://example.org/?token=hunter2\" \"sqlmap/1.8\"",
    "Nov 20 06:00:01 web1 sudo[9]:  www-data : user NOT in sudoers ; TTY=pts/0 ; PWD=/ ; USER=root ; "
      + "COMMAND=/usr/bin/mysql --user=root --password=hunter2 -e status",
  ]

  private func run(_ arguments: [String]) throws -> Command.Outcome {
    let outcome = try Command.run(arguments + Samples.year, input: [Array(Self.lines.map { $0 + "\n" }.joined().utf8)])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    return outcome
  }

  @Test(
    "a password in a request or a command never shows",
    arguments: [
      ["replay", "-"], ["replay", "-", "-o", "json"], ["replay", "-", "-o", "json", "--every-match"], ["parse", "-"],
    ])
  func masked(arguments: [String]) throws {
    let outcome = try run(arguments)
    #expect(!outcome.output.contains("hunter2"), "\(outcome.output)")
    // What is around the secrets does show.
    #expect(outcome.output.contains("mysql") && outcome.output.contains("password=***") && outcome.output.contains("UNION"))
  }

  @Test("the lines do give alerts, and their secrets show where nothing masks them")
  func alerts() throws {
    let titles = try run(["replay", "-", "-o", "json"]).output
    #expect(titles.contains("SQL injection in a request") && titles.contains("sudo by a user who may not"))
    #expect(try run(["parse", "-", "--no-mask"]).output.contains("hunter2"))
  }
}
