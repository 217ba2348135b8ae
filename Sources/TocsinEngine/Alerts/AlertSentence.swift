/// What happened, as one short English sentence made of the alert's parts: who, what, where, since when, how often.
public struct AlertSentence {
  let alert: Alert

  public init(_ alert: Alert) { self.alert = alert }

  /// `5 matches from 203.0.113.9 in 40 seconds on web1, users root, admin and 3 more.`
  public var text: String {
    var sentence = clause
    if !alert.host.isEmpty, !alert.group.contains(where: { $0.name == "host.name" }) {
      sentence += " on " + Self.short(alert.host)
    }
    for distinct in alert.distinct where !distinct.values.isEmpty && !isGroup(distinct.field) {
      sentence += ", " + Self.list(distinct)
    }
    return sentence + (alert.flags.isEmpty ? "." : " (limits reached: \(alert.flags.joined(separator: ", "))).")
  }

  /// The same after the rule's title.
  public var titled: String {
    let title = alert.rule.title.isEmpty ? alert.rule.id : alert.rule.title
    switch alert.action {
    case .opened, .matched: return "\(title): \(text)"
    case .updated: return "\(title) goes on: \(text)"
    case .closed: return "\(title) is over: \(text)"
    }
  }

  /// `5 matches`, `one match`, `no events`.
  public var amount: String {
    switch alert.count {
    case ...0: "no events"
    case 1: "one match"
    default: "\(alert.count) matches"
    }
  }

  /// `in 40 seconds`, or empty where all happened at one moment.
  public var span: String {
    let microseconds = alert.last.microseconds.subtractingReportingOverflow(alert.first.microseconds)
    guard alert.count > 1, !microseconds.overflow, microseconds.partialValue > 0 else { return "" }
    return "in " + Self.duration(microseconds: microseconds.partialValue)
  }

  private var clause: String {
    let named = alert.group.map { Self.phrase($0.name, $0.value) }
    return ([amount] + named + (span.isEmpty ? [] : [span])).joined(separator: " ")
  }

  private func isGroup(_ field: String) -> Bool { alert.group.contains { $0.name == field } }

  /// `from 203.0.113.9`, `for user root`, `with event.code 4625`.
  static func phrase(_ field: String, _ value: String) -> String {
    let value = value.isEmpty ? "(empty)" : short(value)
    switch field {
    case "source.address", "source.ip", "source.domain", "client.address", "client.ip", "c-ip", "rhost": return "from \(value)"
    case "destination.address", "destination.ip", "destination.domain", "server.address", "url.domain": return "to \(value)"
    case "user.name", "user.id", "user.effective.name", "user.target.name", "cs-username": return "for user \(value)"
    case "host.name", "host.hostname": return "on \(value)"
    case "process.name", "service.name", "systemd.unit": return "by \(value)"
    default: return "with \(field) \(value)"
    }
  }

  /// `users root, admin and 3 more`
  static func list(_ distinct: Alert.Distinct) -> String {
    let shown = distinct.values.prefix(3).map { short($0) }
    let total = max(distinct.total, distinct.values.count)
    let more = total - shown.count
    let names =
      more > 0
      ? shown.joined(separator: ", ") + " and \(more) more"
      : shown.count > 1 ? shown.dropLast().joined(separator: ", ") + " and " + shown[shown.count - 1] : shown[0]
    return "\(noun(distinct.field, plural: total > 1)) \(names)"
  }

  private static func noun(_ field: String, plural: Bool) -> String {
    switch field {
    case "user.name", "user.effective.name", "user.target.name", "user.changes.name": plural ? "users" : "user"
    case "source.address", "source.ip", "client.address", "client.ip": plural ? "addresses" : "address"
    case "host.name": plural ? "hosts" : "host"
    case "url.path", "file.path": plural ? "paths" : "path"
    case "url.original": plural ? "requests" : "request"
    case "process.command_line": plural ? "commands" : "command"
    case "process.name", "process.executable": plural ? "programs" : "program"
    case "user_agent.original": plural ? "user agents" : "user agent"
    case "destination.port": plural ? "ports" : "port"
    default: field
    }
  }

  /// At most 80 characters.
  static func short(_ value: String) -> String {
    value.unicodeScalars.count <= 80 ? value : String(String.UnicodeScalarView(value.unicodeScalars.prefix(79))) + "…"
  }

  /// `40 seconds`, `1 minute 5 seconds`, `3 hours`, `2 days 4 hours`: the two largest units.
  static func duration(microseconds: Int64) -> String {
    let seconds = microseconds / 1_000_000
    if seconds < 1 { return "under a second" }
    let units: [(String, Int64)] = [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)]
    guard let first = units.firstIndex(where: { seconds >= $0.1 }) else { return "" }
    let parts = units[first...min(first + 1, units.count - 1)]
    var rest = seconds
    return parts.compactMap { name, length in
      let amount = rest / length
      rest -= amount * length
      return amount == 0 ? nil : "\(amount) \(name)\(amount == 1 ? "" : "s")"
    }.joined(separator: " ")
  }
}
