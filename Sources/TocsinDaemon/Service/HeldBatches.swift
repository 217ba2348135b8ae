import TocsinEngine

/// What the engine keeps of chunks because a match of theirs waits for an input that is behind.
struct HeldBatches {
  private struct Entry {
    weak var batch: MatchBatch?
    let cost: Int
  }

  private var entries: [Entry] = []
  /// So many are looked at again before more are taken.
  private var room = 64

  /// Bytes held for one chunk besides its records, roughly.
  private static let overhead = 4 << 10

  mutating func note(_ batch: MatchBatch) {
    if entries.count >= room {
      forgetReleased()
      room = max(64, entries.count * 2)
    }
    entries.append(Entry(batch: batch, cost: Self.overhead + batch.chunk.byteCount))
  }

  private mutating func forgetReleased() { entries.removeAll { $0.batch == nil } }

  /// Bytes, roughly.
  mutating func bytes() -> Int {
    forgetReleased()
    return entries.reduce(0) { $0 + $1.cost }
  }
}
