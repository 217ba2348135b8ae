import Foundation
import TestSupport

/// Attackers at work at this very moment, written as syslog and as access log, somewhat late and out of order.
struct LiveAttack {
  private var dice: Dice
  private var pid = 1_000
  /// Failures still to come, by source.
  private var guesses: [String]
  private var requests: [String]

  init(seed: UInt64) {
    dice = Dice(seed: seed)
    guesses = (1...20).flatMap { source in Array(repeating: "203.0.113.\(source)", count: 7) }
    requests = (1...15).map { "198.51.100.\($0)" } + (1...10).map { "203.0.113.\($0)" }
    guesses.shuffle(using: &dice)
    requests.shuffle(using: &dice)
  }

  var isOver: Bool { guesses.isEmpty && requests.isEmpty }

  /// Some lines of syslog, each with the time of its own.
  mutating func syslog(host: String) -> String {
    (0..<min(guesses.count, dice.roll(0...5))).map { _ in
      let source = guesses.removeLast()
      pid += 1
      let stamp = Self.stamp(late: dice.roll(0...900), "%b %e %H:%M:%S")
      let failed = "\(stamp) \(host) sshd[\(pid)]: Failed password for root from \(source) port \(40_000 + pid) ssh2\n"
      guard dice.chance(40) else { return failed }
      // PAM speaks of the same attempt, before it or after it; or of one of its own.
      let words = "authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=\(source)  user=root"
      let pam = "\(stamp) \(host) sshd[\(dice.chance(80) ? pid : pid + 500_000)]: pam_unix(sshd:auth): \(words)\n"
      return dice.chance(50) ? pam + failed : failed + pam
    }.joined()
  }

  /// Some lines of an access log.
  mutating func access() -> String {
    (0..<min(requests.count, dice.roll(0...2))).map { _ in
      let stamp = Self.stamp(late: dice.roll(0...900), "%d/%b/%Y:%H:%M:%S +0000")
      let target = "/index.php?page=../../../../../../etc/passwd"
      return "\(requests.removeLast()) - - [\(stamp)] \"GET \(target) HTTP/1.1\" 404 153 \"-\" \"curl/8.0\"\n"
    }.joined()
  }

  /// The present less some milliseconds, in UTC.
  private static func stamp(late milliseconds: Int, _ format: String) -> String {
    var seconds = Int(Date().timeIntervalSince1970 - Double(milliseconds) / 1_000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 64)
    let count = strftime(&text, text.count, format, &parts)
    return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
