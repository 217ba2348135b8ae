/// The time and chance that an outbox lives by; tests bring their own.
public struct OutboxClock: Sendable {
  /// Monotonic, from any moment on; goes on while the host sleeps.
  public var now: @Sendable () -> Duration
  /// Returns early where the task is cancelled.
  public var sleep: @Sendable (Duration) async -> Void
  /// 0 to 1.
  public var jitter: @Sendable () -> Double

  public init(
    now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async -> Void,
    jitter: @escaping @Sendable () -> Double
  ) {
    (self.now, self.sleep, self.jitter) = (now, sleep, jitter)
  }

  public static var system: OutboxClock {
    let start = ContinuousClock.now
    return OutboxClock(
      now: { ContinuousClock.now - start }, sleep: { try? await ContinuousClock().sleep(for: $0) },
      jitter: { Double.random(in: 0...1) })
  }
}
