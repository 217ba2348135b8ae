import Foundation
import TestSupport

/// Logs made up from a seed: what attackers do to two hosts, a web server and the audit log, with all that makes order hard:
/// records that come late, times that tie, attempts that several lines speak of, interleaved audit events, and episodes that are
/// still open where the logs end.
struct GeneratedLogs {
  /// A record: its time and when it was written, in seconds, and its text without the time.
  private struct Record {
    var time: Int
    var written: Int
    var text: String
  }

  private var dice: Dice
  private let start: Int
  private let duration = 7_200
  private var syslog: [String: [Record]] = ["alpha": [], "beta": []]
  private var requests: [Record] = []
  private var pid = 1_000
  private let sources = (1...6).map { "203.0.113.\($0)" } + ["2001:db8::7"]

  /// Four logs; every other seed crosses the turn of the year.
  static func make(seed: UInt64) -> [LogFile] {
    var logs = GeneratedLogs(seed: seed)
    logs.attack()
    return logs.files()
  }

  private init(seed: UInt64) {
    dice = Dice(seed: seed)
    start = seed % 2 == 0 ? 1_798_758_000 : 1_795_154_400
  }

  private mutating func attack() {
    for _ in 0..<dice.roll(8...14) { guess(from: dice.pick(sources), at: dice.roll(0...duration - 600)) }
    // Open at the end.
    guess(from: "203.0.113.1", at: duration - 100)
    for _ in 0..<dice.roll(2...4) { guessSudo(at: dice.roll(0...duration)) }
    for _ in 0..<dice.roll(1...3) { probe(at: dice.roll(0...duration)) }
    for _ in 0..<40 { quiet(at: dice.roll(0...duration)) }
    for _ in 0..<dice.roll(1...2) { scan(from: dice.pick(sources), at: dice.roll(0...duration - 60)) }
    for _ in 0..<60 { visit(at: dice.roll(0...duration)) }
  }

  // MARK: What happens

  /// Failed logins on either host, and sometimes the one that is right.
  private mutating func guess(from source: String, at second: Int) {
    var second = second
    let users = dice.chance(30) ? ["anna", "bob", "carl", "dora", "emil", "fred", "gina"] : ["root"]
    let step = dice.pick([0, 1, 5, 30])
    for _ in 0..<dice.roll(4...9) {
      second += step == 0 ? 0 : dice.roll(0...step)
      fail(dice.pick(users), from: source, at: second)
    }
    if dice.chance(25) {
      add(host(), second + 20, "sshd[\(nextPid())]: Accepted password for root from \(source) port 50000 ssh2")
    }
  }

  private mutating func fail(_ user: String, from source: String, at second: Int) {
    let (host, pid) = (host(), nextPid())
    let failed = "Failed password for \(user) from \(source) port \(40_000 + pid) ssh2"
    let pam = "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=\(source)  user=\(user)"
    switch dice.roll(0...9) {
    case 0: add(host, second, "sshd[\(pid)]: \(pam)")
    case 1: add(host, second, "sshd[\(pid)]: message repeated \(dice.roll(2...4)) times: [ \(failed)]")
    case 2:
      add(host, second, "sshd[\(pid)]: Invalid user x\(user) from \(source) port \(40_000 + pid)")
      add(host, second + dice.roll(0...4), "sshd[\(pid)]: Failed password for invalid user x\(user) from \(source) port 4 ssh2")
    case 3: add(host, second, "sshd[\(pid)]: Invalid user y\(user) from \(source) port \(40_000 + pid)")
    case 4...7:
      add(host, second, "sshd[\(pid)]: \(pam)")
      add(host, second + dice.roll(0...5), "sshd[\(pid)]: \(failed)")
    default: add(host, second, "sshd[\(pid)]: \(failed)")
    }
  }

  private mutating func guessSudo(at second: Int) {
    let user = dice.pick(["mira", "jonas"])
    for index in 0..<4 {
      let pid = nextPid()
      let pam = "pam_unix(sudo:auth): authentication failure; logname=\(user) uid=1001 euid=0 tty=/dev/pts/0 ruser=\(user) rhost="
      add("alpha", second + index * 20, "sudo[\(pid)]: \(pam)  user=\(user)")
      guard dice.chance(60) else { continue }
      let told = "\(user) : 1 incorrect password attempt ; TTY=pts/0 ; PWD=/home/\(user) ; USER=root ; COMMAND=/usr/bin/id"
      add("alpha", second + index * 20 + 2, "sudo[\(pid)]: \(told)")
    }
  }

  private mutating func probe(at second: Int) {
    for index in 0..<12 {
      let text = "Did not receive identification string from 198.51.100.9 port \(2_000 + index)"
      add(host(), second + index * 3, "sshd[\(nextPid())]: \(text)")
    }
    add(
      "beta", second + 5, "useradd[\(nextPid())]: new user: name=eve\(pid), UID=0, GID=0, home=/root, shell=/bin/bash, from=none")
  }

  private mutating func quiet(at second: Int) {
    add(host(), second, "CRON[\(nextPid())]: (root) CMD (run-parts /etc/cron.hourly)")
    add(host(), second, "sshd[\(nextPid())]: Accepted publickey for mira from 192.0.2.4 port 40000 ssh2: ED25519 SHA256:abc")
  }

  private mutating func scan(from source: String, at second: Int) {
    for index in 0..<26 { request(source, second + index / 3, "GET /old/\(index).php HTTP/1.1", 404) }
    request(source, second + 9, "GET /item?id=1%27%20UNION%20SELECT%20password%20FROM%20users--%20 HTTP/1.1", 200)
    request(source, second + 9, "GET /../../../../etc/passwd HTTP/1.1", 400)
  }

  private mutating func visit(at second: Int) {
    request("192.0.2.\(dice.roll(1...200))", second, "GET /page/\(dice.roll(1...50)) HTTP/1.1", dice.pick([200, 200, 304, 401]))
  }

  // MARK: Writing it down

  private mutating func host() -> String { dice.chance(50) ? "alpha" : "beta" }

  private mutating func nextPid() -> Int {
    pid += 1
    return pid
  }

  /// Some records are written late, by less than the lateness.
  private mutating func add(_ host: String, _ second: Int, _ text: String) {
    let delay = dice.chance(8) ? dice.roll(1...45) : 0
    syslog[host]?.append(Record(time: start + second, written: start + second + delay, text: "\(host) \(text)"))
  }

  private mutating func request(_ source: String, _ second: Int, _ line: String, _ status: Int) {
    let delay = dice.chance(8) ? dice.roll(1...45) : 0
    let text = "\(source) - - [@] \"\(line)\" \(status) 512 \"-\" \"Mozilla/5.0\""
    requests.append(Record(time: start + second, written: start + second + delay, text: text))
  }

  private mutating func files() -> [LogFile] {
    var files = ["alpha", "beta"].map { host in
      LogFile("\(host).auth.log", lines: Self.inOrder(syslog[host] ?? []).map { "\(Self.stamp($0.time)) \($0.text)" })
    }
    let lines = Self.inOrder(requests).map { $0.text.replacing("@", with: Self.webStamp($0.time), maxReplacements: 1) }
    files.append(LogFile("access.log", lines: lines))
    files.append(LogFile("audit.log", lines: audit()))
    return files
  }

  private static func inOrder(_ records: [Record]) -> [Record] {
    records.enumerated().sorted { ($0.element.written, $0.offset) < ($1.element.written, $1.offset) }.map(\.element)
  }

  /// Pairs of events at one time whose lines interleave.
  private mutating func audit() -> [String] {
    var lines: [String] = []
    for pair in 0..<20 {
      let (serial, time) = (7_000 + pair * 2, start + pair * 350)
      var left = event(serial, time, dice.chance(30) ? "/tmp/.x/miner" : "/usr/bin/ls")
      var right = event(serial + 1, time, dice.chance(20) ? "/dev/shm/up" : "/usr/bin/id")
      while !left.isEmpty || !right.isEmpty {
        if right.isEmpty || (!left.isEmpty && dice.chance(50)) {
          lines.append(left.removeFirst())
        } else {
          lines.append(right.removeFirst())
        }
      }
    }
    return lines
  }

  private func event(_ serial: Int, _ time: Int, _ path: String) -> [String] {
    let head = "msg=audit(\(time).250:\(serial)):"
    let name = (path as NSString).lastPathComponent
    return [
      "type=SYSCALL \(head) arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=8 items=1 ppid=20 pid=\(serial) auid=1001 "
        + "uid=1001 gid=1001 euid=1001 suid=1001 fsuid=1001 egid=1001 sgid=1001 fsgid=1001 tty=pts0 ses=1 comm=\"\(name)\" "
        + "exe=\"\(path)\" key=\"exec\"",
      "type=EXECVE \(head) argc=1 a0=\"\(path)\"", "type=CWD \(head) cwd=\"/home/mira\"",
      "type=PROCTITLE \(head) proctitle=\"\(path)\"",
    ]
  }

  // MARK: Times

  private static func civil(_ seconds: Int) -> tm {
    var (time, civil) = (time_t(seconds), tm())
    gmtime_r(&time, &civil)
    return civil
  }

  private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func clock(_ civil: tm) -> String { "\(two(civil.tm_hour)):\(two(civil.tm_min)):\(two(civil.tm_sec))" }

  private static func stamp(_ seconds: Int) -> String {
    let civil = civil(seconds)
    let day = civil.tm_mday < 10 ? " \(civil.tm_mday)" : "\(civil.tm_mday)"
    return "\(JournalEntry.months[Int(civil.tm_mon)]) \(day) \(clock(civil))"
  }

  private static func webStamp(_ seconds: Int) -> String {
    let civil = civil(seconds)
    return "\(two(civil.tm_mday))/\(JournalEntry.months[Int(civil.tm_mon)])/\(civil.tm_year + 1900):\(clock(civil)) +0000"
  }
}
