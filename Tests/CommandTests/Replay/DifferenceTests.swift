import TestSupport
import Testing

/// The comparison of alerts sees what it must see: one record less, or two inputs that change places.
@Suite("The comparison of alerts")
struct DifferenceTests {
  private func replay(_ logs: [LogFile]) throws -> [String] {
    var dice = Dice(seed: 1)
    return try Carrier.files.replay(logs, &dice)
  }

  @Test("one failed login less is seen", arguments: ["ssh-password-guessing.auth.log", "mail-and-ftp-guessing.mail.log"])
  func oneLess(name: String) throws {
    let log = try #require(LogFile.stories.first { $0.name == name })
    let wanted = name.contains("ssh") ? "Failed password for" : "auth failed"
    let index = try #require(log.lines.firstIndex { $0.contains(wanted) })
    var lines = log.lines
    lines.remove(at: index)
    let (all, fewer) = (try replay([log]), try replay([LogFile(name, lines: lines)]))
    #expect(all != fewer)
    #expect(Alerts.difference(all, fewer) != nil && Alerts.difference(all, all) == nil)
  }

  /// Six failures of one source, the fifth and the sixth at one time on two hosts: the inputs' names say which opens the episode.
  @Test("two inputs that change their names are seen")
  func swapped() throws {
    func lines(_ host: String, _ seconds: [Int]) -> [String] {
      seconds.map { "Nov 20 06:00:0\($0) \(host) sshd[8\($0)]: Failed password for root from 203.0.113.9 port 4000 ssh2" }
    }
    let (alpha, beta) = (lines("alpha", [0, 2, 4]), lines("beta", [0, 3, 4]))
    let one = try replay([LogFile("a.log", lines: alpha), LogFile("b.log", lines: beta)])
    let other = try replay([LogFile("b.log", lines: alpha), LogFile("a.log", lines: beta)])
    #expect(one.count == 2 && other.count == 2)
    #expect(one != other)
  }

  @Test("what stands under log does not count, all else does")
  func normalised() throws {
    let plain = try Alerts.normalised(#"{"b":1,"a":[{"log":{"offset":1},"c":2}]}"#)
    #expect(plain == #"{"a":[{"c":2}],"b":1}"#)
    #expect(try Alerts.normalised(#"{"a":[{"c":2}],"b":2}"#) != plain)
  }
}
