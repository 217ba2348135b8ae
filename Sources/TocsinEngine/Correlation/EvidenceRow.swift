/// The latest records of a group, oldest first: at most ten.
struct EvidenceRow: ~Copyable {
  /// A record that is held until it is let go, which happens once.
  @safe
  private struct Held: BitwiseCopyable {
    let time: Int64
    let cost: Int
    private let item: Unmanaged<Evidence>

    @inline(__always)
    init(_ evidence: Evidence) {
      (time, cost) = (evidence.time, evidence.cost)
      unsafe item = .passRetained(evidence)
    }

    var evidence: Evidence { unsafe item.takeUnretainedValue() }

    @inline(__always)
    func letGo() { unsafe item.release() }
  }

  static let limit = 10

  private var held = Row<Held>()
  /// So many of the first are gone already.
  private var gone = 0
  /// Bytes held, roughly.
  private(set) var cost = 0

  deinit {
    for index in gone..<held.count { held[index].letGo() }
  }

  var all: [Evidence] { (gone..<held.count).map { held[$0].evidence } }

  /// Keeps a record by its time; the oldest goes when there are too many.
  mutating func keep(_ evidence: Evidence) {
    var index = held.count
    while index > gone, held[index - 1].time > evidence.time { index -= 1 }
    held.insert(Held(evidence), at: index)
    cost += evidence.cost
    if held.count - gone > Self.limit { forgetFirst() }
  }

  @inline(__always)
  mutating func forget(before limit: Int64) {
    while gone < held.count, held[gone].time <= limit { forgetFirst() }
  }

  mutating func removeAll() {
    while gone < held.count { forgetFirst() }
  }

  private mutating func forgetFirst() {
    cost -= held[gone].cost
    held[gone].letGo()
    gone += 1
    guard gone == held.count || gone > Self.limit else { return }
    held.removeFirst(gone)
    gone = 0
  }
}
