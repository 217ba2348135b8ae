import Synchronization
import TocsinEngine

/// Where alerts go at this moment: engines keep it while the sinks behind it change.
final class AlertDesk: Sendable {
  private struct State {
    var sinks: SinkSet
    let json = AlertJSON()
  }

  private let state: Mutex<State>

  init(_ sinks: SinkSet) { state = Mutex(State(sinks: sinks)) }

  func offer(_ alert: Alert) { state.withLock { $0.sinks.offer(alert, $0.json) } }

  /// From now on alerts go to `next`; nothing reaches the sinks before any more.
  func turn(to next: SinkSet) { state.withLock { $0.sinks = next } }
}
