/// A constant text with its first eight bytes as a word: to see whether it stands in a message mostly takes one comparison.
struct Literal: BitwiseCopyable {
  let view: ByteView
  private let head: UInt64
  private let mask: UInt64

  static let empty = Literal(.empty)

  init(_ view: ByteView) {
    self.view = view
    head = view.shortWord(at: 0)
    mask = view.count >= 8 ? .max : 1 << UInt64(view.count * 8) - 1
  }

  @inline(__always)
  var count: Int { view.count }
  @inline(__always)
  var isEmpty: Bool { view.isEmpty }

  /// 0 where there is none.
  @inline(__always)
  var firstByte: UInt8 { UInt8(truncatingIfNeeded: head) }

  /// Whether a word that begins with it, or with its first eight bytes, may be this one. Zeros behind a text's end may pass for its own.
  @inline(__always)
  func mayBegin(_ word: UInt64) -> Bool { (word ^ head) & mask == 0 }

  /// Whether it stands in a text at a position, which is not negative.
  @inline(__always)
  func stands(in text: ByteView, at position: Int) -> Bool {
    precondition(position >= 0)
    if position <= text.count &- 8 {
      guard (text.wordInside(at: position) ^ head) & mask == 0 else { return false }
      return count <= 8 || text.matches(view, at: position)
    }
    // Fewer than eight bytes are left: the text's last ones, moved to the front.
    guard position <= text.count &- count else { return false }
    if text.count < 8 { return text.matches(view, at: position) }
    let word = text.wordInside(at: text.count &- 8) &>> UInt64(truncatingIfNeeded: (position &+ 8 &- text.count) &* 8)
    return (word ^ head) & mask == 0
  }
}
