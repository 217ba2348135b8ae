/// A line of a container runtime that may be a part of a longer one: `TIME stdout P text` of CRI, or Docker's
/// `{"log":"text","stream":"stdout","time":"…"}` whose text lacks the newline.
struct PartLine {
  /// CRI's standard output and error, then Docker's.
  let stream: Int
  static let streamCount = 4
  /// Whether the text ends here.
  let isLast: Bool
  /// What stands before the text, the text, and what stands behind it.
  let head: ByteView
  let text: ByteView
  let tail: ByteView

  init?(_ line: ByteView) {
    if line.byte(0) == 0x7B { self.init(docker: line) } else { self.init(cri: line) }
  }

  private init?(cri line: ByteView) {
    guard line.byte(10) == 0x54, let space = line.firstIndex(of: 0x20, from: 19), space <= 40 else { return nil }
    guard line.has("stdout ", at: space + 1) || line.has("stderr ", at: space + 1) else { return nil }
    let tag = line.byte(space + 8)
    guard tag == 0x50 || tag == 0x46, let end = line.firstIndex(of: 0x20, from: space + 8), end <= space + 32 else { return nil }
    stream = line.byte(space + 4) == 0x6F ? 0 : 1
    isLast = tag == 0x46
    (head, text, tail) = (line.slice(0, end + 1), line.from(end + 1), .empty)
  }

  private init?(docker line: ByteView) {
    guard line.has("{\"log\":\""), let close = line.closingQuote(from: 8) else { return nil }
    if line.has(",\"stream\":\"stdout\"", at: close + 1) {
      stream = 2
    } else if line.has(",\"stream\":\"stderr\"", at: close + 1) {
      stream = 3
    } else {
      return nil
    }
    (head, text, tail) = (line.slice(0, 8), line.slice(8, close), line.from(close))
    // A container that ends in the middle of a line leaves a short text without newline, which nothing follows.
    isLast = text.count < LineStart.dockerPart || Self.endsInNewline(text)
  }

  /// Whether the text's last escape is `\n`.
  private static func endsInNewline(_ text: ByteView) -> Bool {
    guard text.byte(text.count - 1) == 0x6E else { return false }
    var start = text.count - 1
    while start > 0, text[start - 1] == 0x5C { start -= 1 }
    return (text.count - 1 - start) & 1 == 1
  }
}
