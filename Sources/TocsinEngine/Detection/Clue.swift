import Sigma

/// A literal that shows that an item holds, or may hold, where it stands in a value of a field.
struct Clue: BitwiseCopyable {
  enum Kind: UInt8, BitwiseCopyable {
    /// The item may hold; the rule looks itself.
    case hint
    /// The item holds where the literal stands anywhere in the value, or at its begin, its end or both.
    case contains, starts, ends, equal
  }

  /// Folded, or as written where case counts.
  var literal: ByteView
  var item: Int32
  /// `unnamed` for keywords, which may stand in any value.
  var field: FieldID
  /// Where in the literal the bytes stand by which it is found.
  var offset: UInt16 = 0
  var kind: Kind
  var isCased: Bool

  /// Whether the literal stands in a value at `start`, and where its item wants it.
  @inline(__always)
  func stands(at start: Int, in value: ByteView) -> Bool {
    let end = start + literal.count
    guard start >= 0, end <= value.count else { return false }
    switch kind {
    case .hint, .contains: break
    case .starts: if start != 0 { return false }
    case .ends: if end != value.count { return false }
    case .equal: if start != 0 || end != value.count { return false }
    }
    return isCased ? value.matches(literal, at: start) : Glob.equalASCII(value, start, literal)
  }

  /// A test that comes to one literal in plain ASCII, so that finding it decides the test.
  struct Shape {
    var kind: Kind
    var literal: [UInt8]
    var isCased: Bool

    init?(_ test: Expression) {
      guard case .field(_, .text(let pattern, let isCased)) = test, let kind = Self.kind(pattern) else { return nil }
      for case .literal(let bytes) in pattern.pieces {
        guard bytes.allSatisfy({ $0 < 0x80 && $0 != 0x0A }) else { return nil }
        literal = isCased ? bytes : bytes.map(Folding.ascii)
        (self.kind, self.isCased) = (kind, isCased)
        return
      }
      return nil
    }

    private static func kind(_ pattern: Pattern) -> Kind? {
      switch pattern.pieces.count {
      case 1: if case .literal = pattern.pieces[0] { return .equal }
      case 2:
        if pattern.pieces[1] == .anyRun, case .literal = pattern.pieces[0] { return .starts }
        if pattern.pieces[0] == .anyRun, case .literal = pattern.pieces[1] { return .ends }
      case 3:
        if pattern.pieces[0] == .anyRun, pattern.pieces[2] == .anyRun, case .literal = pattern.pieces[1] { return .contains }
      default: break
      }
      return nil
    }
  }
}
