/// An alert for people at a terminal: a headline, and for a new episode what happened, the evidence and what to do next.
///
/// ```
/// 2026-11-24 15:46:27Z  HIGH      Password guessing over SSH  203.0.113.9  5 matches in 40 seconds
///   5 matches from 203.0.113.9 in 40 seconds on web1, users root and admin.
///   │ Nov 24 15:45:47 web1 sshd[814]: Failed password for root from 203.0.113.9 port 52114 ssh2
///   → See whether any login from there succeeded.
///   Owner: secops
/// ```
public enum AlertText {
  /// Lines that each end in a newline. `width` is in columns, 0 for no limit; times are UTC.
  public static func render(_ alert: Alert, color: Bool, width: Int) -> String {
    var lines = [headline(alert, width: width).render(color: color)]
    if alert.action == .opened {
      lines += ScreenLine.wrap(AlertSentence(alert).text, indent: 2, width: width, color: color)
      lines += alert.evidence.prefix(10).map { line("  │ ", $0.text, width).render(color: color) }
      if let step = alert.rule.playbook.first(where: { !$0.isEmpty }) {
        lines.append(line("  → ", step, width, .plain).render(color: color))
      }
      if !alert.rule.owner.isEmpty { lines.append(line("  Owner: ", alert.rule.owner, width).render(color: color)) }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func headline(_ alert: Alert, width: Int) -> ScreenLine {
    var line = ScreenLine(width: width)
    line.add(moment(alert.time), .dim)
    line.add("  ")
    let level = label(alert.rule.level)
    line.add(level, .level(alert.rule.level))
    line.add(columns: 10 - level.count)
    line.add(alert.rule.title.isEmpty ? alert.rule.id : alert.rule.title, .bold)
    for (name, value) in alert.group {
      line.add("  ")
      line.add(shown(name, value))
    }
    line.add("  ")
    line.add(outcome(alert), .dim)
    return line
  }

  /// `5 matches in 40 seconds`, `now 9 matches in 2 minutes`, `over: 9 matches in 2 minutes`
  private static func outcome(_ alert: Alert) -> String {
    let sentence = AlertSentence(alert)
    let totals = sentence.amount + (sentence.span.isEmpty ? "" : " " + sentence.span)
    switch alert.action {
    case .opened, .matched: return totals
    case .updated:
      return "now " + totals
        + alert.distinct.filter { !$0.values.isEmpty }.map { distinct in
          ", " + String(writing: { AlertSentence.write(list: distinct, to: &$0) })
        }.joined()
    case .closed: return "over: " + totals
    }
  }

  /// Addresses, users and hosts speak for themselves; other values need their name.
  private static func shown(_ name: String, _ value: String) -> String {
    let value = value.isEmpty ? "(empty)" : String(writing: { AlertSentence.write(short: value, to: &$0) })
    switch name {
    case "source.address", "source.ip", "client.address", "client.ip", "user.name", "host.name": return value
    default: return name + "=" + value
    }
  }

  private static func line(_ lead: String, _ text: String, _ width: Int, _ style: ScreenLine.Style = .dim) -> ScreenLine {
    var line = ScreenLine(width: width)
    line.add(lead, .dim)
    line.add(text, style)
    return line
  }

  private static func label(_ level: AlertLevel) -> String {
    switch level {
    case .informational: "INFO"
    case .low: "LOW"
    case .medium: "MEDIUM"
    case .high: "HIGH"
    case .critical: "CRITICAL"
    }
  }

  /// `2026-11-24 15:46:27Z`
  private static func moment(_ time: Timestamp) -> String {
    let text = time.rfc3339
    guard let end = text.firstIndex(of: "."), let middle = text.firstIndex(of: "T") else { return text }
    return text[..<middle] + " " + text[text.index(after: middle)..<end] + "Z"
  }
}
