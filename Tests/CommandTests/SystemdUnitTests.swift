import Foundation
import Testing

@Suite("systemd unit")
struct SystemdUnitTests {
  static let skipped: Comment = "there is no systemd-analyze on this host"

  @Test(
    "systemd finds nothing to object to", .enabled(if: SystemdAnalyze.executable != nil, skipped),
    arguments: [[], ["audit.conf"]])
  func verifies(dropIns: [String]) throws {
    // The binary is not installed here; any executable stands for it.
    let outcome = try SystemdAnalyze.withUnit(dropIns: dropIns, command: "/bin/sh") {
      try SystemdAnalyze.run(["verify", "--man=no", $0.path()])
    }
    // Other units of the host may have faults of their own.
    let objections = outcome.text.split(separator: "\n").filter { $0.contains("tocsin") }
    #expect(objections.isEmpty)
    #expect(outcome.status == 0, "\(outcome.text)")
  }

  @Test("verification sees a fault", .enabled(if: SystemdAnalyze.executable != nil, skipped))
  func verificationSees() throws {
    let outcome = try SystemdAnalyze.withUnit(command: "/nonexistent/tocsin") {
      try SystemdAnalyze.run(["verify", "--man=no", $0.path()])
    }
    #expect(outcome.text.contains("/nonexistent/tocsin"))
  }

  @Test("the service is exposed at most 1.5", .enabled(if: SystemdAnalyze.executable != nil, skipped))
  func exposure() throws {
    #expect(try SystemdAnalyze.exposure() <= 1.5)
  }

  @Test("with the audit drop-in at most 1.8, and more than without", .enabled(if: SystemdAnalyze.executable != nil, skipped))
  func exposureWithAudit() throws {
    let level = try SystemdAnalyze.exposure(dropIns: ["audit.conf"])
    #expect(level <= 1.8)
    #expect(level > (try SystemdAnalyze.exposure()))
  }

  @Test("the default configuration writes only where the unit lets it")
  func directories() throws {
    let unit = try String(contentsOf: SystemdAnalyze.units.appending(path: "tocsin.service"), encoding: .utf8)
    let configuration = try String(contentsOf: SystemdAnalyze.units.appending(path: "tocsin.yaml"), encoding: .utf8)
    #expect(unit.contains("\nStateDirectory=tocsin\n") && configuration.contains("\nstate: /var/lib/tocsin\n"))
    #expect(unit.contains("\nLogsDirectory=tocsin\n") && configuration.contains("\n  - file: /var/log/tocsin/alerts.jsonl\n"))
  }
}
