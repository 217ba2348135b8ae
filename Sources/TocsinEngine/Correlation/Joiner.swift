/// Completes attempts that several records speak of: what PAM says of a login counts only if the program itself stays silent.
struct Joiner {
  /// How long a held match waits for its winner, in microseconds of event time.
  static let patience: Int64 = 5_000_000
  /// More held matches than this let the oldest go, counted.
  static let limit = 16_384

  private struct Held {
    let key: UInt64
    let match: OwnedMatch
    /// What it waits from: its own time, or its input's where that had come further already.
    let from: Int64
    var isTaken = false
    /// Places of the matches of the same key that were held before and after it, or -1.
    var older: Int32
    var newer: Int32 = -1

    init(_ released: Released, older: Int32) {
      key = released.match.joinKey
      match = OwnedMatch(released)
      from = max(released.time, released.clock)
      self.older = older
    }
  }

  /// What is held, each at a place of its own until it is let go or taken and its turn has come.
  private var places: ContiguousArray<Held?> = []
  private var free: ContiguousArray<Int32> = []
  /// Places, ascending by `from`, then in the order held; `head` is the first that is still there.
  private var queue: ContiguousArray<Int32> = []
  private var head = 0
  /// By key, the place of what was held last and is not taken.
  private var newest: [UInt64: Int32] = [:]
  private(set) var overflow = 0

  @inline(__always)
  var isEmpty: Bool { head == queue.count }

  /// When the oldest held match is let go, or nil.
  var deadline: Int64? { isEmpty ? nil : held(queue[head]).from.addingClamped(Self.patience) }

  @inline(__always)
  private func held(_ place: Int32) -> Held {
    guard let held = places[Int(place)] else { preconditionFailure("a place in the queue is taken") }
    return held
  }

  mutating func hold(_ released: Released) {
    let key = released.match.joinKey
    let older = newest[key] ?? -1
    let held = Held(released, older: older)
    let place: Int32
    if let reused = free.popLast() {
      place = reused
      places[Int(place)] = held
    } else {
      place = Int32(places.count)
      places.append(held)
    }
    if older >= 0 { places[Int(older)]?.newer = place }
    newest[key] = place
    var index = queue.count
    while index > head, self.held(queue[index - 1]).from > held.from { index -= 1 }
    queue.insert(place, at: index)
  }

  /// A winner: what was held for its key within the patience is dropped.
  @inline(__always)
  mutating func win(_ key: UInt64, at time: Int64) {
    if newest.isEmpty { return }
    var place = newest[key] ?? -1
    while place >= 0 {
      let entry = held(place)
      if abs(time.subtractingClamped(entry.match.time)) <= Self.patience {
        places[Int(place)]?.isTaken = true
        unlink(entry)
      }
      place = entry.older
    }
  }

  /// Takes an entry out of those of its key.
  private mutating func unlink(_ entry: Held) {
    if entry.older >= 0 { places[Int(entry.older)]?.newer = entry.newer }
    if entry.newer >= 0 {
      places[Int(entry.newer)]?.older = entry.older
    } else {
      newest[entry.key] = entry.older >= 0 ? entry.older : nil
    }
  }

  /// Lets go of what no winner came for, given that event time has reached `clock`; `body` learns when each was let go.
  @inline(__always)
  mutating func expire(at clock: Int64, _ body: (OwnedMatch, Int64) -> Void) {
    if isEmpty { return }
    letGo(at: clock, body)
  }

  private mutating func letGo(at clock: Int64, _ body: (OwnedMatch, Int64) -> Void) {
    while head < queue.count {
      let place = queue[head]
      let entry = held(place)
      let due = entry.from.addingClamped(Self.patience)
      if !entry.isTaken {
        let isFull = queue.count - head > Self.limit
        guard isFull || clock == .max || clock > due else { break }
        if isFull { overflow += 1 }
        unlink(entry)
      }
      head += 1
      places[Int(place)] = nil
      free.append(place)
      if !entry.isTaken { body(entry.match, due) }
    }
    if head > 1_024 || head == queue.count {
      queue.removeFirst(head)
      head = 0
    }
  }
}
