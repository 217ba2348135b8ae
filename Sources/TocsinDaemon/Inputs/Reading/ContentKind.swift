/// What a file holds, by its first bytes; names lie.
public enum ContentKind: Equatable, Sendable {
  /// Text or anything else that is read as it is.
  case plain
  case gzip, zstd, xz, bzip2
  /// A journal file of systemd, which only `JournalReader` reads.
  case journal

  /// Bytes that decide every case.
  public static let prefixLength = 8

  private static let magics: [(ContentKind, [UInt8])] = [
    (.gzip, [0x1F, 0x8B, 0x08]),
    (.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
    (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
    (.journal, Array("LPKSHHRH".utf8)),
  ]

  /// The kind that `prefix` shows, or nil while more bytes could still show another. An ended stream that showed none is plain.
  public static func sniff(_ prefix: [UInt8]) -> ContentKind? {
    var open = prefix.isEmpty
    for (kind, magic) in magics {
      if prefix.starts(with: magic) { return kind }
      if magic.starts(with: prefix) { open = true }
    }
    switch bzip2(prefix) {
    case true?: return .bzip2
    case nil: open = true
    case false?: break
    }
    return open ? nil : .plain
  }

  /// `BZh`, the level, and the first bytes of a block or of the end mark; nil while undecided.
  private static func bzip2(_ prefix: [UInt8]) -> Bool? {
    for (index, byte) in prefix.prefix(6).enumerated() {
      let fits =
        switch index {
        case 0: byte == 0x42
        case 1: byte == 0x5A
        case 2: byte == 0x68
        case 3: (0x31...0x39).contains(byte)
        case 4: byte == 0x31 || byte == 0x17
        default: byte == (prefix[4] == 0x31 ? 0x41 : 0x72)
        }
      if !fits { return false }
    }
    return prefix.count >= 6 ? true : nil
  }

  /// The command that unpacks a kind which is not read directly.
  var unpacker: String? {
    switch self {
    case .zstd: "zstdcat"
    case .xz: "xzcat"
    case .bzip2: "bzcat"
    case .plain, .gzip, .journal: nil
    }
  }
}
