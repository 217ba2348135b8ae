/// Brings messages to one sink, in the order they came, and tries again until it succeeds, the sink refuses for good, or the
/// deadline passes.
///
/// `offer` never waits; `run` does the work, on a thread of its own, and `drain` ends it. The queue is bounded (`OutboxQueue`) and in memory: who keeps
/// messages elsewhere learns from `onSettled` which are done with.
public final class Outbox: Sendable {
  public let sink: any Sink
  private let route: Route
  private let retry: RetryPolicy
  private let clock: OutboxClock
  private let onSettled: @Sendable (AlertMessage, OutboxOutcome) -> Void
  private let onProblem: @Sendable (OutboxProblem) -> Void
  private let state: Monitor<State>
  private let stop = DeliveryStop()

  private struct State {
    var queue: OutboxQueue
    /// Taken from the queue and not settled yet.
    var current: OutboxQueue.Entry?
    var counters = OutboxCounters()
    /// Attempts in a row that failed, of whichever message.
    var failures = 0
    var problem: OutboxProblem?
    var isFull = false
    var isDraining = false
    var isStopped = false
    /// The pause between two attempts is over, whatever the clock says.
    var isWoken = false
    var hasEnded = false
  }

  /// - Parameters:
  ///   - onSettled: called once for each message of the route, when it is delivered or given up.
  ///   - onProblem: called when what goes wrong begins, changes its kind, or ends; not for each failure.
  public init(
    sink: any Sink, route: Route = Route(), limits: OutboxQueue.Limits = OutboxQueue.Limits(), retry: RetryPolicy = RetryPolicy(),
    clock: OutboxClock = .system, onSettled: @escaping @Sendable (AlertMessage, OutboxOutcome) -> Void = { _, _ in },
    onProblem: @escaping @Sendable (OutboxProblem) -> Void = { _ in }
  ) {
    (self.sink, self.route, self.retry, self.clock) = (sink, route, retry, clock)
    (self.onSettled, self.onProblem) = (onSettled, onProblem)
    state = Monitor(State(queue: OutboxQueue(limits: limits)))
  }

  public var counters: OutboxCounters {
    state.withLock { state in
      var counters = state.counters
      counters.waiting = state.queue.count + (state.current == nil ? 0 : 1)
      counters.waitingBytes = state.queue.bytes + (state.current?.message.cost ?? 0)
      return counters
    }
  }

  /// Takes the message if it is of the sink's route and there is room. Returns whether it waits now.
  @discardableResult
  public func offer(_ message: AlertMessage) -> Bool {
    guard route.accepts(message) else { return false }
    let now = clock.now()
    let (dropped, isNews) = state.change { state in
      let dropped = state.problem?.isClosed == true ? [message] : state.queue.append(message, at: now)
      state.counters.accepted += 1
      state.counters.dropped += dropped.count
      let isNews = !dropped.isEmpty && !state.isFull && state.problem?.isClosed != true
      if isNews { state.isFull = true }
      return (dropped, isNews)
    }
    if isNews { onProblem(.full) }
    for message in dropped { onSettled(message, .dropped) }
    return !dropped.contains { $0.id == message.id }
  }

  /// Delivers until all is drained or the sink has closed. Call it once.
  public func run() {
    while let entry = next() { deliver(entry) }
    state.change { $0.hasEnded = true }
  }

  /// What is to be delivered next, once there is something; nil at the end.
  private func next() -> OutboxQueue.Entry? {
    state.wait { state in
      if let entry = Self.take(&state) { return .found(entry) }
      let isOver = state.isStopped || state.isDraining || state.problem?.isClosed == true
      return isOver ? .found(nil) : .wait(until: nil)
    }
  }

  /// What is to be delivered now, if anything.
  private static func take(_ state: inout State) -> OutboxQueue.Entry? {
    if state.isStopped || state.problem?.isClosed == true { return nil }
    state.current = state.current ?? state.queue.popFirst()
    if state.queue.count * 2 <= state.queue.limits.messages && state.queue.bytes * 2 <= state.queue.limits.bytes {
      state.isFull = false
    }
    return state.current
  }

  /// Delivers what waits, at once where a back-off was going on, and then lets `run` return: when all is done, the sink has closed, or
  /// time is up. Returns how many messages are left.
  public func drain(timeout: Duration) -> Int {
    beginDraining()
    return endDraining(by: .now + timeout)
  }

  func beginDraining() {
    state.change { state in
      state.isDraining = true
      state.isWoken = true
      state.failures = 0
    }
  }

  /// Waits until `run` has returned, at the longest until `deadline`, and then has it return. Returns how many messages are left.
  func endDraining(by deadline: Monotonic) -> Int {
    state.wait { state in
      state.hasEnded || deadline <= .now ? .found(()) : .wait(until: deadline)
    }
    state.change { state in
      state.isStopped = true
      state.isWoken = true
    }
    stop.ask()
    return counters.waiting
  }

  private func deliver(_ entry: OutboxQueue.Entry) {
    do throws(SinkError) {
      try sink.deliver(entry.message, until: stop)
      settle(entry, .delivered, nil)
    } catch {
      switch error.kind {
      case .closed: close(error.message)
      case .permanent: settle(entry, .failed(error.message), .refused(error.message))
      case .retryable where stop.isAsked: break
      case .retryable(let asked):
        if isExpired(entry) {
          expire(entry, error.message)
        } else {
          enter(.retrying(error.message))
          state.withLock { $0.counters.retried += 1 }
        }
        nap(asked)
      }
    }
  }

  /// `problem` is what this outcome means for the sink; nil: all is well.
  private func settle(_ entry: OutboxQueue.Entry, _ outcome: OutboxOutcome, _ problem: OutboxProblem?) {
    state.withLock { state in
      state.current = nil
      if case .delivered = outcome { state.counters.delivered += 1 } else { state.counters.failed += 1 }
      if problem?.isExpired != true { state.failures = 0 }
    }
    enter(problem)
    onSettled(entry.message, outcome)
  }

  private func isExpired(_ entry: OutboxQueue.Entry) -> Bool { clock.now() - entry.offered >= retry.deadline }

  /// Gives the message up, and those behind it that waited as long while the sink failed.
  private func expire(_ entry: OutboxQueue.Entry, _ reason: String) {
    settle(entry, .failed(reason), .expired(reason))
    while let next = state.withLock({ Self.take(&$0) }), isExpired(next) { settle(next, .failed(reason), .expired(reason)) }
  }

  /// Says what is new.
  private func enter(_ problem: OutboxProblem?) {
    let news: OutboxProblem? = state.withLock { state in
      // While messages expire, each next one is only being retried; that is no news.
      if state.problem?.isExpired == true, case .retrying = problem { return nil }
      defer { state.problem = problem }
      guard let problem else { return state.problem == nil ? nil : .recovered }
      return state.problem?.isSameKind(as: problem) == true ? nil : problem
    }
    if let news { onProblem(news) }
  }

  private func close(_ reason: String) {
    let left = state.withLock { state in
      var left = state.current.map { [$0.message] } ?? []
      state.current = nil
      while let entry = state.queue.popFirst() { left.append(entry.message) }
      state.counters.dropped += left.count
      return left
    }
    enter(.closed(reason))
    for message in left { onSettled(message, .dropped) }
  }

  private func nap(_ asked: Duration?) {
    let jitter = clock.jitter()
    let span = state.withLock { state in
      state.failures += 1
      state.isWoken = state.isStopped
      return retry.wait(failures: state.failures, asked: asked, jitter: jitter)
    }
    clock.pass(span) { span in
      let end = Monotonic.now + span
      state.wait { state in state.isWoken || end <= .now ? .found(()) : .wait(until: end) }
    }
  }
}
