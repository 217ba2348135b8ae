/// Does things when their time has come, one after another on one thread. It sleeps until the nearest moment that is set, and for
/// ever while there is none.
final class Timers: Sendable {
  /// One thing that may become due, again and again.
  final class Timer: Sendable {
    fileprivate let action: @Sendable () -> Void
    private let state: Monitor<State>

    fileprivate init(_ state: Monitor<State>, _ action: @escaping @Sendable () -> Void) {
      (self.state, self.action) = (state, action)
    }

    /// Due after this span, whatever was set before.
    func set(after span: Duration) {
      let moment = Monotonic.now + span
      let isNearest = state.withLock { state in
        guard !state.isEnded else { return false }
        state.due[ObjectIdentifier(self)] = (moment, self)
        return state.nearest == moment
      }
      // Else the thread wakes before it, and sees it then.
      if isNearest { state.change { _ in } }
    }

    /// Not due.
    func clear() { state.withLock { $0.due[ObjectIdentifier(self)] = nil } }
  }

  fileprivate struct State {
    var due: [ObjectIdentifier: (moment: Monotonic, timer: Timer)] = [:]
    var isEnded = false

    var nearest: Monotonic? { due.values.map(\.moment).min() }

    /// Takes out what is due.
    mutating func take(at now: Monotonic) -> [Timer] {
      let taken = due.filter { $0.value.moment <= now }
      for key in taken.keys { due[key] = nil }
      return taken.values.sorted { $0.moment < $1.moment }.map(\.timer)
    }
  }

  private let state = Monitor(State())

  init() {
    _ = OwnThread("tocsin.timers") { [state] in
      while let due = Self.wait(for: state) {
        for timer in due { timer.action() }
      }
    }
  }

  /// A timer that is not set yet.
  func timer(_ action: @escaping @Sendable () -> Void) -> Timer { Timer(state, action) }

  /// Nothing is due any more; the thread ends.
  func end() {
    state.change { state in
      state.isEnded = true
      state.due = [:]
    }
  }

  /// What is due, once there is something; nil at the end.
  private static func wait(for state: Monitor<State>) -> [Timer]? {
    state.wait { state in
      if state.isEnded { return .found(nil) }
      let due = state.take(at: .now)
      return due.isEmpty ? .wait(until: state.nearest) : .found(due)
    }
  }
}
