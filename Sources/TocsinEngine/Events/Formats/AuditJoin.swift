/// What the records of one audit event say together, in ECS names.
struct AuditJoin {
  private var executable = ByteView.empty
  private var comm = ByteView.empty
  private var title = ByteView.empty
  private var command = ByteView.empty
  private var directory = ByteView.empty
  private var pid = ByteView.empty
  private var parent = ByteView.empty
  private var auid = ByteView.empty
  private var uid = ByteView.empty
  private var euid = ByteView.empty
  private var session = ByteView.empty
  private var tty = ByteView.empty
  private var account = ByteView.empty
  private var userName = ByteView.empty
  private var effectiveName = ByteView.empty
  private var address = ByteView.empty
  private var hostname = ByteView.empty
  private var port = ByteView.empty
  private var unit = ByteView.empty
  private var op = ByteView.empty
  private var result = ByteView.empty
  private var syscall = ByteView.empty
  private var hasArguments = false
  private var hasPath = false
  private var parentPath = ByteView.empty

  /// Adds the joined fields of a group to an event.
  static func fill(_ event: Event, from group: AuditLines) {
    var join = AuditJoin()
    var lines = group
    var isFirst = true
    while let line = lines.next() {
      if isFirst {
        if let time = line.time { event.time = time }
        event.add(.auditSerial, line.serial)
        if line.node.count > 0 { event.set(.hostName, line.node) }
        isFirst = false
      }
      join.read(line, event)
    }
    join.fill(event, group)
  }

  private mutating func read(_ line: AuditLine, _ event: Event) {
    if line.type == "EXECVE" {
      hasArguments = true
      return
    }
    let isPath = line.type == "PATH"
    var path = ByteView.empty
    var isParent = false
    var pairs = AuditPairs(line.body)
    while let pair = pairs.next() {
      if isPath {
        if pair.name == "name" { path = AuditText.text(pair, isArgument: false, into: event) }
        if pair.name == "nametype" { isParent = pair.value == "PARENT" }
      } else {
        read(pair, event)
      }
    }
    guard isPath, path.count > 0, !(path == "(null)") else { return }
    if isParent {
      parentPath = path
    } else {
      event.add(.filePath, path)
      hasPath = true
    }
  }

  private mutating func read(_ pair: AuditPairs.Pair, _ event: Event) {
    let name = pair.name
    switch name.count {
    case 2 where name == "op": take(&op, pair, event)
    case 3: readShort(pair, event)
    case 4:
      if name == "comm" { take(&comm, pair, event) }
      if name == "auid" { take(&auid, pair, event) }
      if name == "euid" { take(&euid, pair, event) }
      if name == "ppid" { take(&parent, pair, event) }
      if name == "acct" { take(&account, pair, event) }
      if name == "addr" { take(&address, pair, event) }
      if name == "unit" { take(&unit, pair, event) }
      if name == "EUID" { take(&effectiveName, pair, event) }
    case 5 where name == "rport": take(&port, pair, event)
    case 7:
      if name == "success" { take(&result, pair, event) }
      if name == "syscall" { take(&syscall, pair, event) }
    case 8:
      if name == "hostname" { take(&hostname, pair, event) }
      if name == "terminal" { take(&tty, pair, event) }
    case 9 where name == "proctitle": take(&title, pair, event)
    default: return
    }
  }

  private mutating func readShort(_ pair: AuditPairs.Pair, _ event: Event) {
    let name = pair.name
    if name == "exe" { take(&executable, pair, event) }
    if name == "pid" { take(&pid, pair, event) }
    if name == "uid" { take(&uid, pair, event) }
    if name == "tty" { take(&tty, pair, event) }
    if name == "ses" { take(&session, pair, event) }
    if name == "cwd" { take(&directory, pair, event) }
    if name == "cmd" { take(&command, pair, event) }
    if name == "res" { take(&result, pair, event) }
    if name == "UID" { take(&userName, pair, event) }
    if name == "key" { addKeys(pair, event) }
  }

  /// The first value that says something wins.
  private func take(_ held: inout ByteView, _ pair: AuditPairs.Pair, _ event: Event) {
    guard held.isEmpty, pair.value.count > 0, !(pair.value == "?"), !(pair.value == "(null)"), !(pair.value == "(none)"),
      !(pair.value == "4294967295"), !(pair.value == "unset")
    else { return }
    held = AuditText.text(pair, isArgument: false, into: event)
  }

  /// Several keys of one rule set are joined by 0x01.
  private func addKeys(_ pair: AuditPairs.Pair, _ event: Event) {
    guard pair.value.count > 0, !(pair.value == "(null)") else { return }
    let keys = AuditText.text(pair, isArgument: false, into: event)
    var at = 0
    while at < keys.count {
      let end = keys.firstIndex(of: 0x01, from: at) ?? keys.count
      if end > at { event.add(.auditKey, keys.slice(at, end)) }
      at = end + 1
    }
  }

  private func fill(_ event: Event, _ group: AuditLines) {
    add(.processExecutable, executable, event)
    add(.processName, comm, event)
    add(.processCommandLine, hasArguments ? arguments(group, event) : title.isEmpty ? command : title, event)
    add(.processTitle, title, event)
    add(.processWorkingDirectory, directory, event)
    add(.processPid, pid, event)
    add(.processParentPid, parent, event)
    add(.processTty, tty, event)
    add(.userAuditId, auid, event)
    add(.userId, uid, event)
    add(.userEffectiveId, euid, event)
    add(.userName, account.isEmpty ? userName : account, event)
    add(.userEffectiveName, effectiveName, event)
    add(.sessionId, session, event)
    add(.systemdUnit, unit, event)
    add(.auditOp, op, event)
    add(.auditResult, result, event)
    add(.auditSyscall, syscall, event)
    if !hasPath { add(.filePath, parentPath, event) }
    addSource(event)
    if result == "yes" || result == "success" || result == "1" { event.add(.eventOutcome, .constant("success")) }
    if result == "no" || result == "failed" || result == "0" || result == "fail" {
      event.add(.eventOutcome, .constant("failure"))
    }
  }

  private func add(_ id: FieldID, _ value: ByteView, _ event: Event) {
    if value.count > 0 { event.add(id, value) }
  }

  /// The address; the name where that is all there is.
  private func addSource(_ event: Event) {
    let source = (address.isEmpty ? hostname : address).withoutMappedPrefix
    add(.sourceAddress, source, event)
    if IPAddress.parse(source) != nil { event.add(.sourceIp, source) }
    add(.sourcePort, port, event)
  }

  /// The arguments of the event's EXECVE records, joined with spaces; an argument split over `a1[0]`, `a1[1]` is one.
  private func arguments(_ group: AuditLines, _ event: Event) -> ByteView {
    unsafe event.arena.write(atMost: group.size) { target in
      var used = 0
      var lines = group
      while let line = lines.next() {
        guard line.type == "EXECVE" else { continue }
        var pairs = AuditPairs(line.body)
        while let pair = pairs.next() {
          guard AuditText.isArgument(pair.name) else { continue }
          if used > 0, !isContinuation(pair.name) {
            unsafe target[used] = 0x20
            used += 1
          }
          if !pair.isQuoted, AuditText.isHex(pair.value) {
            event.hasEscapes = true
            unsafe used += AuditText.decode(pair.value, target + used, spaced: false)
          } else {
            for index in 0..<pair.value.count { unsafe target[used + index] = pair.value[index] }
            used += pair.value.count
          }
        }
      }
      return used
    }
  }

  /// `a1[1]` and later.
  private func isContinuation(_ name: ByteView) -> Bool {
    guard let open = name.firstIndex(of: 0x5B) else { return false }
    return name.byte(open + 1) != 0x30
  }
}
