import Synchronization

/// Tells the service manager, as often as it asks for, that the engine running at that moment is alive.
final class Watchdog: Sendable {
  private let engine: Mutex<LiveEngine>
  private let interval: Duration?
  private let timer = Mutex<Timers.Timer?>(nil)

  init(_ engine: LiveEngine, _ timers: Timers) {
    self.engine = Mutex(engine)
    interval = Notify.watchdogInterval
    timer.withLock { $0 = timers.timer { [weak self] in self?.look() } }
    look()
  }

  /// From now on it is this engine that is asked.
  func watch(_ next: LiveEngine) { engine.withLock { $0 = next } }

  func cancel() { timer.withLock { $0 = nil } }

  private func look() {
    guard let interval else { return }
    // An engine that hangs has no status.
    let status = engine.withLock { $0 }.status
    Notify.alive(status)
    timer.withLock { $0?.set(after: interval) }
  }
}
