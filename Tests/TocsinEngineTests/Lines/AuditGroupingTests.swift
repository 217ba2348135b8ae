import Testing

@testable import TocsinEngine

@Suite struct AuditGroupingTests {
  private func line(_ type: String, _ serial: Int, _ seconds: Int = 100, _ tail: String = "") -> String {
    "type=\(type) msg=audit(\(seconds).000:\(serial)):\(tail)"
  }

  private func joined(_ lines: [String]) -> [[Int]] { Framing.records(lines.map { $0 + "\n" }.joined()).map(\.lines) }

  @Test func interleavedEventsComeApart() {
    let lines = [line("SYSCALL", 1), line("SYSCALL", 2), line("PATH", 1), line("EOE", 2), line("PATH", 1), line("PROCTITLE", 1)]
    let records = Framing.records(lines.map { $0 + "\n" }.joined())
    #expect(records.map(\.lines) == [[2, 4], [1, 3, 5, 6]])
    #expect(records.map(\.text) == ["\(lines[1])\n\(lines[3])", "\(lines[0])\n\(lines[2])\n\(lines[4])\n\(lines[5])"])
    #expect(records.map(\.offset) == [lines[0].utf8.count + 1, 0])
    #expect(records.map(\.isJoined) == [true, true])
  }

  @Test func recordsOfUserSpaceComeAlone() {
    #expect(joined([line("USER_LOGIN", 1), line("SYSCALL", 2), line("LOGIN", 3), line("EOE", 2)]) == [[1], [3], [2, 4]])
    // Part of an event that is being read, it is not alone.
    #expect(joined([line("SYSCALL", 1), line("USER_AUTH", 1), line("EOE", 1)]) == [[1, 2, 3]])
  }

  @Test func twoSecondsEndAnEvent() {
    #expect(
      joined([line("SYSCALL", 1, 100), line("SYSCALL", 2, 102), line("EOE", 2, 102), line("PATH", 1, 100)]) == [[2, 3], [1, 4]])
    #expect(joined([line("SYSCALL", 1, 100), line("SYSCALL", 2, 103), line("EOE", 2, 103)]) == [[1], [2, 3]])
  }

  @Test func nodesAreKeptApart() {
    #expect(
      joined(["node=a " + line("SYSCALL", 1), "node=b " + line("SYSCALL", 1), "node=a " + line("EOE", 1)]) == [[1, 3], [2]])
  }

  @Test func silenceEndsAnEvent() {
    var framing = Framing()
    framing.read(Array((line("SYSCALL", 1) + "\n").utf8))
    #expect(framing.framer.isWaiting)
    framing.expire(now: Timestamp(seconds: 102))
    #expect(framing.records.isEmpty)
    framing.expire(now: Timestamp(seconds: 102, microseconds: 1))
    #expect(framing.records.count == 1)
    #expect(!framing.framer.isWaiting)
  }

  @Test(arguments: [
    "Nov 24 15:46:27 gate audispd[7]: ", "2026-11-24T15:46:27.123456+00:00 a-gate-with-a-name kernel: [1.5] audit: ",
  ])
  func eventsThatCameThroughSyslog(_ header: String) {
    let lines = [line("SYSCALL", 1), line("SYSCALL", 2), line("PATH", 1), line("EOE", 1), line("1320", 2)].map { header + $0 }
    let other =
      header.prefix(35).hasPrefix("Nov") ? "Nov 24 15:46:27 gate sshd[7]: x" : "2026-11-24T15:46:27.123456+00:00 x sshd: x"
    let records = Framing.records([lines[0], other, lines[1], lines[2], lines[3], lines[4]].map { $0 + "\n" }.joined())
    #expect(records.map(\.lines) == [[2], [1, 4, 5], [3, 6]])
    #expect(records[1].text == [lines[0], lines[2], lines[3]].joined(separator: "\n"))
    // Another host's event is another.
    let hosts = ["one", "two"].map { "Nov 24 15:46:27 \($0) audispd: " + line("SYSCALL", 1) + "\n" }
    #expect(Framing.records(hosts.joined()).map(\.lines) == [[1], [2]])
  }

  /// An event of syslog whose end never comes does not wait for the end of the log.
  @Test func manyLinesOfOthersEndAnEventOfSyslog() {
    let header = "Nov 24 15:46:27 gate "
    let others = (0..<200).map { "\(header)sshd[1]: \($0)" }
    let records = Framing.records(([header + "kernel: audit: " + line("1400", 1)] + others).map { $0 + "\n" }.joined())
    #expect(records.count == 201)
    #expect(records.firstIndex { $0.ordinal == 1 } == AuditGrouping.lineLimit)
  }

  @Test func linesOfOneEventAreBounded() {
    let lines = (0..<AuditGrouping.lineLimit + 3).map { _ in line("PATH", 1) }
    #expect(joined(lines).map(\.count) == [AuditGrouping.lineLimit, 3])
  }

  @Test func waitingEventsAreBounded() {
    let lines = (1...AuditGrouping.eventLimit + 1).map { line("SYSCALL", $0) }
    let records = Framing.records(lines.map { $0 + "\n" }.joined())
    #expect(records.count == AuditGrouping.eventLimit + 1)
    #expect(records.first?.ordinal == 1)
  }

  /// A thousand events of long lines took gigabytes.
  @Test func waitingBytesAreBounded() {
    let long = String(repeating: "x", count: 60_000)
    let lines = (1...400).map { line("SYSCALL", $0, 100, long) }
    var framing = Framing()
    framing.read(Array(lines.map { $0 + "\n" }.joined().utf8))
    let waiting = 400 - framing.records.count
    #expect(waiting * 60_000 <= AuditGrouping.byteLimit)
    #expect(waiting > 100)
    framing.finish()
    #expect(framing.records.map(\.ordinal) == Array(1...400))
    // Room is made again when events are whole.
    framing.read(Array(lines.prefix(waiting - 10).map { $0 + "\n" }.joined().utf8))
    #expect(framing.records.count == 400)
  }

  @Test(arguments: [
    "type=SYSCALL msg=audit(1.000:2)", "type=SYSCALL msg=audit(x.000:2):", "type= msg=audit(1.0:2):", "node=x",
    "type=A msg=audit(1:2):", "type=A msg=audit(99999999999999.000:2):", "type=SYSCALL",
  ])
  func whatIsNoAuditLineIsALine(_ text: String) {
    let records = Framing.records("\(text)\n\(text)\n")
    let isHead = Array(text.utf8).withView { AuditGrouping.Head($0) != nil }
    if !isHead { #expect(records.map(\.lines) == [[1], [2]]) }
    #expect(records.flatMap(\.lines) == [1, 2])
  }

  @Test func joiningCanBeSwitchedOff() {
    let records = Framing.records("\(line("SYSCALL", 1))\n\(line("EOE", 1))\n", joinsAudit: false)
    #expect(records.map(\.lines) == [[1], [2]])
  }

  /// A line behind lines that still waited was counted as if they were not there, unless a chunk began with it.
  @Test func ordinalsCountWaitingLines() {
    let records = Framing.records("one\n\(line("SYSCALL", 1))\ntwo\nthree\n\(line("EOE", 1))\nfour\n")
    #expect(records.map(\.ordinal) == [1, 3, 4, 5, 6])
    #expect(records.map(\.text).filter { !$0.hasPrefix("type") } == ["one", "two", "three", "four"])
  }

  /// A record that comes alone was as long as the read that brought it.
  @Test func longLinesAreCutAlike() {
    for type in ["USER_CMD", "SYSCALL"] {
      let text = line(type, 1, 100, String(repeating: "x", count: 500)) + "\n"
      for step in [1, 64, 10_000] {
        let records = Framing.records(Array(text.utf8), lineLimit: 100) { step }
        #expect(records.map(\.text) == [String(text.prefix(100))], "\(type) in steps of \(step)")
      }
    }
  }
}
