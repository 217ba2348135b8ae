/// A string of a rule while modifiers work on it (SPEC 3.3, 3.4).
struct SigmaString: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    /// Usually UTF-8; any bytes after `wide` and its like.
    case literal([UInt8])
    case anyRun
    case anyOne
    /// `%name%`, only in items with `expand`.
    case placeholder(String)
  }
  /// No two literals and no two `anyRun` stand beside each other; no literal is empty.
  private(set) var parts: [Part] = []

  init() {}

  /// Reads escapes and wildcards, and `%name%` where `expandable`.
  init(_ text: String, expandable: Bool = false) {
    let bytes = Array(text.utf8)
    if !bytes.contains(where: { Self.isSpecial($0) }) {
      if !bytes.isEmpty { parts = [.literal(bytes)] }
      return
    }
    var literal: [UInt8] = []
    var index = 0
    func flush() {
      if !literal.isEmpty { parts.append(.literal(literal)) }
      literal.removeAll(keepingCapacity: true)
    }
    while index < bytes.count {
      let byte = bytes[index]
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      switch byte {
      case UInt8(ascii: "\\") where Self.isEscapable(next) || (expandable && next == UInt8(ascii: "%")):
        literal.append(next)
        index += 1
      case UInt8(ascii: "*"):
        flush()
        append(.anyRun)
      case UInt8(ascii: "?"):
        flush()
        append(.anyOne)
      case UInt8(ascii: "%") where expandable:
        if let end = Self.placeholderEnd(bytes, from: index + 1) {
          flush()
          append(.placeholder(String(decoding: bytes[(index + 1)..<end], as: UTF8.self)))
          index = end
        } else {
          literal.append(byte)
        }
      default: literal.append(byte)
      }
      index += 1
    }
    flush()
  }

  /// Whether a byte may stand for more than itself.
  private static func isSpecial(_ byte: UInt8) -> Bool { isEscapable(byte) || byte == UInt8(ascii: "%") }

  private static func isEscapable(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "\\")
  }

  /// The index of the closing `%` of a name that has no wildcard, backslash or blank in it.
  private static func placeholderEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "%"): return index > start ? index : nil
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "\\"), 0...32: return nil
      default: index += 1
      }
    }
    return nil
  }

  mutating func append(_ part: Part) {
    switch (parts.last, part) {
    case (.anyRun, .anyRun): return
    case (.literal(let old), .literal(let new)): parts[parts.count - 1] = .literal(old + new)
    case (_, .literal(let bytes)) where bytes.isEmpty: return
    default: parts.append(part)
    }
  }

  mutating func append(_ other: SigmaString) { for part in other.parts { append(part) } }

  static func plain(_ bytes: [UInt8]) -> SigmaString {
    var string = SigmaString()
    string.append(.literal(bytes))
    return string
  }

  var isEmpty: Bool { parts.isEmpty }

  var hasWildcards: Bool { parts.contains { $0 == .anyRun || $0 == .anyOne } }

  /// The bytes, where the string is nothing but text.
  var plainBytes: [UInt8]? {
    switch parts.first {
    case nil: return []
    case .literal(let bytes)? where parts.count == 1: return bytes
    default: return nil
    }
  }

  /// With `*` at the ends named, unless one is there; inner wildcards stay live (SPEC 4).
  func open(start: Bool, end: Bool) -> SigmaString {
    var result = SigmaString()
    if start { result.append(.anyRun) }
    result.append(self)
    if end { result.append(.anyRun) }
    return result
  }

  /// With each literal replaced.
  func mapLiterals(_ transform: ([UInt8]) -> [UInt8]) -> SigmaString {
    var result = SigmaString()
    for part in parts {
      if case .literal(let bytes) = part { result.append(.literal(transform(bytes))) } else { result.append(part) }
    }
    return result
  }

  /// Nil where a placeholder is left.
  var pattern: Pattern? {
    var pieces: [Pattern.Piece] = []
    pieces.reserveCapacity(parts.count)
    for part in parts {
      switch part {
      case .literal(let bytes): pieces.append(.literal(bytes))
      case .anyRun: pieces.append(.anyRun)
      case .anyOne: pieces.append(.anyOne)
      case .placeholder: return nil
      }
    }
    return Pattern(pieces: pieces)
  }
}
