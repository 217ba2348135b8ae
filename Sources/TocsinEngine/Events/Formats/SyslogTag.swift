/// `prog[pid]: ` or `prog: `: who wrote a syslog message.
struct SyslogTag {
  /// Without path, without what PAM adds in parentheses.
  let program: ByteView
  let pid: ByteView
  /// Where the message starts.
  let end: Int

  /// Real tags are shorter by far; the limit keeps the search off the message.
  private static let longest = 128

  /// Reads a tag at a position, or nothing where the text there is no tag.
  @inline(__always)
  init?(_ text: ByteView, at start: Int) {
    // `CEF:0|vendor|…` is a message that may hold colons of its own.
    if text.byte(start) == 0x43, text.has("CEF:", at: start) { return nil }
    var at = start
    let limit = min(text.count, start + Self.longest)
    while at < limit {
      at = text.firstTagEnd(from: at, before: limit) ?? limit
      // `module::part:` or `prog:text`: the tag ends at a colon before a space.
      guard at < limit, text[at] == 0x3A, at + 1 < text.count, text[at + 1] != 0x20 else { break }
      at += 1
    }
    guard at > start, at < limit else { return nil }
    if text[at] == 0x5B {
      var close = text.skipDigits(at + 1)
      var isNumber = true
      while close < limit, text[close] != 0x5D, text[close] > 0x20 {
        isNumber = false
        close += 1
      }
      guard close < limit, text[close] == 0x5D else { return nil }
      let number = text.slice(at + 1, close)
      let after = text.byte(close + 1)
      guard after == 0x3A || after == 0x20 || close + 1 == text.count else { return nil }
      pid = isNumber ? number : .empty
      end = min(after == 0x3A ? close + 2 : close + 1, text.count)
    } else {
      guard text[at] == 0x3A else { return nil }
      pid = .empty
      end = at + 1
    }
    program = Self.bare(text.slice(start, at))
  }

  /// The tag without its path if it is one, and without a service in parentheses (`su(pam_unix)`).
  @inline(__always)
  private static func bare(_ tag: ByteView) -> ByteView {
    var name = tag
    if tag[0] == 0x2F, let slash = tag.lastIndex(of: 0x2F), slash + 1 < tag.count { name = tag.from(slash + 1) }
    if name[name.count - 1] == 0x29, let open = name.firstIndex(of: 0x28), open > 0 { name = name.slice(0, open) }
    return name
  }
}
