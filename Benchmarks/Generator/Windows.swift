/// The truth about "at least `threshold` in `timespan` seconds" for each source, counted the plain way: half-open windows
/// `(t − timespan, t]` over the whole seconds that the log shows.
struct Windows {
  let threshold: Int
  let timespan: Int
  /// The newest `threshold` times of each source.
  private var recent: [Address: [Int]] = [:]
  private(set) var alerting: Set<Address> = []

  init(threshold: Int, timespan: Int) {
    (self.threshold, self.timespan) = (threshold, timespan)
  }

  mutating func add(_ source: Address, at second: Int) {
    recent[source, default: []].append(second)
    let times = recent[source]!
    guard times.count >= threshold else { return }
    if second - times[times.count - threshold] < timespan { alerting.insert(source) }
    if times.count > 4 * threshold { recent[source]!.removeFirst(3 * threshold) }
  }
}
