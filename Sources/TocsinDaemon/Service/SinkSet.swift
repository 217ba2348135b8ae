import Foundation
import TocsinEngine

/// All sinks of a configuration, each behind its outbox.
final class SinkSet: Sendable {
  private let outboxes: [Outbox]
  private let files: [FileSink]
  private let tasks: [Task<Void, Never>]

  /// Opens nothing yet; secrets are read now, so that what is missing is said before the service is ready.
  init(_ configuration: Configuration, version: String, warn: @escaping @Sendable (String) -> Void) throws(ConfigurationProblem) {
    var outboxes: [Outbox] = []
    var files: [FileSink] = []
    let share = configuration.limits.outbox / max(1, configuration.sinks.count)
    for settings in configuration.sinks {
      let sink: any Sink
      let route: Route
      switch settings {
      case .stdout(let output):
        sink = StdoutSink(format: output.format)
        route = output.route
      case .file(let output):
        let file = FileSink(path: output.path)
        files.append(file)
        sink = file
        route = output.route
      case .webhook(let output):
        sink = WebhookSink(target: try Self.target(output, version: version))
        route = output.route
      }
      outboxes.append(
        Outbox(
          sink: sink, route: route, limits: .init(bytes: share),
          onProblem: { problem in
            if let text = Self.text(problem) { warn("\(sink.name): \(text)") }
          }))
    }
    self.outboxes = outboxes
    self.files = files
    tasks = outboxes.map { outbox in Task { await outbox.run() } }
  }

  private static func target(
    _ output: Configuration.WebhookOutput, version: String
  ) throws(ConfigurationProblem) -> WebhookTarget {
    func secret(_ value: Configuration.WebhookOutput.Value) throws(ConfigurationProblem) -> Secret {
      switch value {
      case .text(let text): Secret(text)
      case .credential(let credential): try credential.secret()
      }
    }
    var bearer: Secret?
    if let credential = output.credential { bearer = try credential.secret() }
    var target = WebhookTarget(url: try secret(output.url), bearer: bearer, userAgent: "tocsin/\(version)")
    for header in output.headers { target.headers.append((header.name, try secret(header.value))) }
    target.authorities = output.authorities
    return target
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

  func offer(_ alert: Alert) {
    let message = AlertMessage(
      id: alert.id, action: alert.action, level: alert.rule.level, tags: alert.rule.tags, json: AlertJSON.encode(alert),
      text: AlertText.render(alert, color: false, width: 0))
    for outbox in outboxes { outbox.offer(message) }
  }

  /// Opens files anew, as after their rotation.
  func reopen() async { for file in files { await file.reopen() } }

  /// Delivers what waits, for so long at most.
  func drain(_ limit: Duration) async {
    await withTaskGroup(of: Void.self) { group in
      for outbox in outboxes { group.addTask { _ = await outbox.drain(timeout: limit) } }
    }
    for task in tasks { task.cancel() }
  }
}
