/// What one group of one correlation has seen lately, with the episode that is open for it.
///
/// A window whose group is forgotten may serve another one: most groups are seen once or twice, and their memory with them.
final class Window {
  /// Group values, as a payload.
  private(set) var key = GroupKey()
  private(set) var hash: UInt64 = 0
  /// The latest time that any event had.
  private(set) var newest = Int64.min
  /// In the order windows came to be: orders what happens at the same instant.
  private(set) var number = 0
  private let tally: Tally
  /// The latest records, as long as no episode is open.
  var evidence = EvidenceRow()
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
    self.key.set(key)
    (self.hash, self.number) = (hash, number)
  }

  /// Forgets the group; the memory stays.
  func end() {
    tally.removeAll()
    evidence.removeAll()
    newest = .min
    (episode, lastInput, lastOrdinal, isWatched, cost) = (nil, -1, -1, false, 0)
  }

  /// Notes that an event was here.
  @inline(__always)
  func see(_ time: Int64) { newest = max(newest, time) }

  /// What has been counted; the window holds it meanwhile.
  @inline(__always)
  func withTally<R>(_ body: (Tally) -> R) -> R { unsafe Unmanaged.passUnretained(tally)._withUnsafeGuaranteedRef(body) }

  @inline(__always)
  func hasKey(_ other: ByteView) -> Bool {
    key == other
  }

  /// Bytes held, roughly: with what is counted, shown, and remembered of an open episode.
  @inline(__always)
  var size: Int { 128 + key.count + tally.cost + evidence.cost + (episode?.cost ?? 0) }
}
