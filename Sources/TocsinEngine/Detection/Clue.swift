/// A literal that shows that an item holds, or may hold, where it stands in a value of a field.
struct Clue: BitwiseCopyable {
  /// Folded, or as written where case counts.
  var literal: ByteView
  var item: Int32
  /// `unnamed` for keywords, which may stand in any value.
  var field: FieldID
  /// Where in the literal the bytes stand by which it is found.
  var offset: UInt16 = 0
  /// Four other bytes of a literal of eight and more, as grams are written: they tell most texts without a look at the literal.
  private var second: UInt32 = 0
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

  /// The clue as it is found by the bytes at `offset`.
  func found(at offset: Int) -> Clue {
    var clue = self
    clue.offset = UInt16(offset)
    if literal.count >= 8 { clue.second = GramTable.gram(literal, clue.secondOffset, 4) }
    return clue
  }

  /// Beside the bytes by which the literal is found.
  @inline(__always)
  private var secondOffset: Int { offset >= 4 ? Int(offset) &- 4 : min(Int(offset) &+ 4, literal.count &- 4) }

  /// The same as `stands` where the bytes at `offset` are known to be there, as far as case goes.
  @inline(__always)
  func standsBesideGram(at start: Int, in value: ByteView) -> Bool {
    guard start >= 0, start &+ literal.count <= value.count else { return false }
    if literal.count >= 8, GramTable.gram(value, start &+ secondOffset, 4) != second { return false }
    return stands(at: start, in: value)
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
