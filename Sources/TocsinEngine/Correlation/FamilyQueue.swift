/// The matches of one family that wait until no input can bring one that belongs before them.
struct FamilyQueue {
  private struct Waiting {
    let released: Released
    /// Held until the match is through.
    var batch: MatchBatch?
    var clock: Int64 { released.clock }
  }

  /// What one input has brought, in its order; `head` is the first that still waits.
  private struct Line {
    var pending: [Waiting] = []
    var head = 0
    var isEmpty: Bool { head == pending.count }
  }

  /// By input, whether or not it feeds the family.
  private var lines: [Line] = []
  /// The inputs that can feed the family.
  private(set) var feeders: [Int] = []
  private(set) var waiting = 0

  mutating func addInput(feeds: Bool) {
    if feeds { feeders.append(lines.count) }
    lines.append(Line())
  }

  /// Changes what an input that is there can do.
  mutating func change(_ input: Int, feeds: Bool) {
    feeders.removeAll { $0 == input }
    if feeds { feeders = (feeders + [input]).sorted() }
  }

  /// Whether nobody has to be waited for.
  @inline(__always)
  func passesThrough(_ input: Int) -> Bool { feeders.count == 1 && feeders[0] == input && waiting == 0 }

  @inline(__always)
  mutating func append(_ released: Released, of batch: MatchBatch) {
    lines[batch.input].pending.append(Waiting(released: released, batch: batch))
    waiting += 1
  }

  /// Releases all that nothing can precede any more, given how far the inputs are.
  mutating func release(_ inputs: [Merger.Input], _ body: (Released) -> Void) {
    guard waiting > 0 else { return }
    while let best = first(inputs) {
      let next = lines[best].pending[lines[best].head]
      let isSafe = feeders.allSatisfy { other in
        guard other != best, lines[other].isEmpty else { return true }
        let mark = inputs[other].watermark
        return mark > next.clock || (mark == next.clock && inputs[other].rank > inputs[best].rank)
      }
      guard isSafe else { break }
      lines[best].pending[lines[best].head].batch = nil
      lines[best].head += 1
      waiting -= 1
      body(next.released)
    }
    for index in lines.indices where lines[index].head > 0 {
      if lines[index].isEmpty {
        lines[index].pending.removeAll(keepingCapacity: true)
        lines[index].head = 0
      } else if lines[index].head > 4_096 {
        lines[index].pending.removeFirst(lines[index].head)
        lines[index].head = 0
      }
    }
  }

  /// The input whose first match that waits comes before those of all others.
  private func first(_ inputs: [Merger.Input]) -> Int? {
    var best: Int?
    for index in lines.indices where !lines[index].isEmpty {
      guard let other = best else {
        best = index
        continue
      }
      let (a, b) = (lines[index].pending[lines[index].head].clock, lines[other].pending[lines[other].head].clock)
      if a != b ? a < b : inputs[index].rank < inputs[other].rank { best = index }
    }
    return best
  }

  /// Event time of the earliest match that waits, or nil.
  var firstWaiting: Int64? {
    guard waiting > 0 else { return nil }
    return lines.compactMap { $0.isEmpty ? nil : $0.pending[$0.head].clock }.min()
  }
}
