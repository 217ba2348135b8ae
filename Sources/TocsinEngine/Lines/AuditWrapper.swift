/// Audit records that came through syslog: from audispd's syslog plug-in, from the kernel's ring buffer, from the journal.
///
/// `Nov 24 10:00:00 host audispd[12]: node=h type=SYSCALL msg=audit(…): …`, `… host kernel: [12.3] audit: type=1400 audit(…): …`.
struct AuditWrapper {
  /// Whose record it is: what stands between time and tag.
  let host: ByteView
  /// Where the record begins in the line.
  let start: Int

  /// Reads the head of a syslog line; nil where no audit record is wrapped in it. Nothing is searched for behind the tag, so that
  /// text inside a message cannot pass for a record.
  init?(_ line: ByteView) {
    var at = 0
    if line.byte(0) == 0x3C {
      at = line.skipDigits(1)
      guard at <= 4, line.byte(at) == 0x3E else { return nil }
      at += 1
    }
    guard let host = Self.hostStart(line, at), let space = line.firstIndex(of: 0x20, from: host), space > host else { return nil }
    guard let tag = Self.tagEnd(line, space + 1) else { return nil }
    self.host = line.slice(host, space)
    guard let start = Self.recordStart(line, tag) else { return nil }
    self.start = start
  }

  /// The position behind the time: `Nov 24 10:00:00 ` or `2026-11-24T10:00:00.123456+00:00 `.
  private static func hostStart(_ line: ByteView, _ at: Int) -> Int? {
    if line.byte(at).isUpper {
      guard line.byte(at + 3) == 0x20, line.byte(at + 9) == 0x3A, line.byte(at + 12) == 0x3A, line.byte(at + 15) == 0x20 else {
        return nil
      }
      return at + 16
    }
    guard line.byte(at).isDigit, line.byte(at + 10) == 0x54, let space = line.firstIndex(of: 0x20, from: at + 19),
      space - at <= 40
    else { return nil }
    return space + 1
  }

  /// The position behind `audispd[12]: ` and the like.
  private static func tagEnd(_ line: ByteView, _ start: Int) -> Int? {
    var end = start
    while line.byte(end).isLetter || line.byte(end) == 0x2D { end += 1 }
    guard isWriter(line.slice(start, end)) else { return nil }
    if line.byte(end) == 0x5B {
      end = line.skipDigits(end + 1)
      guard line.byte(end) == 0x5D else { return nil }
      end += 1
    }
    return line.byte(end) == 0x3A ? line.skipSpaces(end + 1) : nil
  }

  /// Whether a program of this name passes audit records on.
  static func isWriter(_ program: ByteView) -> Bool {
    switch program.count {
    case 5: program == "audit"
    case 6: program == "kernel" || program == "auditd"
    case 7: program == "audispd"
    case 13: program == "audisp-syslog"
    default: false
    }
  }

  /// Where `[node=x ]type=` begins in a message, behind the kernel's uptime and `audit: `; nil where it does not.
  static func recordStart(_ line: ByteView, _ start: Int) -> Int? {
    var at = start
    if line.byte(at) == 0x5B {
      at = line.skipSpaces(at + 1)
      while line.byte(at).isDigit || line.byte(at) == 0x2E { at += 1 }
      guard line.byte(at) == 0x5D else { return nil }
      at = line.skipSpaces(at + 1)
    }
    if line.has("audit: ", at: at) { at += 7 }
    return line.has("type=", at: at) || line.has("node=", at: at) ? at : nil
  }
}
