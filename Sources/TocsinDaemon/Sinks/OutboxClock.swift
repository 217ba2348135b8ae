/// The time and chance that an outbox lives by; tests bring their own.
public struct OutboxClock: Sendable {
  /// Monotonic, from any moment on; goes on while the host sleeps.
  public var now: @Sendable () -> Duration
  /// Lets a span pass: calls `wait`, which sleeps that long or until the outbox is woken, unless time goes on without it.
  public var pass: @Sendable (_ span: Duration, _ wait: (Duration) -> Void) -> Void
  /// 0 to 1.
  public var jitter: @Sendable () -> Double

  public init(
    now: @escaping @Sendable () -> Duration, pass: @escaping @Sendable (Duration, (Duration) -> Void) -> Void,
    jitter: @escaping @Sendable () -> Double
  ) {
    (self.now, self.pass, self.jitter) = (now, pass, jitter)
  }

  public static var system: OutboxClock {
    let start = ContinuousClock.now
    return OutboxClock(
      now: { ContinuousClock.now - start }, pass: { span, wait in wait(span) }, jitter: { Double.random(in: 0...1) })
  }
}
