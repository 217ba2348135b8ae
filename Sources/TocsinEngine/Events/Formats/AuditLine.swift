/// One audit record: `[node=x ]type=SYSCALL msg=audit(1493125524.089:126): a=b …`.
struct AuditLine {
  let node: ByteView
  let type: ByteView
  let time: Timestamp
  let serial: ByteView
  /// What follows the header, with auditd's enrichment after a 0x1D.
  let body: ByteView

  /// Reads the header of the text's first line; nil where it is none.
  init?(_ text: ByteView) {
    var at = 0
    var node = ByteView.empty
    if text.has("node=") {
      guard let space = text.firstIndex(of: 0x20) else { return nil }
      node = text.slice(5, space)
      at = space + 1
    }
    guard text.has("type=", at: at), let space = text.firstIndex(of: 0x20, from: at), space > at + 5,
      text.has("msg=audit(", at: space + 1)
    else { return nil }
    let start = space + 11
    let point = text.skipDigits(start)
    guard text.byte(point) == 0x2E, let seconds = text.slice(start, point).decimal, seconds < 100_000_000_000 else { return nil }
    let colon = text.skipDigits(point + 1)
    guard colon == point + 4, text.byte(colon) == 0x3A, let milliseconds = text.slice(point + 1, colon).decimal else {
      return nil
    }
    let close = text.skipDigits(colon + 1)
    guard close > colon + 1, text.byte(close) == 0x29, text.byte(close + 1) == 0x3A else { return nil }
    self.node = node
    type = text.slice(at + 5, space)
    time = Timestamp(seconds: Int64(seconds), microseconds: Int64(milliseconds) * 1_000)
    serial = text.slice(colon + 1, close)
    body = text.slice(close + 2, text.firstIndex(of: 0x0A, from: close + 2) ?? text.count)
  }
}

/// The lines of a group that have an audit header, in order.
struct AuditLines {
  private let text: ByteView
  private var at = 0

  init(_ text: ByteView) { self.text = text }

  mutating func next() -> AuditLine? {
    while at < text.count {
      let end = text.firstIndex(of: 0x0A, from: at) ?? text.count
      let line = AuditLine(text.slice(at, end))
      at = end + 1
      if let line { return line }
    }
    return nil
  }
}
