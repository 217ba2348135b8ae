import Synchronization
import TocsinEngine

/// One sink behind its outbox, and what it was made of, so that a reload that changes nothing of it keeps it with all that waits.
final class SinkOutbox: Sendable {
  /// What makes two sinks the same one.
  enum Identity: Equatable, Sendable {
    case stdout(StdoutSink.Format, Route)
    case file(String, Route)
    case webhook(WebhookTarget, Route)
  }

  let identity: Identity
  /// Bytes that may wait.
  let limit: Int
  private let outbox: Outbox
  private let file: FileSink?
  private let hasStarted = Atomic(false)

  init(_ identity: Identity, limit: Int, warn: @escaping @Sendable (String) -> Void) {
    (self.identity, self.limit) = (identity, limit)
    let (sink, route): (any Sink, Route)
    switch identity {
    case .stdout(let format, let chosen): (sink, route) = (StdoutSink(format: format), chosen)
    case .file(let path, let chosen): (sink, route) = (FileSink(path: path), chosen)
    case .webhook(let target, let chosen): (sink, route) = (WebhookSink(target: target), chosen)
    }
    file = sink as? FileSink
    outbox = Outbox(
      sink: sink, route: route, limits: .init(bytes: limit),
      onProblem: { problem in
        if let text = Self.text(problem) { warn("\(sink.name): \(text)") }
      })
  }

  private static func text(_ problem: OutboxProblem) -> String? {
    switch problem {
    case .retrying(let text): "\(text); tried again with growing pauses"
    case .refused(let text): "a message was refused for good: \(text)"
    case .expired(let text): "messages are given up, no attempt succeeded in time: \(text)"
    case .full: "its queue is full; the least important messages are dropped"
    case .closed(let text): "closed: \(text)"
    case .recovered: "delivers again"
    }
  }

  /// Begins to deliver; what was offered before has waited.
  func start() {
    guard !hasStarted.exchange(true, ordering: .relaxed) else { return }
    _ = OwnThread("tocsin.sink") { [outbox] in outbox.run() }
  }

  func offer(_ message: AlertMessage) { outbox.offer(message) }

  /// Opens its file anew, as after a rotation.
  func reopen() { file?.reopen() }

  /// Delivers what waits without pauses, and then ends.
  func beginDraining() { outbox.beginDraining() }

  /// Waits for that until `deadline`; how many messages are left.
  func endDraining(by deadline: Monotonic) -> Int {
    let left = outbox.endDraining(by: deadline)
    // Whoever writes to it next must find it free.
    file?.reopen()
    return left
  }
}
