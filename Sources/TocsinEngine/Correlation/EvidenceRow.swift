/// The latest records of a group, oldest first: at most ten. Each is held from being kept until it is let go.
struct EvidenceRow: ~Copyable {
  static let limit = 10

  private var held = Row<Evidence>()
  /// So many of the first are gone already.
  private var gone = 0
  /// Bytes held.
  private(set) var cost = 0

  var count: Int { held.count - gone }

  subscript(index: Int) -> Evidence { held[gone + index] }

  @inline(__always)
  func prefetchRow() { held.prefetch(gone) }

  /// Asks for the memory of the records, which the row itself is asked for.
  @inline(__always)
  func prefetch() {
    for index in gone..<held.count { held[index].prefetch() }
  }

  /// Keeps a record by its time; the oldest goes when there are too many.
  @inline(__always)
  mutating func keep(_ evidence: Evidence, _ store: EvidenceStore) {
    evidence.hold()
    cost += evidence.cost
    if held.count == gone || held[held.count - 1].time <= evidence.time {
      held.append(evidence)
    } else {
      place(evidence)
    }
    if count > Self.limit { forgetFirst(store) }
  }

  /// Puts one that came late where it belongs.
  private mutating func place(_ evidence: Evidence) {
    var index = held.count
    while index > gone, held[index - 1].time > evidence.time { index -= 1 }
    held.insert(evidence, at: index)
  }

  @inline(__always)
  mutating func forget(before limit: Int64, _ store: EvidenceStore) {
    while gone < held.count, held[gone].time <= limit { forgetFirst(store) }
  }

  @inline(__always)
  mutating func removeAll(_ store: EvidenceStore) {
    for index in gone..<held.count { store.letGo(held[index]) }
    held.removeAll()
    (gone, cost) = (0, 0)
  }

  private mutating func forgetFirst(_ store: EvidenceStore) {
    cost -= held[gone].cost
    store.letGo(held[gone])
    gone += 1
    guard gone == held.count || gone > Self.limit else { return }
    held.removeFirst(gone)
    gone = 0
  }
}
