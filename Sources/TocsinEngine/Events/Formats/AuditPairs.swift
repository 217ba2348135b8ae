/// The `name=value` pairs of an audit record's body, those inside `msg='…'` and `SADDR={ … }` included.
///
/// The kernel and libaudit write untrusted text in double quotes, or in hexadecimal where it holds quotes, spaces or control
/// characters, so that no value can pretend to be another pair.
struct AuditPairs {
  struct Pair {
    let name: ByteView
    let value: ByteView
    let isQuoted: Bool
  }

  private let text: ByteView
  private var at = 0

  init(_ body: ByteView) { text = body }

  mutating func next() -> Pair? {
    while at < text.count {
      guard !isGap(text[at]) else {
        at += 1
        continue
      }
      let start = at
      while at < text.count, text[at] != 0x3D, !isGap(text[at]) { at += 1 }
      // A word of prose (`user`, `PAM:`) is no pair.
      guard at < text.count, text[at] == 0x3D else { continue }
      let name = text.slice(start, at)
      at += 1
      switch text.byte(at) {
      case 0x27:
        // `msg='…'`: the pairs inside follow.
        at += 1
      case 0x22:
        return quoted(name)
      default:
        guard name.count > 0 else {
          skipWord()
          continue
        }
        return plain(name)
      }
    }
    return nil
  }

  @inline(__always)
  private func isGap(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x1D || byte == 0x28 || byte == 0x29 || byte == 0x2C || byte == 0x27 || byte == 0x7B || byte == 0x7D
  }

  private mutating func quoted(_ name: ByteView) -> Pair {
    let end = text.firstIndex(of: 0x22, from: at + 1) ?? text.count
    let value = text.slice(at + 1, end)
    at = min(end + 1, text.count)
    return Pair(name: name, value: value, isQuoted: true)
  }

  private mutating func plain(_ name: ByteView) -> Pair {
    let start = at
    skipWord()
    var end = at
    // Behind the last value of `msg='…'`, and of the oldest form in parentheses.
    if end > start, text[end - 1] == 0x27 { end -= 1 }
    if end > start, text[start] != 0x28 {
      while end > start, text[end - 1] == 0x2C || text[end - 1] == 0x29 { end -= 1 }
    }
    // A structured address (`SADDR={ … }`) is a word of its own; what it holds follows as pairs.
    return Pair(name: name, value: text.slice(start, end), isQuoted: false)
  }

  private mutating func skipWord() {
    while at < text.count, text[at] != 0x20, text[at] != 0x1D { at += 1 }
  }
}
