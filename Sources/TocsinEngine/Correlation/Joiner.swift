/// Completes attempts that several records speak of: what PAM says of a login counts only if the program itself stays silent.
struct Joiner {
  /// How long a held match waits for its winner, in microseconds of event time.
  static let patience: Int64 = 5_000_000
  /// More held matches than this let the oldest go, counted.
  static let limit = 16_384

  private struct Held {
    var key: UInt64
    var owned: OwnedMatch
  }

  /// In the order held; entries that a winner took are nil.
  private var queue: [Held?] = []
  private var head = 0
  /// Positions in the queue by key, counted from the first that ever was.
  private var positions: [UInt64: [Int]] = [:]
  private var removed = 0
  private(set) var overflow = 0

  var isEmpty: Bool { head == queue.count }

  /// When the oldest held match is let go, or nil.
  var deadline: Int64? { head < queue.count ? queue[head].map { $0.owned.clock + Self.patience } ?? Int64.min : nil }

  mutating func hold(_ released: Released) {
    positions[released.match.joinKey, default: []].append(removed + queue.count)
    queue.append(Held(key: released.match.joinKey, owned: OwnedMatch(released)))
  }

  /// A winner: what was held for its key within the patience is dropped.
  mutating func win(_ key: UInt64, at time: Int64) {
    guard let held = positions.removeValue(forKey: key) else { return }
    for position in held where position >= removed + head {
      if let entry = queue[position - removed], abs(time - entry.owned.time) <= Self.patience { queue[position - removed] = nil }
    }
  }

  /// Lets go of what no winner came for, given that event time has reached `clock`.
  mutating func expire(at clock: Int64, _ body: (OwnedMatch) -> Void) {
    while head < queue.count {
      guard let entry = queue[head] else {
        head += 1
        continue
      }
      let full = queue.count - head > Self.limit
      guard full || (clock != .max ? clock - Self.patience > entry.owned.clock : true) else { break }
      if full { overflow += 1 }
      head += 1
      if var list = positions[entry.key] {
        list.removeAll { $0 < removed + head }
        positions[entry.key] = list.isEmpty ? nil : list
      }
      body(entry.owned)
    }
    if head > 1_024 || head == queue.count {
      queue.removeFirst(head)
      removed += head
      head = 0
    }
  }
}
