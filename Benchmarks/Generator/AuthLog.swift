/// `/var/log/auth.log` of a busy shell host: cron, logins, sudo, and an internet that guesses passwords.
struct AuthLog {
  let output: Output
  var random: Random
  private var clock = Clock(format: "%b %e %H:%M:%S")
  /// Two crews in a hurry, and a patient one that stays below the threshold: never more than four attempts in ten minutes.
  private var attackers = Attackers([
    .init(pace: 4_000_000...12_000_000, strength: 30...120, rest: 60_000_000...900_000_000),
    .init(pace: 6_000_000...20_000_000, strength: 30...120, rest: 60_000_000...900_000_000),
    .init(pace: 152_000_000...180_000_000, strength: 20...40, rest: 600_000_000...900_000_000),
  ])

  private var attempts = 0
  private var accepted = 0
  private var windows = Windows(threshold: 5, timespan: 600)
  private var sessions: [Session] = []
  private var sessionNumber = 100

  private struct Session {
    var user: StaticString
    var address: Int
    var port: Int
    var pid: Int
    var number: Int
  }

  /// Mean gap between two lines in microseconds: eight lines a second.
  private static let gap = 125_000
  /// Sources whose guessing is mere noise.
  private static let crowd = 20_000
  /// One line in this many is a failed password.
  private static let linesPerFailure = 20

  private let users: [StaticString] = ["deploy", "alice", "bob", "carol", "backup", "jenkins", "ansible", "postgres"]
  private let guesses: [StaticString] = [
    "admin", "test", "oracle", "ubuntu", "pi", "user", "ftpuser", "git", "guest", "minecraft",
  ]
  private let commands: [StaticString] = [
    "/usr/bin/systemctl reload nginx", "/usr/bin/apt-get update", "/usr/bin/journalctl -u nginx",
    "/usr/bin/tail -f /var/log/syslog", "/usr/sbin/service postgresql status",
  ]
  /// Forty-three characters each, as base64 of a SHA-256 without its padding.
  private let keys: [StaticString] = [
    "m1Xq0u7ZJrT5bnVwEoYgKc3sHdLPiA9fCx2tRkWzQe8", "Vb6yNhU4jMkL8pOqWsXeDc3rFvTgBnHyJuIkOlP0aZ1",
    "Q9wErTyUiOpAsDfGhJkLzXcVbNm1234567890qazwsx", "t7GbHnYjMkUiLoPqAwSxEdCrFvTgB0z9x8c7v6b5n4m",
  ]

  init(output: Output, seed: UInt64) {
    (self.output, random) = (output, Random(seed: seed))
  }

  func tell(_ truth: inout Truth) {
    truth.add("failures", attempts)
    truth.add("accepted", accepted)
    truth.add("guessers", windows.alerting)
  }

  /// One thing happens on the host, and a few lines say so.
  mutating func step() {
    if let strike = attackers.strike(at: clock.microseconds, &random) {
      guess(from: strike.source, tries: 1)
    } else if attempts * Self.linesPerFailure < output.lines {
      guess(from: Address(index: random.below(Self.crowd)), tries: random.within(1...3))
    } else {
      switch random.below(100) {
      case ..<40: cron()
      case ..<56: login()
      case ..<72: logout()
      case ..<90: sudo()
      default: knock()
      }
    }
  }

  // MARK: Lines

  private mutating func begin(_ program: StaticString, _ pid: Int) {
    clock.advance(mean: Self.gap, &random)
    clock.put(to: output)
    output.put(" gatekeeper ")
    output.put(program)
    output.put("[")
    output.put(pid)
    output.put("]: ")
  }

  private mutating func line(
    _ program: StaticString, _ pid: Int, _ text: StaticString, _ user: StaticString = "", _ tail: StaticString = ""
  ) {
    begin(program, pid)
    output.put(text)
    output.put(user)
    output.put(tail)
    output.endLine()
  }

  /// `text`, then `user address port N`, then `tail`.
  private mutating func sshd(
    _ pid: Int, _ text: StaticString, _ user: StaticString, _ from: StaticString, _ source: Address, _ port: Int,
    _ tail: StaticString
  ) {
    begin("sshd", pid)
    output.put(text)
    output.put(user)
    output.put(from)
    output.put(source)
    output.put(" port ")
    output.put(port)
    output.put(tail)
    output.endLine()
  }

  private mutating func newPid() -> Int { random.within(1000...4_190_000) }
  private mutating func newPort() -> Int { random.within(32_768...60_999) }

  // MARK: What happens

  private mutating func guess(from source: Address, tries: Int) {
    let (pid, port, known) = (newPid(), newPort(), random.chance(60))
    let user = known ? "root" : random.pick(guesses)
    if !known { sshd(pid, "Invalid user ", user, " from ", source, port, "") }
    if !known { line("sshd", pid, "pam_unix(sshd:auth): check pass; user unknown") }
    pam(pid, "pam_unix(sshd:auth): authentication failure; ", source, known)

    let text: StaticString = known ? "Failed password for " : "Failed password for invalid user "
    sshd(pid, text, user, " from ", source, port, " ssh2")
    count(source, 1)
    if known, tries == 3 {
      sshd(pid, "message repeated 2 times: [ Failed password for ", user, " from ", source, port, " ssh2]")
      count(source, 2)
    } else {
      for _ in 1..<tries {
        sshd(pid, text, user, " from ", source, port, " ssh2")
        count(source, 1)
      }
    }

    sshd(
      pid, known ? "Connection closed by authenticating user " : "Connection closed by invalid user ", user, " ", source, port,
      " [preauth]")
    // pam_unix sums up what it swallowed; these are the same attempts again.
    if tries == 2 { pam(pid, "PAM 1 more authentication failure; ", source, known) }
    if tries == 3 { pam(pid, "PAM 2 more authentication failures; ", source, known) }
  }

  private mutating func count(_ source: Address, _ tries: Int) {
    attempts += tries
    for _ in 0..<tries { windows.add(source, at: clock.seconds) }
  }

  private mutating func pam(_ pid: Int, _ text: StaticString, _ source: Address, _ known: Bool) {
    begin("sshd", pid)
    output.put(text)
    output.put("logname= uid=0 euid=0 tty=ssh ruser= rhost=")
    output.put(source)
    output.put(known ? "  user=root" : " ")
    output.endLine()
  }

  private mutating func login() {
    sessionNumber += 1
    let session = Session(
      user: random.pick(users), address: random.below(200), port: newPort(), pid: newPid(), number: sessionNumber)
    begin("sshd", session.pid)
    output.put("Accepted publickey for ")
    output.put(session.user)
    output.put(" from 10.20.0.")
    output.put(session.address)
    output.put(" port ")
    output.put(session.port)
    output.put(" ssh2: ED25519 SHA256:")
    output.put(random.pick(keys))
    output.endLine()
    line("sshd", session.pid, "pam_unix(sshd:session): session opened for user ", session.user, "(uid=1000) by (uid=0)")
    logind("New session ", session.number, " of user ", session.user, ".")
    accepted += 1
    if sessions.count < 64 { sessions.append(session) }
  }

  private mutating func logout() {
    guard !sessions.isEmpty else { return cron() }
    let session = sessions.swapOut(random.below(sessions.count))
    for (text, tail): (StaticString, StaticString) in [
      ("Received disconnect from 10.20.0.", ":11: disconnected by user"), ("Disconnected from user ", ""),
    ] {
      begin("sshd", session.pid)
      output.put(text)
      if tail.utf8CodeUnitCount == 0 {
        output.put(session.user)
        output.put(" 10.20.0.")
      }
      output.put(session.address)
      output.put(" port ")
      output.put(session.port)
      output.put(tail)
      output.endLine()
    }
    line("sshd", session.pid, "pam_unix(sshd:session): session closed for user ", session.user)
    logind("Session ", session.number, " logged out. Waiting for processes to exit.", "", "")
    logind("Removed session ", session.number, ".", "", "")
  }

  private mutating func logind(_ text: StaticString, _ number: Int, _ a: StaticString, _ b: StaticString, _ c: StaticString) {
    begin("systemd-logind", 612)
    output.put(text)
    output.put(number)
    output.put(a)
    output.put(b)
    output.put(c)
    output.endLine()
  }

  private mutating func cron() {
    let pid = newPid()
    let user: StaticString = random.chance(80) ? "root" : "www-data"
    line("CRON", pid, "pam_unix(cron:session): session opened for user ", user, "(uid=0) by (uid=0)")
    line("CRON", pid, "pam_unix(cron:session): session closed for user ", user)
  }

  private mutating func sudo() {
    let (pid, user) = (newPid(), random.pick(users))
    begin("sudo", pid)
    output.put(" ")
    output.put(user)
    output.put(" : TTY=pts/")
    output.put(random.below(8))
    output.put(" ; PWD=/home/")
    output.put(user)
    output.put(" ; USER=root ; COMMAND=")
    output.put(random.pick(commands))
    output.endLine()
    line("sudo", pid, "pam_unix(sudo:session): session opened for user root(uid=0) by ", user, "(uid=1000)")
    line("sudo", pid, "pam_unix(sudo:session): session closed for user root")
  }

  /// Scanners that come and go without guessing.
  private mutating func knock() {
    let (pid, source, port) = (newPid(), Address(index: random.below(Self.crowd)), newPort())
    switch random.below(3) {
    case 0: sshd(pid, "Connection closed by ", "", "", source, port, " [preauth]")
    case 1: sshd(pid, "Connection reset by ", "", "", source, port, " [preauth]")
    default:
      line("sshd", pid, "error: kex_exchange_identification: Connection closed by remote host")
      sshd(pid, "Connection closed by ", "", "", source, port, "")
    }
  }
}

extension Array {
  /// Removes in constant time; the last element takes the place.
  fileprivate mutating func swapOut(_ index: Int) -> Element {
    swapAt(index, count - 1)
    return removeLast()
  }
}
