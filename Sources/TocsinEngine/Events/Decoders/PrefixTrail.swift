/// The way on which a search last found its pattern: the nodes where its walks ended, and what waited there that led on.
///
/// Messages that begin alike mostly go the same way: then one comparison does for each walk. It is a hint alone, whatever message it
/// is of. Points at memory of `PrefixTrails`.
@safe
struct PrefixTrail: BitwiseCopyable {
  struct Turn: BitwiseCopyable {
    var node: Int32 = 0
    var item: Int32 = 0
  }

  /// A longer way is not noted.
  fileprivate static let limit = 7

  /// Of the first the node stands for the trie, one more than its number, and the item for how many turns there are.
  private let turns: UnsafeMutablePointer<Turn>

  fileprivate init(_ turns: UnsafeMutablePointer<Turn>) { unsafe self.turns = turns }

  /// How many turns lead through a trie.
  @inline(__always)
  func count(in trie: Int) -> Int { unsafe Int(turns[0].node) == trie &+ 1 ? Int(turns[0].item) : 0 }

  /// Of those that there are.
  @inline(__always)
  subscript(turn: Int) -> Turn {
    precondition(UInt(bitPattern: turn) < UInt(bitPattern: Self.limit))
    return unsafe turns[turn &+ 1]
  }

  /// Forgets the way; another is about to be noted.
  @inline(__always)
  func begin(in trie: Int) { unsafe turns[0] = Turn(node: Int32(truncatingIfNeeded: trie &+ 1)) }

  /// Notes the turn behind so many words: the last one first.
  @inline(__always)
  func note(behind words: Int, node: Int, item: Int) {
    guard words < Self.limit else { return unsafe turns[0].item = -1 }
    if unsafe turns[0].item == 0 { unsafe turns[0].item = Int32(truncatingIfNeeded: words &+ 1) }
    unsafe turns[words &+ 1] = Turn(node: Int32(truncatingIfNeeded: node), item: Int32(truncatingIfNeeded: item))
  }
}

/// Ways for so many kinds of messages.
@safe
final class PrefixTrails {
  private let turns: UnsafeMutablePointer<PrefixTrail.Turn>
  private let count: Int

  init(count: Int) {
    self.count = count
    unsafe turns = .allocate(capacity: count * (PrefixTrail.limit + 1))
    unsafe turns.initialize(repeating: PrefixTrail.Turn(), count: count * (PrefixTrail.limit + 1))
  }

  deinit { unsafe turns.deallocate() }

  @inline(__always)
  subscript(index: Int) -> PrefixTrail {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
    return unsafe PrefixTrail(turns + index &* (PrefixTrail.limit &+ 1))
  }
}
