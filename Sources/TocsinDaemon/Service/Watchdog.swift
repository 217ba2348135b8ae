import Dispatch
import Synchronization

/// Tells the service manager, as often as it asks for, that the engine running at that moment is alive.
///
/// Unchecked, because the timer is made once and only cancelled.
final class Watchdog: @unchecked Sendable {
  private let engine: Mutex<LiveEngine>
  private var timer: (any DispatchSourceTimer)?

  init(_ engine: LiveEngine) {
    self.engine = Mutex(engine)
    guard let interval = Notify.watchdogInterval else { return }
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "tocsin.watchdog"))
    timer.setEventHandler { [weak self] in self?.look() }
    timer.schedule(deadline: .now(), repeating: interval, leeway: .seconds(1))
    timer.resume()
    self.timer = timer
  }

  /// From now on it is this engine that is asked.
  func watch(_ next: LiveEngine) { engine.withLock { $0 = next } }

  func cancel() { timer?.cancel() }

  private func look() {
    let engine = engine.withLock { $0 }
    // Only an engine that still takes its lock is alive; the status would wait for it, too.
    guard engine.isAlive(within: 5) else { return }
    Notify.alive()
    Notify.status(engine.status)
  }
}
