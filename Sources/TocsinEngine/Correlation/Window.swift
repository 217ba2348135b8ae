/// What one group of one correlation has seen lately, with the episode that is open for it.
///
/// A window whose group is forgotten may serve another one: most groups are seen once or twice, and their memory with them.
final class Window {
  static let evidenceLimit = 10

  /// Group values, as a payload.
  private(set) var key: ContiguousArray<UInt8> = []
  private(set) var hash: UInt64 = 0
  /// In the order windows came to be: orders what happens at the same instant.
  private(set) var number = 0
  private let tally: Tally
  /// Latest records, oldest first, behind those already forgotten.
  private var records: ContiguousArray<Evidence?> = []
  private var forgotten = 0
  private var evidenceCost = 0
  var episode: Episode?
  /// The record counted last, so that one event that matches two referenced rules counts once.
  var lastInput = -1
  var lastOrdinal = -1
  /// Whether it waits in the queue that says when it is no longer needed.
  var isWatched = false
  /// What the limit on windows was charged with.
  var cost = 0

  init(_ tally: Tally) { self.tally = tally }

  /// Begins to serve a group.
  func begin(key: ByteView, hash: UInt64, number: Int) {
    key.append(to: &self.key)
    (self.hash, self.number) = (hash, number)
  }

  /// Forgets the group; the memory stays.
  func end() {
    key.removeAll(keepingCapacity: true)
    tally.removeAll()
    clearEvidence()
    (episode, lastInput, lastOrdinal, isWatched, cost) = (nil, -1, -1, false, 0)
  }

  /// What has been counted; the window holds it meanwhile.
  @inline(__always)
  func withTally<R>(_ body: (Tally) -> R) -> R { unsafe Unmanaged.passUnretained(tally)._withUnsafeGuaranteedRef(body) }

  @inline(__always)
  func hasKey(_ other: ByteView) -> Bool {
    guard key.count == other.count else { return false }
    return unsafe key.withUnsafeBytes { unsafe ByteView($0) == other }
  }

  /// Latest records, oldest first.
  var evidence: [Evidence] { records.compactMap(\.self) }

  /// Keeps a record by its time; the oldest goes when there are too many.
  func keep(_ item: Evidence) {
    var index = records.count
    while index > forgotten, let other = records[index - 1], other.time > item.time { index -= 1 }
    if index == records.count { records.append(item) } else { records.insert(item, at: index) }
    evidenceCost += item.cost
    if records.count - forgotten > Self.evidenceLimit { forgetFirst() }
  }

  @inline(__always)
  func forgetEvidence(before limit: Int64) {
    while forgotten < records.count, let first = records[forgotten], first.time <= limit { forgetFirst() }
  }

  private func forgetFirst() {
    evidenceCost -= records[forgotten]?.cost ?? 0
    records[forgotten] = nil
    forgotten += 1
    guard forgotten == records.count || forgotten > Self.evidenceLimit else { return }
    records.removeFirst(forgotten)
    forgotten = 0
  }

  func clearEvidence() {
    records.removeAll(keepingCapacity: true)
    (forgotten, evidenceCost) = (0, 0)
  }

  /// Bytes held, roughly: with what is counted, shown, and remembered of an open episode.
  @inline(__always)
  var size: Int { 128 + key.count + tally.cost + evidenceCost + (episode?.cost ?? 0) }
}
