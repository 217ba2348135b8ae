import Testing

@testable import TocsinEngine

@Suite struct DecoderSetTests {
  private func pattern(_ match: String, _ set: [(String, String)] = []) -> DecoderDefinition.Pattern {
    .init(matches: [match], set: set.map { (field: $0.0, value: $0.1) })
  }

  @Test func constantsOfThePatternStandOverAll() throws {
    let decode = try Decoding([
      Decoding.definition(
        "app", set: [("event.action", "a"), ("event.outcome", "unknown")],
        patterns: [pattern("{event.action:word} failed", [("event.outcome", "failure")]), pattern("{event.outcome:word}")])
    ])
    #expect(decode("x failed") == ["event.action": "a", "event.outcome": "failure"])
    #expect(decode("x") == ["event.action": "a", "event.outcome": "unknown"])
  }

  @Test func longestLiteralBeginningWins() throws {
    let decode = try Decoding("{x:greedy}", "ab{y:greedy}", "abc{z:greedy}", "abc{w:greedy}")
    #expect(decode("abcd") == ["z": "d"])
    #expect(decode("abd") == ["y": "d"])
    #expect(decode("cd") == ["x": "cd"])
  }

  @Test func programsAreComparedWithoutCase() throws {
    let decode = try Decoding([
      Decoding.definition("one", scope: .programs(["SSHD", "su"]), patterns: [pattern("{a:greedy}")]),
      Decoding.definition("two", scope: .programs(["su"]), patterns: [pattern("two {b:greedy}")]),
      Decoding.definition("any", scope: .anyProgram, patterns: [pattern("{c:greedy}")]),
      Decoding.definition("web", scope: .formats([.combined]), patterns: [pattern("{d:greedy}")]),
    ])
    func decoder(_ program: String, trusted: String = "", format: Format = .rfc3164) -> String? {
      decode.read(Array("two x".utf8), program: program, trusted: trusted, format: format).decoder
    }
    #expect(decoder("sshd") == "one")
    #expect(decoder("SsHd") == "one")
    #expect(decoder("su") == "one")
    #expect(decoder("sshd2") == "any")
    #expect(decoder("", format: .combined) == "web")
    #expect(decoder("", format: .common) == nil)
    #expect(decoder("", format: .json) == "any")
    #expect(decoder(String(repeating: "s", count: 100)) == "any")
  }

  /// `logger -t sshd` is no sshd: journald says who wrote.
  @Test func trustedNamesOutrankTags() throws {
    let decode = try Decoding([
      Decoding.definition(
        "sshd", scope: .programs(["sshd", "sshd-session", "systemd-networkd"]), patterns: [pattern("{a:greedy}")])
    ])
    func decoder(_ program: String, _ trusted: String) -> String? {
      decode.read(Array("x".utf8), program: program, trusted: trusted).decoder
    }
    #expect(decoder("sshd", "") == "sshd")
    #expect(decoder("sshd", "sshd") == "sshd")
    #expect(decoder("sshd", "sshd-session") == "sshd")
    #expect(decoder("sshd", "logger") == nil)
    #expect(decoder("sshd", "ssh") == nil)
    // The kernel cuts names at fifteen bytes.
    #expect(decoder("systemd-networkd", "systemd-network") == "sshd")
    #expect(decoder("systemd-networkd", "systemd-networ") == nil)
  }

  @Test func decoderIsNamedThoughNoPatternFits() throws {
    let decode = try Decoding("only this")
    let outcome = decode.read(Array("not this".utf8))
    #expect(outcome.decoder == nil)
    #expect(outcome.pattern == -1)
    #expect(outcome.fields.isEmpty)
  }
}
