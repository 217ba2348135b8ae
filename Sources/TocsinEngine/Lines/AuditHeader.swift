/// The head of an audit record: `[node=x ]type=SYSCALL msg=audit(1493125524.089:126):`, or `type=1300 audit(…):` as the kernel
/// prints it.
struct AuditHeader {
  let node: ByteView
  /// The type's name; a number stands only where it has none.
  let type: ByteView
  /// Since 1970, below 10^11.
  let seconds: Int
  let milliseconds: Int
  /// `1493125524.089:126`: what the records of one event share.
  let stamp: ByteView
  let serial: ByteView
  /// The position behind the head's colon.
  let end: Int

  init?(_ text: ByteView, at position: Int = 0) {
    var at = position
    var node = ByteView.empty
    if text.has("node=", at: at) {
      guard let space = text.firstIndex(of: 0x20, from: at) else { return nil }
      node = text.slice(at + 5, space)
      at = space + 1
    }
    guard text.has("type=", at: at), let space = text.firstIndex(of: 0x20, from: at), space > at + 5 else { return nil }
    let open = text.has("msg=", at: space + 1) ? space + 5 : space + 1
    guard text.has("audit(", at: open) else { return nil }
    let start = open + 6
    let point = text.skipDigits(start)
    guard text.byte(point) == 0x2E, let seconds = text.slice(start, point).decimal, seconds < 100_000_000_000 else { return nil }
    let colon = text.skipDigits(point + 1)
    guard colon == point + 4, text.byte(colon) == 0x3A, let milliseconds = text.slice(point + 1, colon).decimal else {
      return nil
    }
    let close = text.skipDigits(colon + 1)
    guard close > colon + 1, close - colon <= 32, text.byte(close) == 0x29, text.byte(close + 1) == 0x3A else { return nil }
    self.node = node
    type = AuditType.name(text.slice(at + 5, space))
    (self.seconds, self.milliseconds) = (seconds, milliseconds)
    stamp = text.slice(start, close)
    serial = text.slice(colon + 1, close)
    end = close + 2
  }
}
