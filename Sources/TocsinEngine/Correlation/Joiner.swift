/// Completes attempts that several records speak of: what PAM says of a login counts only if the program itself stays silent.
struct Joiner: ~Copyable {
  /// How long a held match waits for its winner, in microseconds of event time.
  static let patience: Int64 = 5_000_000
  /// More held matches than this let the oldest go, counted.
  static let limit = 16_384

  private struct Held: BitwiseCopyable {
    let key: UInt64
    let match: OwnedMatch
    /// What it waits from: its own time, or its input's where that had come further already.
    let from: Int64
    var isTaken = false
    /// Places of the matches of the same key that were held before and after it, or -1.
    var older: Int32
    var newer: Int32 = -1
  }

  private let store: EvidenceStore
  /// What is held, each at a place of its own until it is let go or taken and its turn has come.
  private var places = Row<Held>()
  private var free = Row<Int32>()
  /// Places, ascending by `from`, then in the order held; `head` is the first that is still there.
  private var queue = Row<Int32>()
  private var head = 0
  /// By key, the place of what was held last and is not taken.
  private var newest = HashTable<Int32>()
  private(set) var overflow = 0

  /// Evidence of what is held comes from `store`.
  init(_ store: EvidenceStore) { self.store = store }

  deinit {
    for index in head..<queue.count { store.letGo(places[Int(queue[index])].match.evidence) }
  }

  @inline(__always)
  var isEmpty: Bool { head == queue.count }

  /// When the oldest held match is let go, or nil.
  var deadline: Int64? { isEmpty ? nil : places[Int(queue[head])].from.addingClamped(Self.patience) }

  mutating func hold(_ released: Released) {
    let key = released.match.joinKey
    let older = newest[key] ?? -1
    let held = Held(
      key: key, match: OwnedMatch(released, store), from: max(released.time, released.clock), older: older)
    let place: Int32
    if free.isEmpty {
      place = Int32(places.count)
      places.append(held)
    } else {
      place = free[free.count - 1]
      free.removeLast()
      places[Int(place)] = held
    }
    if older >= 0 { places[Int(older)].newer = place }
    newest[key] = place
    var index = queue.count
    while index > head, places[Int(queue[index - 1])].from > held.from { index -= 1 }
    queue.insert(place, at: index)
  }

  /// A winner: what was held for its key within the patience is dropped.
  @inline(__always)
  mutating func win(_ key: UInt64, at time: Int64) {
    if newest.count == 0 { return }
    var place = newest[key] ?? -1
    while place >= 0 {
      let older = places[Int(place)].older
      if abs(time.subtractingClamped(places[Int(place)].match.time)) <= Self.patience {
        places[Int(place)].isTaken = true
        unlink(Int(place))
      }
      place = older
    }
  }

  /// Takes an entry out of those of its key.
  private mutating func unlink(_ place: Int) {
    let (older, newer, key) = (places[place].older, places[place].newer, places[place].key)
    if older >= 0 { places[Int(older)].newer = newer }
    if newer >= 0 { places[Int(newer)].older = older } else { newest[key] = older >= 0 ? older : nil }
  }

  /// Lets go of what no winner came for, given that event time has reached `clock`; `body` learns when each was let go and whether
  /// no other of the same record follows, and has its evidence until it returns.
  @inline(__always)
  mutating func expire(at clock: Int64, _ body: (_ match: OwnedMatch, _ due: Int64, _ isLast: Bool) -> Void) {
    if isEmpty { return }
    let first = Int(queue[head])
    // Mostly it is not time yet.
    if !places[first].isTaken, clock <= places[first].from.addingClamped(Self.patience), clock != .max,
      queue.count - head <= Self.limit
    {
      return
    }
    letGo(at: clock, body)
  }

  private mutating func letGo(at clock: Int64, _ body: (OwnedMatch, Int64, Bool) -> Void) {
    while head < queue.count {
      let place = queue[head]
      let entry = places[Int(place)]
      let due = entry.from.addingClamped(Self.patience)
      if !entry.isTaken {
        let isFull = queue.count - head > Self.limit
        guard isFull || clock == .max || clock > due else { break }
        if isFull { overflow += 1 }
        unlink(Int(place))
      }
      head += 1
      free.append(place)
      if !entry.isTaken { body(entry.match, due, !isFollowed(entry)) }
      store.letGo(entry.match.evidence)
    }
    if head > 1_024 || head == queue.count {
      queue.removeFirst(head)
      head = 0
    }
  }

  /// Whether the next in the queue is of the same record.
  private func isFollowed(_ entry: Held) -> Bool {
    guard head < queue.count else { return false }
    let next = places[Int(queue[head])]
    return !next.isTaken && next.match.ordinal == entry.match.ordinal && next.match.evidence.input == entry.match.evidence.input
  }
}
