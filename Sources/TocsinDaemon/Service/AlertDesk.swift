import Synchronization
import TocsinEngine

/// Where alerts go at this moment: engines keep it while the sinks behind it change.
final class AlertDesk: Sendable {
  private let sinks: Mutex<SinkSet>

  init(_ sinks: SinkSet) { self.sinks = Mutex(sinks) }

  func offer(_ alert: Alert) { sinks.withLock { $0.offer(alert) } }

  /// From now on alerts go to `next`; nothing reaches the sinks before any more.
  func turn(to next: SinkSet) { sinks.withLock { $0 = next } }
}
