/// One audit record: `[node=x ]type=SYSCALL msg=audit(1493125524.089:126): a=b …`.
struct AuditLine {
  let node: ByteView
  let type: ByteView
  let time: Timestamp?
  let serial: ByteView
  /// What follows the header, with auditd's enrichment after a 0x1D.
  let body: ByteView

  /// Reads the header at a position of the text's first line; nil where it is none.
  init?(_ text: ByteView, at start: Int = 0) {
    guard let header = AuditHeader(text, at: start) else { return nil }
    (node, type, serial) = (header.node, header.type, header.serial)
    time = Timestamp(seconds: Int64(header.seconds), microseconds: Int64(header.milliseconds) * 1_000)
    body = text.slice(header.end, text.firstIndex(of: 0x0A, from: header.end) ?? text.count)
  }

  /// A record whose header is told otherwise, as journald does.
  init(type: ByteView, serial: ByteView, body: ByteView) {
    (node, time) = (.empty, nil)
    (self.type, self.serial, self.body) = (type, serial, body)
  }
}

/// The lines of a group that have an audit header, bare or behind one of syslog, in order.
struct AuditLines {
  private let text: ByteView
  private var at = 0
  private var single: AuditLine?

  init(_ text: ByteView) { self.text = text }

  /// One record and no more.
  init(_ single: AuditLine) { (text, self.single) = (.empty, single) }

  /// Bytes of all lines.
  var size: Int { max(text.count, single?.body.count ?? 0) }

  mutating func next() -> AuditLine? {
    if let line = single {
      single = nil
      return line
    }
    while at < text.count {
      let end = text.firstIndex(of: 0x0A, from: at) ?? text.count
      let line = Self.line(text.slice(at, end))
      at = end + 1
      if let line { return line }
    }
    return nil
  }

  /// Reads one line of a group.
  static func line(_ text: ByteView) -> AuditLine? {
    if text.byte(0) == 0x74 || text.byte(0) == 0x6E { return AuditLine(text) }
    return AuditWrapper(text).flatMap { AuditLine(text, at: $0.start) }
  }
}
