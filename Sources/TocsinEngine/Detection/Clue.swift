/// A literal that shows that an item holds, or may hold, where it stands in a value of a field.
struct Clue: BitwiseCopyable {
  /// Folded, or as written where case counts.
  var literal: ByteView
  var item: Int32
  /// `unnamed` for keywords, which may stand in any value.
  var field: FieldID
  /// Where in the literal the bytes stand by which it is found.
  var offset: UInt16 = 0
  var place: Sought.Place
  var isCased: Bool
  /// Whether finding it decides the item; if not, the rule looks itself.
  var isCertain: Bool
  /// Whether some rule waits for the item.
  var isAwaited: Bool

  init(_ sought: Sought, item: Int32, field: FieldID, isAwaited: Bool, pool: ConstantPool) {
    literal = pool.view(sought.literal)
    (self.item, self.field, self.isAwaited) = (item, field, isAwaited)
    (place, isCased) = (sought.place, sought.isCased)
    // A keyword looks at more than values: where else it stands, only a literal anywhere in a text says.
    isCertain = sought.isCertain && (field != .unnamed || place == .contains)
  }

  /// Whether the literal stands in a value at `start`, and where its item wants it.
  @inline(__always)
  func stands(at start: Int, in value: ByteView) -> Bool {
    let end = start &+ literal.count
    guard start >= 0, end <= value.count else { return false }
    switch place {
    case .contains: break
    case .starts: if start != 0 { return false }
    case .ends: if end != value.count { return false }
    case .equal: if start != 0 || end != value.count { return false }
    }
    return isCased ? value.matches(literal, at: start) : Glob.equalASCII(value, start, literal)
  }
}
