/// What became of a sink's messages. Accepted = delivered + failed + dropped + waiting.
public struct OutboxCounters: Sendable, Equatable {
  /// Offered and of the sink's route.
  public var accepted = 0
  public var delivered = 0
  /// Attempts that failed and were to be repeated.
  public var retried = 0
  /// Refused for good by the receiver, or given up at their deadline.
  public var failed = 0
  /// Not delivered for want of room or of a reader.
  public var dropped = 0
  public var waiting = 0
  public var waitingBytes = 0

  public init() {}
}
