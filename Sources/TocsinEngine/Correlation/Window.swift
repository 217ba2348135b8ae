/// What one group of one correlation has seen lately, with the episode that is open for it.
final class Window {
  static let evidenceLimit = 10

  /// Group values, as a payload.
  let key: [UInt8]
  let hash: UInt64
  /// In the order windows came to be: orders what happens at the same instant.
  let number: Int
  let tally: Tally
  /// Latest records, oldest first.
  private(set) var evidence: [Evidence] = []
  private var evidenceCost = 0
  var episode: Episode?
  /// The record counted last, so that one event that matches two referenced rules counts once.
  var lastInput = -1
  var lastOrdinal = -1
  /// Whether it waits in the queue that says when it is no longer needed.
  var isWatched = false
  /// What the limit on windows was charged with.
  var cost = 0

  init(key: [UInt8], hash: UInt64, number: Int, tally: Tally) {
    (self.key, self.hash, self.number, self.tally) = (key, hash, number, tally)
  }

  @inline(__always)
  func hasKey(_ other: ByteView) -> Bool {
    guard key.count == other.count else { return false }
    return key.withView { $0 == other }
  }

  /// Keeps a record by its time; the oldest goes when there are too many.
  func keep(_ item: Evidence) {
    var index = evidence.count
    while index > 0, evidence[index - 1].time > item.time { index -= 1 }
    evidence.insert(item, at: index)
    evidenceCost += item.cost
    if evidence.count > Self.evidenceLimit { evidenceCost -= evidence.removeFirst().cost }
  }

  func forgetEvidence(before limit: Int64) {
    while let first = evidence.first, first.time <= limit { evidenceCost -= evidence.removeFirst().cost }
  }

  func clearEvidence() { (evidence, evidenceCost) = ([], 0) }

  /// Bytes held, roughly: with what is counted, shown, and remembered of an open episode.
  var size: Int { 128 + key.count + tally.cost + evidenceCost + (episode?.cost ?? 0) }
}
