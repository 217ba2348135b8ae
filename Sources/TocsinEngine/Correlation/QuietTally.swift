/// A rule by itself: threshold one, and the episode ends after quiet.
final class QuietTally: Tally {
  private var last = Int64.min

  override var newest: Int64 { last }

  override func add(time: Int64, reference: Int, values: ByteView?, multiplicity: Int) { last = max(last, time) }

  override func holds(at time: Int64) -> Bool { true }

  /// The condition is the event itself: it holds at its instant.
  override func heldUntil(from time: Int64) -> Int64 { time }

  override func extent(at time: Int64) -> (count: Int, first: Int64) { (0, time) }

  override func firstHolding(after time: Int64, through limit: Int64) -> Int64? { nil }

  override func prune(before limit: Int64) {}

  override func removeAll() { last = .min }
}
