/// A journal-export entry being read: `KEY=value` lines and binary fields up to an empty line (systemd's Journal Export Format).
struct ExportEntry {
  /// A larger entry is cut here.
  static let sizeLimit = 4 * 1024 * 1024

  enum State {
    case needsMore
    /// The entry ends before `end`; the next record begins at `next`.
    case whole(end: Int, next: Int)
  }

  private(set) var start: Int
  /// Where the next unread field begins.
  private var at: Int

  init(start: Int) { (self.start, at) = (start, start) }

  mutating func move(by distance: Int) {
    start += distance
    at += distance
  }

  mutating func advance(_ bytes: ByteView) -> State {
    while at < bytes.count {
      guard let newline = bytes.firstIndex(of: 0x0A, from: at) else { return .needsMore }
      if newline == at { return .whole(end: at, next: at + 1) }
      let field = bytes.slice(at, newline)
      if field.firstIndex(of: 0x3D) != nil {
        at = newline + 1
        continue
      }
      // A binary field: its name alone, then its length in 8 bytes, its bytes and a newline.
      guard newline + 9 <= bytes.count else { return .needsMore }
      var length = 0
      for index in 0..<8 {
        let byte = Int(bytes[newline + 1 + index])
        if index > 3, byte != 0 { length = Self.sizeLimit } else if index <= 3 { length |= byte << (8 * index) }
      }
      if length >= Self.sizeLimit { return .whole(end: newline, next: newline + 1) }
      guard newline + 9 + length + 1 <= bytes.count else { return .needsMore }
      at = newline + 9 + length + 1
    }
    return .needsMore
  }
}
