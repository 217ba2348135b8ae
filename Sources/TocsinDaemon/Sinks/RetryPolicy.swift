/// When a message is tried again, and until when.
public struct RetryPolicy: Sendable {
  /// The wait after the first failure; it doubles with each further one.
  public var first = Duration.seconds(1)
  public var longest = Duration.seconds(300)
  /// A message that no attempt delivered this long after it was offered is given up.
  public var deadline = Duration.seconds(86_400)

  public init() {}

  /// The wait after so many failures in a row (from 1).
  ///
  /// - Parameters:
  ///   - asked: what the receiver asked for; it replaces the back-off, but never falls below the first wait.
  ///   - jitter: 0 to 1; takes up to half of the back-off away, so that many senders do not come back together.
  func wait(failures: Int, asked: Duration?, jitter: Double) -> Duration {
    if let asked { return max(asked, first) }
    let doublings = min(max(0, failures - 1), 40)
    let backoff = min(longest, first * (1 << doublings))
    return backoff - backoff * (0.5 * jitter)
  }
}
