/// Completes attempts that several records speak of: what PAM says of a login counts only if the program itself stays silent.
struct Joiner {
  /// How long a held match waits for its winner, in microseconds of event time.
  static let patience: Int64 = 5_000_000
  /// More held matches than this let the oldest go, counted.
  static let limit = 16_384

  private final class Held {
    let key: UInt64
    let owned: OwnedMatch
    /// What it waits from: its own time, or its input's where that had come further already.
    let from: Int64
    var isTaken = false

    init(_ released: Released) {
      key = released.match.joinKey
      owned = OwnedMatch(released)
      from = max(released.time, released.clock)
    }
  }

  /// Ascending by `from`, then in the order held; `head` is the first that is still there.
  private var queue: [Held] = []
  private var head = 0
  private var byKey: [UInt64: [Held]] = [:]
  private(set) var overflow = 0

  var isEmpty: Bool { head == queue.count }

  /// When the oldest held match is let go, or nil.
  var deadline: Int64? { head < queue.count ? queue[head].from.addingClamped(Self.patience) : nil }

  mutating func hold(_ released: Released) {
    let held = Held(released)
    byKey[held.key, default: []].append(held)
    var index = queue.count
    while index > head, queue[index - 1].from > held.from { index -= 1 }
    queue.insert(held, at: index)
  }

  /// A winner: what was held for its key within the patience is dropped.
  mutating func win(_ key: UInt64, at time: Int64) {
    guard let held = byKey.removeValue(forKey: key) else { return }
    for entry in held where abs(time.subtractingClamped(entry.owned.time)) <= Self.patience { entry.isTaken = true }
    let rest = held.filter { !$0.isTaken }
    if !rest.isEmpty { byKey[key] = rest }
  }

  /// Lets go of what no winner came for, given that event time has reached `clock`; `body` learns when each was let go.
  mutating func expire(at clock: Int64, _ body: (OwnedMatch, Int64) -> Void) {
    while head < queue.count {
      let held = queue[head]
      let due = held.from.addingClamped(Self.patience)
      if !held.isTaken {
        let isFull = queue.count - head > Self.limit
        guard isFull || clock == .max || clock > due else { break }
        if isFull { overflow += 1 }
        byKey[held.key]?.removeAll { $0 === held }
        if byKey[held.key]?.isEmpty == true { byKey[held.key] = nil }
      }
      head += 1
      if !held.isTaken { body(held.owned, due) }
    }
    if head > 1_024 || head == queue.count {
      queue.removeFirst(head)
      head = 0
    }
  }
}
