import Sigma

/// A Sigma text pattern ready to be matched: literals folded, the common shapes told apart.
struct Glob: BitwiseCopyable {
  enum Shape: UInt8, BitwiseCopyable {
    case equal, contains, starts, ends
    /// Literals and wildcards in turn, at `pieces`.
    case pieces
    /// Anything, even nothing.
    case any
  }

  var shape: Shape
  /// The literal of the simple shapes; for `pieces` unused.
  var literal: ByteView
  var cased: Bool
  /// A range of the matcher's piece table.
  var firstPiece: Int32 = 0
  var pieceCount: Int32 = 0

  struct Piece: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable { case literal, anyRun, anyOne }
    var kind: Kind
    var literal: ByteView
  }

  init(_ pattern: Pattern, cased: Bool, pool: ConstantPool, pieces table: inout [Piece]) {
    self.cased = cased
    literal = .empty
    func bytes(_ raw: [UInt8]) -> ByteView { pool.view(cased ? raw : Folding.fold(raw)) }
    if let only = pattern.pieces.firstIndex(where: \.isLiteral), only == pattern.pieces.lastIndex(where: \.isLiteral),
      case .literal(let raw) = pattern.pieces[only]
    {
      literal = bytes(raw)
    }
    shape = Self.shape(pattern.pieces)
    guard shape == .pieces else { return }
    firstPiece = Int32(table.count)
    pieceCount = Int32(pattern.pieces.count)
    for piece in pattern.pieces {
      switch piece {
      case .literal(let raw): table.append(Piece(kind: .literal, literal: bytes(raw)))
      case .anyRun: table.append(Piece(kind: .anyRun, literal: .empty))
      case .anyOne: table.append(Piece(kind: .anyOne, literal: .empty))
      }
    }
  }

  private static func shape(_ pieces: [Pattern.Piece]) -> Shape {
    switch pieces.count {
    case 0: .equal
    case 1: pieces[0].isLiteral ? .equal : pieces[0].isAnyRun ? .any : .pieces
    case 2 where pieces[0].isLiteral && pieces[1].isAnyRun: .starts
    case 2 where pieces[0].isAnyRun && pieces[1].isLiteral: .ends
    case 3 where pieces[0].isAnyRun && pieces[1].isLiteral && pieces[2].isAnyRun: .contains
    default: .pieces
    }
  }

  /// Whether a value fits; `scratch` holds the fold of a value that is not ASCII.
  @inline(__always)
  func matches(_ value: ByteView, pieces: Table<Piece>, scratch: Arena) -> Bool {
    if shape == .any { return true }
    if cased { return matchesFolded(value, pieces) }
    if value.count < literal.count, shape != .pieces, Folding.isASCII(value) { return false }
    if !Folding.isASCII(value) { return matchesFolded(scratch.copy(Folding.fold(value.bytes)), pieces) }
    switch shape {
    case .equal: return value.count == literal.count && Self.equalASCII(value, 0, literal)
    case .starts: return Self.equalASCII(value, 0, literal)
    case .ends: return Self.equalASCII(value, value.count - literal.count, literal)
    case .contains: return Self.containsASCII(value, literal)
    case .any: return true
    case .pieces: return matchesPieces(value, pieces, foldsASCII: true)
    }
  }

  private func matchesFolded(_ value: ByteView, _ pieces: Table<Piece>) -> Bool {
    switch shape {
    case .equal: value == literal
    case .starts: value.starts(with: literal)
    case .ends: value.matches(literal, at: value.count - literal.count)
    case .contains: value.firstRange(of: literal) != nil
    case .any: true
    case .pieces: matchesPieces(value, pieces, foldsASCII: false)
    }
  }

  /// Whether a folded literal stands in a value at `start`, without case.
  @inline(__always)
  static func equalASCII(_ value: ByteView, _ start: Int, _ literal: ByteView) -> Bool {
    guard start >= 0, start + literal.count <= value.count else { return false }
    let text = value.slice(start, start &+ literal.count)
    if literal.count < 8 { return equalWords(text.shortWord(at: 0), literal.shortWord(at: 0)) }
    var index = 0
    while index &+ 8 <= literal.count {
      if !equalWords(text.word(at: index), literal.word(at: index)) { return false }
      index &+= 8
    }
    // The last word overlaps with the one before.
    return index == literal.count || equalWords(text.word(at: literal.count &- 8), literal.word(at: literal.count &- 8))
  }

  /// Eight bytes of a text and of a folded literal: they may differ by what makes capitals, in letters.
  @inline(__always)
  private static func equalWords(_ text: UInt64, _ literal: UInt64) -> Bool {
    let difference = text ^ literal
    if difference == 0 { return true }
    let cases: UInt64 = 0x2020_2020_2020_2020
    guard difference & ~cases == 0 else { return false }
    // 0x80 in each byte that is a small letter: at least 0x61, at most 0x7A, and ASCII.
    let plain = literal & 0x7F7F_7F7F_7F7F_7F7F
    let letters = (plain &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(plain &+ 0x0505_0505_0505_0505) & ~literal & 0x8080_8080_8080_8080
    return difference & ~(letters &>> 2) == 0
  }

  /// The same where both sides may have capitals.
  static func equalFolded(_ value: ByteView, _ start: Int, _ other: ByteView) -> Bool {
    guard start >= 0, start + other.count <= value.count else { return false }
    for index in 0..<other.count where Folding.ascii(value[start + index]) != Folding.ascii(other[index]) { return false }
    return true
  }

  static func containsASCII(_ value: ByteView, _ literal: ByteView) -> Bool {
    findASCII(value, literal, from: 0) != nil
  }

  private static func findASCII(_ value: ByteView, _ literal: ByteView, from start: Int) -> Int? {
    guard literal.count > 0 else { return start }
    let first = literal[0]
    let capital = first &- 0x61 < 26 ? first & 0xDF : first
    var at = start
    while at + literal.count <= value.count, let hit = value.firstIndex(of: first, or: capital, from: at) {
      if equalASCII(value, hit, literal) { return hit }
      at = hit + 1
    }
    return nil
  }

  /// Greedy matching of runs, taking back only to the last `*`: at worst |value| × |pattern|, which rules bound.
  private func matchesPieces(_ value: ByteView, _ table: Table<Piece>, foldsASCII: Bool) -> Bool {
    let first = Int(firstPiece)
    let last = first + Int(pieceCount)
    var piece = first
    var at = 0
    var starPiece = -1
    var starAt = 0
    while true {
      if piece == last {
        if at == value.count { return true }
      } else {
        let current = table[piece]
        switch current.kind {
        case .anyRun:
          starPiece = piece
          starAt = at
          piece += 1
          if piece == last { return true }
          continue
        case .anyOne:
          if at < value.count {
            at += Folding.decode(value, at: at).1
            piece += 1
            continue
          }
        case .literal:
          let fits = foldsASCII ? Self.equalASCII(value, at, current.literal) : value.matches(current.literal, at: at)
          if fits {
            at += current.literal.count
            piece += 1
            continue
          }
        }
      }
      guard starPiece >= 0, starAt < value.count else { return false }
      // Behind a run a literal may be sought at once.
      let next = table[starPiece + 1]
      if next.kind == .literal, foldsASCII {
        guard let hit = Self.findASCII(value, next.literal, from: starAt + 1) else { return false }
        starAt = hit
      } else {
        starAt += Folding.decode(value, at: starAt).1
      }
      at = starAt
      piece = starPiece + 1
    }
  }
}

extension Pattern.Piece {
  fileprivate var isLiteral: Bool { if case .literal = self { true } else { false } }
  fileprivate var isAnyRun: Bool { if case .anyRun = self { true } else { false } }
}
