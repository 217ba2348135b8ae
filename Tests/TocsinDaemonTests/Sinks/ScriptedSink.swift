import Synchronization

@testable import TocsinDaemon

/// A sink that fails as told and remembers each attempt.
final class ScriptedSink: Sink {
  let name = "scripted"
  private let state: Mutex<(script: [SinkError?], attempts: [String])>

  /// One result per attempt, nil for success; success when the script has ended.
  init(_ script: [SinkError?] = []) { state = Mutex((script, [])) }

  var attempts: [String] { state.withLock { $0.attempts } }

  func deliver(_ message: AlertMessage, until stop: DeliveryStop) throws(SinkError) {
    let error = state.withLock { state in
      state.attempts.append(message.id)
      return state.script.isEmpty ? nil : state.script.removeFirst()
    }
    if let error { throw error }
  }
}

/// Time that passes only by sleeping, at once.
final class InstantClock: Sendable {
  private let state = Mutex((now: Duration.zero, naps: [Duration]()))

  var naps: [Duration] { state.withLock { $0.naps } }

  func clock(jitter: Double = 0) -> OutboxClock {
    OutboxClock(
      now: { self.state.withLock { $0.now } },
      pass: { span, _ in
        self.state.withLock { state in
          state.now += span
          state.naps.append(span)
        }
      }, jitter: { jitter })
  }
}

/// Collects what callbacks say, in order.
final class Recorder<Value: Sendable>: Sendable {
  private let state = Mutex([Value]())
  var values: [Value] { state.withLock { $0 } }
  func record(_ value: Value) { state.withLock { $0.append(value) } }
}
