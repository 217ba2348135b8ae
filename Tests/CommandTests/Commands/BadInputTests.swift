import Foundation
import TestSupport
import Testing

/// Whatever bytes come, they are data: nothing crashes, nothing grows, and what can be read counts.
@Suite("Bad input")
struct BadInputTests {
  private let scratch = Scratch()

  init() { scratch.write("rules/root.yml", Samples.rootRule) }

  /// Replays with one rule on root, as JSON.
  private func replay(_ arguments: [String], input: [[UInt8]] = [], seconds: Double = 120) throws -> Command.Outcome {
    let options = ["--detectors", scratch["rules"], "-o", "json", "--every-match", "--actions", "opened"] + Samples.year
    return try Command.run(["replay"] + arguments + options, input: input, in: scratch.path, seconds: seconds)
  }

  private func matches(_ outcome: Command.Outcome) -> Int { outcome.lines.count { $0.contains(#""action":"matched""#) } }

  @Test("an empty file is no error")
  func empty() throws {
    scratch.write("empty.log", "")
    for command in ["replay", "parse"] {
      let outcome = try Command.run([command, scratch["empty.log"]])
      #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.isEmpty)
    }
  }

  @Test("a last line without its newline counts")
  func noNewline() throws {
    scratch.write("a.log", Samples.failed + "\n" + Samples.failed)
    #expect(matches(try replay(["a.log"])) == 2)
    #expect(matches(try replay(["-"], input: [Array(Samples.failed.utf8)])) == 1)
  }

  @Test("lines that end in CR LF are the same lines")
  func carriageReturns() throws {
    scratch.write("unix.log", "\(Samples.failed)\n\(Samples.failed)\n")
    scratch.write("dos/unix.log", "\(Samples.failed)\r\n\(Samples.failed)\r\n")
    let (unix, dos) = (try replay(["unix.log"]), try replay(["dos/unix.log"]))
    #expect(matches(unix) == 2)
    #expect(try unix.lines.map(Alerts.normalised) == dos.lines.map(Alerts.normalised))
  }

  @Test(
    "NUL bytes and invalid UTF-8 are data, and JSON stays JSON",
    arguments: [[0x00], [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80]])
  func bytes(bytes: [UInt8]) throws {
    let line = bytes + Array("\n\(Samples.failed) ".utf8) + bytes + Array("\nNov 20 06:00:01 ".utf8) + bytes
    let input = line + Array(" sshd[8]: Failed password for ".utf8) + bytes + Array(" from 203.0.113.9 port 4000 ssh2\n".utf8)
    scratch.write("a.log", input + Array((Samples.failed + "\n").utf8))
    let outcome = try replay(["a.log"])
    #expect(outcome.status == 0 && matches(outcome) >= 1)
    _ = try outcome.lines.map(Alerts.normalised)
    let parsed = try Command.run(["parse", scratch["a.log"]])
    #expect(parsed.status == 0 && parsed.lines.count == 4)
    _ = try parsed.lines.map(Alerts.normalised)
  }

  @Test("random bytes crash nothing, and each line gives a line", arguments: Proving.seeds(4, 300))
  func random(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let story = dice.pick(LogFile.stories).bytes.prefix(6_000)
    var bytes = Array(story)
    for _ in 0..<dice.roll(20...200) {
      bytes[dice.roll(0...bytes.count - 1)] = dice.pick([0x0A, 0x22, 0x00, 0xFF, 0x5C, UInt8(dice.roll(0...255))])
    }
    // Journal entries would take several lines; nothing here may look like one.
    scratch.write("a.log", bytes)
    let outcome = try Command.run(["parse", scratch["a.log"]])
    let lines = bytes.count { $0 == 0x0A } + (bytes.last == 0x0A ? 0 : 1)
    #expect(outcome.status == 0 && outcome.lines.count == lines, "seed \(seed): \(outcome.errors)")
    for line in outcome.lines { _ = try Alerts.normalised(line) }
    #expect(try replay(["a.log"]).status == 0, "seed \(seed)")
  }

  @Test("a line of 100 MiB is cut at the limit, in bounded memory", arguments: ["file", "pipe"])
  func longLine(carrier: String) throws {
    let line = Array("\(Samples.failed) ".utf8) + Array(repeating: 0x61, count: 100 << 20)
    let bytes = line + Array("\n\(Samples.failed)\n".utf8)
    if carrier == "file" { scratch.write("a.log", bytes) }
    let outcome = try replay(
      carrier == "file" ? ["a.log", "--stats"] : ["-", "--stats"], input: carrier == "file" ? [] : [bytes])
    #expect(outcome.status == 0 && matches(outcome) >= 1)
    #expect(outcome.errors.contains(#""cut_lines":1"#) && outcome.errors.contains(#""records":2"#), "\(outcome.errors)")
    #expect(outcome.peakMemory > 4 << 10 && outcome.peakMemory < 128 << 10, "\(outcome.peakMemory) KiB")
  }

  @Test("attempts that wait for their program are bounded, and what could not wait is counted")
  func floodOfAttempts() throws {
    let lines = (1...17_000).map { pid in
      "Nov 24 10:00:00 host sshd[\(pid)]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.\(pid % 200) user=root\n"
    }
    scratch.write("a.log", Array(lines.joined().utf8))
    let outcome = try Command.run(
      ["replay", scratch["a.log"], "--detectors", "\(Command.repository)/Detectors", "-o", "json", "--stats"] + Samples.year)
    #expect(outcome.status == 0 && outcome.errors.contains(":17000},"), "\(outcome.errors)")
    #expect(outcome.errors.contains(#""joiner_overflow":616"#), "\(outcome.errors)")
  }

  @Test("a gzip bomb of 1 GiB takes no memory")
  func bomb() throws {
    let member = try Gzip.member(Array(repeating: 0, count: 64 << 20))
    scratch.write(
      "bomb.gz", Array(repeating: member, count: 16).flatMap { $0 } + (try Gzip.member(Array("\n\(Samples.failed)\n".utf8))))
    let outcome = try replay(["bomb.gz", "--stats"])
    #expect(outcome.status == 0 && matches(outcome) == 1 && outcome.errors.contains(#""cut_lines":1"#))
    #expect(outcome.peakMemory > 4 << 10 && outcome.peakMemory < 128 << 10, "\(outcome.peakMemory) KiB")
  }

  @Test(
    "what can be decoded of a broken archive counts; one error names file and place",
    arguments: ["truncated", "corrupt", "garbage"])
  func brokenArchive(kind: String) throws {
    let whole = try Gzip.member(Array("\(Samples.failed)\n\(Samples.failed)\n".utf8))
    var dice = Dice(seed: 7)
    let noise = (0..<4_000).map { _ in UInt8(dice.roll(0x61...0x7A)) }
    let second = try Gzip.member(Array("\(Samples.failed)\n".utf8) + noise)
    let bytes: [UInt8]
    switch kind {
    case "truncated": bytes = whole + second.prefix(second.count / 2)
    case "corrupt": bytes = whole + second.prefix(200) + Array(repeating: 0xFF, count: 40) + second.dropFirst(240)
    default: bytes = whole + Array("no member".utf8)
    }
    scratch.write("a.log.gz", bytes)
    scratch.write("b.log", Samples.failed + "\n")
    let outcome = try replay(["a.log.gz", "b.log"])
    #expect(outcome.status == 4)
    #expect(matches(outcome) >= 3, "two lines of the whole member and the other file")
    let errors = outcome.errors.split(separator: "\n")
    #expect(errors.count == 1 && errors[0].wholeMatch(of: /error: a\.log\.gz: byte [0-9]+: .+/) != nil, "\(outcome.errors)")
  }

  @Test("a path to nothing ends with 4, and the rest is read", arguments: ["/nonexistent/auth.log", "none*.log"])
  func nothing(path: String) throws {
    scratch.write("a.log", Samples.failed + "\n")
    let outcome = try replay(["a.log", path])
    #expect(outcome.status == 4 && matches(outcome) == 1)
    #expect(outcome.errors.hasPrefix("error: \(path): ") && outcome.errors.count { $0 == "\n" } == 1, "\(outcome.errors)")
  }

  static let canBecomeAnother = getuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")

  @Test(
    "a directory and a file that may not be read are named, with what to do; the rest is read",
    .enabled(if: canBecomeAnother, "only root can become a user who may not read"))
  func unreadable() throws {
    // The build's own directory may be closed to others, so the binary goes where they can reach it.
    scratch.write("a.log", Samples.failed + "\n")
    scratch.write("closed/b.log", Samples.failed + "\n")
    scratch.write("c.log", Samples.failed + "\n")
    let files = FileManager.default
    try files.copyItem(atPath: Command.tocsin, toPath: scratch["tocsin"])
    try files.copyItem(atPath: "\(Command.repository)/Detectors", toPath: scratch["Detectors"])
    try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path)
    try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: scratch["closed"])
    try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: scratch["c.log"])
    let arguments = [
      "--reuid", "65534", "--clear-groups", scratch["tocsin"], "replay", "a.log", "closed", "c.log", "--detectors", "rules", "-o",
      "json", "--every-match", "--actions", "opened",
    ]
    let outcome = try Command.run(program: "/usr/bin/setpriv", arguments + Samples.year, in: scratch.path)
    #expect(outcome.status == 4 && matches(outcome) == 1, "\(outcome.errors)")
    let errors = outcome.errors.split(separator: "\n").sorted()
    try #require(errors.count == 2, "\(outcome.errors)")
    #expect(errors[0].hasPrefix("error: c.log: cannot open: Permission denied; "))
    #expect(errors[1].hasPrefix("error: closed: cannot list: Permission denied; "))
  }

  @Test(
    "a regular expression that cannot be searched for in linear time is refused with its place, and so is one libhs will not take",
    arguments: [
      ("Failed (?!x)", "character 8: lookahead needs a backtracking engine; write a second item and `not` in the condition", 26),
      (
        "port ^22", "`^` stands where something must come before it; put it first, or give the alternative an item of its own", 19
      ),
    ])
  func regularExpression(pattern: String, message: String, column: Int) throws {
    let scratch = Scratch()
    let rule = "title: Odd\nlogsource: {product: linux}\ndetection:\n  sel:\n    message|re|m: \(pattern)\n  condition: sel\n"
    scratch.write("rules/odd.yml", rule)
    let outcome = try Command.run(["replay", "-", "--detectors", "rules", "--strict"], input: [[]], in: scratch.path)
    #expect(outcome.status == 2)
    let separator = message.hasPrefix("character") ? ", " : ": "
    #expect(outcome.errors.contains("rules/odd.yml:5:\(column): "), "\(outcome.errors)")
    #expect(outcome.errors.contains("regular expression\(separator)\(message)"), "\(outcome.errors)")
  }

  @Test("bad rules are all named, the good ones still run; --strict refuses")
  func badRules() throws {
    let scratch = Scratch()
    Samples.writeBadRules(scratch)
    let input = [Array((Samples.failed + "\n").utf8)]
    let lenient = try Command.run(["replay", "-", "--detectors", "rules"] + Samples.year, input: input, in: scratch.path)
    #expect(lenient.status == 0 && lenient.output.contains("Root") && lenient.output.contains("203.0.113.9"))
    Golden.expect(lenient.errors, "bad-rules.txt")
    let strict = try Command.run(["replay", "-", "--detectors", "rules", "--strict"], input: input, in: scratch.path)
    #expect(strict.status == 2 && strict.output.isEmpty && strict.errors == lenient.errors)
  }
}
