/// What goes wrong with a sink, or that it no longer does. Texts are for the operator and hold no secret.
public enum OutboxProblem: Sendable, Equatable {
  /// Attempts fail; they go on.
  case retrying(String)
  /// The receiver refused a message for good; it is lost to this sink.
  case refused(String)
  /// Messages are given up because no attempt succeeded before their deadline.
  case expired(String)
  /// The queue is full: the least important messages are dropped.
  case full
  /// The reader has gone; the sink gets nothing any more.
  case closed(String)
  /// Deliveries succeed again.
  case recovered

  var isClosed: Bool { if case .closed = self { true } else { false } }
  var isExpired: Bool { if case .expired = self { true } else { false } }

  func isSameKind(as other: OutboxProblem) -> Bool {
    switch (self, other) {
    case (.retrying, .retrying), (.refused, .refused), (.expired, .expired), (.full, .full), (.closed, .closed),
      (.recovered, .recovered):
      true
    default: false
    }
  }
}

/// How a message ended.
public enum OutboxOutcome: Sendable, Equatable {
  case delivered
  /// Refused for good or given up, and why.
  case failed(String)
  /// There was no room for it, or nobody to read it.
  case dropped
}
