import Foundation
import Testing

/// How `tocsin` ends, and what it says then (DESIGN, section 8).
@Suite("Exit status")
struct ExitStatusTests {
  /// Wrong command lines, and what the message must say.
  static let mistakes: [(line: String, says: String)] = [
    ("replay --bogus x", "Unknown option '--bogus'"), ("replay --threads 0 x", "from 1 to 64"),
    ("replay --threads many x", "'many' is invalid"), ("replay --year 12 x", "from 1970 to 9999"),
    ("replay --timezone Mars/Olympus x", "Mars/Olympus"), ("replay --since yesterday x", "'yesterday' is no time"),
    ("replay --actions sung x", "'sung'"), ("replay --fail-on loud x", "'loud'"), ("replay --format runes x", "'runes'"),
    ("replay", "nothing to read"), ("bogus", "bogus"), ("parse --logsource product x", "'product' is no such pair"),
    ("parse --logsource colour=red x", "not 'colour'"), ("replay --detectors /nonexistent x", "/nonexistent"),
    ("test /nonexistent", "no story in /nonexistent"), ("check /nonexistent", "/nonexistent: there is no such file or directory"),
  ]

  @Test("wrong usage ends with 2 and says what was wrong", arguments: mistakes)
  func usage(line: String, says: String) throws {
    let outcome = try Command.run(line.split(separator: " ").map(String.init))
    #expect(outcome.status == 2 && outcome.errors.contains(says), "\(outcome.errors)")
  }

  @Test("bad configuration ends with 3 and names file, line and column", arguments: ["check", "run"])
  func configuration(command: String) throws {
    let scratch = Scratch()
    scratch.write("tocsin.yaml", "inputs:\n  - file: /var/log/auth.log\nsinkz:\n  - stdout: {}\n")
    let outcome = try Command.run([command, "-c", "tocsin.yaml"], in: scratch.path, seconds: 20)
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("tocsin.yaml:3:1: unknown key \"sinkz\"") && outcome.errors.contains("sinks"))
  }

  @Test("--fail-on ends with 1 for what is at or above the level, and prints the alerts all the same")
  func failOn() throws {
    let scratch = Scratch()
    scratch.write("rules/root.yml", Samples.rootRule)
    scratch.write("a.log", Samples.failed + "\n")
    func run(_ level: String) throws -> Command.Outcome {
      try Command.run(["replay", "a.log", "--detectors", "rules", "--fail-on", level] + Samples.year, in: scratch.path)
    }
    for (level, status) in [("informational", Int32(1)), ("medium", 1), ("high", 1), ("critical", 0)] {
      let outcome = try run(level)
      #expect(outcome.status == status, "\(level)")
      #expect(outcome.output.contains("HIGH") && outcome.errors.isEmpty)
    }
    scratch.write("rules/root.yml", Samples.rootRule.replacing("level: high", with: "level: informational"))
    for (level, status) in [("informational", Int32(1)), ("low", 0)] {
      let outcome = try run(level)
      #expect(outcome.status == status && outcome.output.contains("INFO"), "\(level)")
    }
  }

  @Test("a reader that goes away is success, and nothing is said", arguments: ["replay", "parse"])
  func closedPipe(command: String) throws {
    let options = command == "replay" ? "-o json --every-match" : ""
    let script = "set -o pipefail; \"$0\" \(command) \(options) Samples/web-rates/access.log | head -1"
    let outcome = try Command.run(program: "/bin/bash", ["-c", script, Command.tocsin])
    #expect(outcome.status == 0 && outcome.lines.count == 1 && outcome.errors.isEmpty, "\(outcome.errors)")
  }

  @Test("a full disk ends with 4 and says so", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDisk() throws {
    let script = "\"$0\" parse Samples/web-rates/access.log > /dev/full"
    let outcome = try Command.run(program: "/bin/bash", ["-c", script, Command.tocsin])
    #expect(outcome.status == 4 && outcome.errors.contains("standard output: No space left on device"))
  }

  @Test("bare tocsin at the end of a pipe is replay")
  func bare() throws {
    let scratch = Scratch()
    scratch.write("rules/root.yml", Samples.rootRule)
    let input = [Array((Samples.failed + "\n").utf8)]
    let outcome = try Command.run(["--detectors", "rules"] + Samples.year, input: input, in: scratch.path)
    #expect(outcome.status == 0 && outcome.output.contains("203.0.113.9"))
  }

  @Test("at the end of a pipe a directory may have the name of a command")
  func directoryNamedLikeACommand() throws {
    let scratch = Scratch()
    scratch.write("test/root.yml", Samples.rootRule)
    let input = [Array((Samples.failed + "\n").utf8)]
    let outcome = try Command.run(["--detectors", "test"] + Samples.year, input: input, in: scratch.path)
    #expect(outcome.status == 0 && outcome.output.contains("203.0.113.9"), "\(outcome.errors)")
  }
}
