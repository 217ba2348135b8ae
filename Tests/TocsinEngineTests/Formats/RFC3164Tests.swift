import Testing

@testable import TocsinEngine

@Suite struct RFC3164Tests {
  let read = RecordReading()

  @Test func hostTagPidAndMessage() {
    let line = read("Nov  3 04:05:06 gate sshd[4242]: Accepted publickey for ana from 198.51.100.7 port 51000 ssh2")
    #expect(line.format == .rfc3164)
    #expect(line.time == "2026-11-03T04:05:06.000000Z")
    #expect(line["host.name"] == "gate")
    #expect(line["process.name"] == "sshd")
    #expect(line["process.pid"] == "4242")
    #expect(line.program == "sshd")
    #expect(line.message == "Accepted publickey for ana from 198.51.100.7 port 51000 ssh2")
  }

  @Test func priorityIsSplit() {
    let line = read("<38>Oct 11 22:14:15 gate su[9]: pam_unix(su:auth): authentication failure")
    #expect(line["log.syslog.priority"] == "38")
    #expect(line["log.syslog.facility.code"] == "4")
    #expect(line["log.syslog.severity.code"] == "6")
    #expect(line["host.name"] == "gate")
    #expect(read("<191>Oct 11 22:14:15 gate a: b")["log.syslog.facility.code"] == "23")
  }

  @Test(arguments: ["<192>Oct 11 22:14:15 gate a: b", "<>Oct 11 22:14:15 gate a: b", "<x> hello", "<1234> b", "<13"])
  func impossiblePriorityIsText(_ text: String) {
    #expect(read(text).format == .plain)
  }

  @Test(arguments: [
    ("/usr/sbin/cron[1]", "cron"), ("postfix/smtpd[12]", "postfix/smtpd"), ("su(pam_unix)[3]", "su"),
    ("(systemd)[4]", "(systemd)"),
    ("systemd-networkd-wait-online[5]", "systemd-networkd-wait-online"), ("kernel", "kernel"),
  ])
  func programIsTheBareTag(_ tag: String, _ program: String) {
    let line = read("Nov  3 04:05:06 gate \(tag): text")
    #expect(line.program == program)
    #expect(line["process.name"] == program)
    #expect(line.message == "text")
  }

  @Test func hostMayBeMissing() {
    let line = read("May 9 11:11:17 sshd[30876]: Invalid user www from 192.0.2.4 port 1")
    #expect(line["host.name"] == nil)
    #expect(line.program == "sshd")
    #expect(line.time == "2026-05-09T11:11:17.000000Z")
  }

  @Test func tagMayBeMissing() {
    let line = read("Nov  3 04:05:06 gate -- MARK --")
    #expect(line["host.name"] == "gate")
    #expect(line.program == "")
    #expect(line.message == "-- MARK --")
  }

  @Test func ciscoVariants() {
    let asa = read("<166>Oct 11 2026 22:14:15: %ASA-6-302013: Built inbound TCP connection")
    #expect(asa.time == "2026-10-11T22:14:15.000000Z")
    #expect(asa.program == "%ASA-6-302013")
    let ios = read("<189>77: *Mar  1 18:46:11.123: %SYS-5-CONFIG_I: Configured from console")
    #expect(ios.time == "2026-03-01T18:46:11.123000Z")
    #expect(ios.program == "%SYS-5-CONFIG_I")
  }

  @Test(arguments: ["Nov 31 04:05:06", "Nov  3 25:05:06", "Nov  3 04:61:06", "Nov  3 04:05:77", "Nov  0 04:05:06"])
  func nonsenseTimeIsNilAndTheRestStands(_ time: String) {
    let line = read("\(time) gate sshd[1]: text")
    #expect(line.time == nil)
    #expect(line.format == .rfc3164)
    #expect(line["host.name"] == "gate")
    #expect(line.message == "text")
  }

  @Test(arguments: ["Nox  3 04:05:06 gate a: b", "Nov 3", "Nov  3 04-05-06 gate a: b", "November 3 04:05:06 gate a: b"])
  func nearMissesAreText(_ text: String) {
    #expect(read(text).format == .plain)
  }

  @Test func repeatedMessagesCount() {
    let line = read(
      "Nov  3 04:05:06 gate sshd[1]: message repeated 5 times: [ Failed password for root from 192.0.2.1 port 2 ssh2]")
    #expect(line.multiplicity == 5)
    #expect(line.message == "Failed password for root from 192.0.2.1 port 2 ssh2")
    let fake = read("Nov  3 04:05:06 gate sshd[1]: message repeated many times: [ x]")
    #expect(fake.multiplicity == 1)
    #expect(fake.message == "message repeated many times: [ x]")
  }

  @Test func yearRollsOverAtTheLimit() {
    #expect(read("Nov 25 15:59:59 gate a: b").time == "2026-11-25T15:59:59.000000Z")
    // The limit is the present and a day; the same hour holds both sides of it.
    #expect(read("Nov 25 16:00:01 gate a: b").time == "2025-11-25T16:00:01.000000Z")
    #expect(read("Nov 25 16:00:00 gate a: b").time == "2026-11-25T16:00:00.000000Z")
    #expect(read("Dec 31 23:59:59 gate a: b").time == "2025-12-31T23:59:59.000000Z")
    #expect(read("Feb 29 12:00:00 gate a: b").time == "2024-02-29T12:00:00.000000Z")
    #expect(read("Nov  3 04:59:60 gate a: b").time == "2026-11-03T05:00:00.000000Z")
  }

  @Test func carriageReturnIsNoPartOfTheMessage() {
    #expect(read("Nov  3 04:05:06 gate a: b\r").message == "b")
  }
}
