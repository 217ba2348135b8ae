import Testing

@testable import TocsinEngine

@Suite struct AuditTests {
  private let names = [
    "type", "exe", "comm", "key", "name", "nametype", "a0", "a1", "a2", "SYSCALL", "acct", "cmd", "data", "proctitle",
  ]
  private var read: RecordReading { RecordReading(names: names) }

  private let group = """
    node=gate type=SYSCALL msg=audit(1795535187.089:126): arch=c000003e syscall=59 success=yes exit=0 a0=55d0 a1=55d1 a2=1f \
    items=2 ppid=3207 pid=3231 auid=1001 uid=0 euid=0 tty=pts1 ses=5 comm="bash" exe="/usr/bin/bash" key=6578656301726f6f74\u{1D}\
    ARCH=x86_64 SYSCALL=execve AUID="ana" UID="root" EUID="root"
    node=gate type=EXECVE msg=audit(1795535187.089:126): argc=3 a0="bash" a1="-c" a2=636174202F6574632F736861646F77
    node=gate type=CWD msg=audit(1795535187.089:126): cwd="/home/ana"
    node=gate type=PATH msg=audit(1795535187.089:126): item=0 name="/usr/bin/" inode=1 nametype=PARENT
    node=gate type=PATH msg=audit(1795535187.089:126): item=1 name=2F7573722F62696E2F6120622E7368 inode=2 nametype=NORMAL
    node=gate type=PROCTITLE msg=audit(1795535187.089:126): proctitle=62617368002D6300636174
    """

  @Test func groupsShareTheirJoinedFields() {
    let views = read.views(group)
    #expect(views.count == 6)
    for view in views {
      #expect(view.format == .audit)
      #expect(view.time == "2026-11-24T15:46:27.089000Z")
      #expect(view["host.name"] == "gate")
      #expect(view["audit.serial"] == "126")
      #expect(view["process.executable"] == "/usr/bin/bash")
      #expect(view["process.name"] == "bash")
      #expect(view["process.command_line"] == "bash -c cat /etc/shadow")
      #expect(view["process.working_directory"] == "/home/ana")
      #expect(view["process.pid"] == "3231")
      #expect(view["process.parent.pid"] == "3207")
      #expect(view["user.audit.id"] == "1001")
      #expect(view["user.id"] == "0")
      #expect(view["user.effective.id"] == "0")
      #expect(view["user.name"] == "root")
      #expect(view["process.tty"] == "pts1")
      #expect(view.all("file.path") == ["/usr/bin/a b.sh"])
      #expect(view.all("audit.key") == ["exec", "root"])
      #expect(view["event.outcome"] == "success")
      #expect(view.message == group)
      #expect(view.hasEscapes)
    }
  }

  @Test func viewsHaveTheirOwnRawFields() {
    let views = read.views(group)
    #expect(views.map { $0["type"] } == ["SYSCALL", "EXECVE", "CWD", "PATH", "PATH", "PROCTITLE"])
    #expect(views.map { $0["audit.type"] } == ["SYSCALL", "EXECVE", "CWD", "PATH", "PATH", "PROCTITLE"])
    // The arguments of a system call are numbers, those of a program are text.
    #expect(views[0]["a2"] == "1f")
    #expect(views[1]["a2"] == "cat /etc/shadow")
    #expect(views[0]["SYSCALL"] == "execve")
    #expect(views[1]["exe"] == nil)
    #expect(views[4]["name"] == "/usr/bin/a b.sh")
    #expect(views[4]["nametype"] == "NORMAL")
    #expect(views[5]["proctitle"] == "bash -c cat")
  }

  @Test func aLaterViewAloneIsTheSame() {
    let read = read
    Array(group.utf8).withView { record in
      read.reader.readView(record, view: 1, into: read.event)
      #expect(read.event.value(read.table.id("a2")!)?.string == "cat /etc/shadow")
      #expect(read.event.value(.processWorkingDirectory)?.string == "/home/ana")
    }
  }

  @Test func userMessagesHaveNestedPairs() {
    let line = read(
      #"type=USER_LOGIN msg=audit(1795535187.089:7): pid=9 uid=0 auid=4294967295 ses=4294967295 subj=u:r:sshd_t:s0 msg='op=login acct=28696E76616C6964207573657229 exe="/usr/sbin/sshd" hostname=? addr=192.0.2.9 terminal=sshd res=failed'"#
    )
    #expect(line["user.name"] == "(invalid user)")
    #expect(line["acct"] == "(invalid user)")
    #expect(line["source.address"] == "192.0.2.9")
    #expect(line["source.ip"] == "192.0.2.9")
    #expect(line["event.outcome"] == "failure")
    #expect(line["audit.op"] == "login")
    #expect(line["audit.result"] == "failed")
    #expect(line["process.tty"] == "sshd")
    #expect(line["user.audit.id"] == nil)
    #expect(read.views("type=A msg=audit(1795535187.089:7): a=b").count == 1)
  }

  @Test func oldestFormInParentheses() {
    let line = read(
      #"type=CRED_DISP msg=audit(1795535187.089:7): user pid=3 uid=0 auid=0 msg='PAM: setcred acct=root : exe="/usr/sbin/crond" (hostname=?, addr=192.0.2.1, terminal=cron res=success)'"#
    )
    #expect(line["user.name"] == "root")
    #expect(line["source.address"] == "192.0.2.1")
    #expect(line["event.outcome"] == "success")
  }

  @Test func commandLineFallsBackToTitleAndCommand() {
    let title = read("type=PROCTITLE msg=audit(1795535187.089:7): proctitle=737368643A006275726E")
    #expect(title["process.command_line"] == "sshd: burn")
    let command = read(
      #"type=USER_CMD msg=audit(1795535187.089:7): pid=3 uid=1 msg='cwd="/" cmd=6C73202D6C terminal=pts/0 res=success'"#)
    #expect(command["process.command_line"] == "ls -l")
    #expect(command["cmd"] == "ls -l")
    #expect(command["process.working_directory"] == "/")
  }

  @Test func longArgumentsComeInPieces() {
    let line = read(
      #"type=EXECVE msg=audit(1795535187.089:7): argc=3 a0="sh" a1_len=8 a1[0]=6162 a1[1]=6364 a2="z""#)
    #expect(line["process.command_line"] == "sh abcd z")
    #expect(line.all("a1") == ["ab", "cd"])
  }

  @Test func quotedTextIsNeverDecodedAndCannotForgePairs() {
    let line = read(
      #"type=SYSCALL msg=audit(1795535187.089:7): comm="beef" exe="/x y=z key=forged" key=(null) name=(null) success=no"#)
    #expect(line["comm"] == "beef")
    #expect(line["exe"] == "/x y=z key=forged")
    #expect(line["audit.key"] == nil)
    #expect(line["event.outcome"] == "failure")
  }

  @Test func decodedTextWithoutANameStaysForKeywords() {
    let line = RecordReading()("type=TTY msg=audit(1795535187.089:7): pid=1 data=7375646F")
    #expect(line[""] == "sudo")
    #expect(line.hasEscapes)
  }

  @Test(arguments: [
    "type=SYSCALL msg=audit(1795535187.89:126): a=b", "type=SYSCALL msg=audit(1795535187.089): a=b", "type=SYSCALL a=b",
    "type= msg=audit(1.089:126):",
    "node=x msg=audit(1795535187.089:126): a=b", "type=SYSCALL msg=audit(1795535187.089:126 a=b",
  ])
  func nearMisses(_ text: String) {
    #expect(read(text).format != .audit)
  }

  @Test func viewsAreBounded() {
    let line = "type=PATH msg=audit(1795535187.089:7): name=\"/x\""
    let record = Array(repeating: line, count: 100).joined(separator: "\n")
    #expect(read.views(record).count == 64)
  }
}
