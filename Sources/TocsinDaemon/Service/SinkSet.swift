import TocsinEngine

/// All sinks of a configuration, each behind its outbox.
struct SinkSet: Sendable {
  private let outboxes: [SinkOutbox]

  /// Opens nothing yet; secrets are read now, so that what is missing is said before the service is ready. Sinks that are as they were
  /// in `previous` are kept, with what waits for them.
  init(
    _ configuration: Configuration, version: String, keeping previous: SinkSet? = nil,
    warn: @escaping @Sendable (String) -> Void
  ) throws(ConfigurationProblem) {
    var free = previous?.outboxes ?? []
    let share = configuration.limits.outbox / max(1, configuration.sinks.count)
    var outboxes: [SinkOutbox] = []
    for settings in configuration.sinks {
      let identity = try Self.identity(settings, version: version)
      if let index = free.firstIndex(where: { $0.identity == identity && $0.limit == share }) {
        outboxes.append(free.remove(at: index))
      } else {
        outboxes.append(SinkOutbox(identity, limit: share, warn: warn))
      }
    }
    self.outboxes = outboxes
  }

  private static func identity(
    _ settings: Configuration.Sink, version: String
  ) throws(ConfigurationProblem) -> SinkOutbox.Identity {
    switch settings {
    case .stdout(let output): .stdout(output.format, output.route)
    case .file(let output): .file(output.path, output.route)
    case .webhook(let output): .webhook(try target(output, version: version), output.route)
    }
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

  func start() { for outbox in outboxes { outbox.start() } }

  func offer(_ alert: Alert, _ encoder: AlertJSON) {
    var json: [UInt8] = []
    encoder.append(alert, to: &json)
    offer(
      AlertMessage(
        id: alert.id, action: alert.action, level: alert.rule.level, tags: alert.rule.tags, json: json,
        text: AlertText.render(alert, color: false, width: 0)))
  }

  func offer(_ message: AlertMessage) { for outbox in outboxes { outbox.offer(message) } }

  /// Opens files anew, as after their rotation.
  func reopen() async { for outbox in outboxes { await outbox.reopen() } }

  /// Delivers what waits in the sinks that `next` does not keep, for so long at most; how many messages are left.
  @discardableResult
  func drain(_ limit: Duration, keeping next: SinkSet? = nil) async -> Int {
    await withTaskGroup(of: Int.self) { group in
      for outbox in outboxes where next?.outboxes.contains(where: { $0 === outbox }) != true {
        group.addTask { await outbox.drain(limit) }
      }
      return await group.reduce(0, +)
    }
  }
}
