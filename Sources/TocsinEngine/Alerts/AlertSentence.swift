/// What happened, as one short English sentence made of the alert's parts: who, what, where, since when, how often.
public struct AlertSentence {
  let alert: Alert

  public init(_ alert: Alert) { self.alert = alert }

  /// `5 matches from 203.0.113.9 in 40 seconds on web1, users root, admin and 3 more.`
  public var text: String { String(writing: write) }

  /// The same after the rule's title.
  public var titled: String { String(writing: writeTitled) }

  /// `5 matches`, `one match`, `no events`.
  public var amount: String { String(writing: writeAmount) }

  /// `in 40 seconds`, or empty where all happened at one moment.
  public var span: String { String(writing: writeSpan) }

  func writeTitled(to out: inout ByteRoom) {
    out.append(alert.rule.title.isEmpty ? alert.rule.id : alert.rule.title)
    switch alert.action {
    case .opened, .matched: out.append(": ")
    case .updated: out.append(" goes on: ")
    case .closed: out.append(" is over: ")
    }
    write(to: &out)
  }

  func write(to out: inout ByteRoom) {
    writeAmount(to: &out)
    for (name, value) in alert.group {
      out.append(" ")
      Self.write(phrase: name, value, to: &out)
    }
    if hasSpan {
      out.append(" ")
      writeSpan(to: &out)
    }
    if !alert.host.isEmpty, !isGroup("host.name") {
      out.append(" on ")
      Self.write(short: alert.host, to: &out)
    }
    for distinct in alert.distinct where !distinct.values.isEmpty && !isGroup(distinct.field) {
      out.append(", ")
      Self.write(list: distinct, to: &out)
    }
    for (index, flag) in alert.flags.enumerated() {
      out.append(index == 0 ? " (limits reached: " : ", ")
      out.append(flag)
    }
    out.append(alert.flags.isEmpty ? "." : ").")
  }

  private func writeAmount(to out: inout ByteRoom) {
    switch alert.count {
    case ...0: out.append("no events")
    case 1: out.append("one match")
    default:
      out.append(decimal: alert.count)
      out.append(" matches")
    }
  }

  private var hasSpan: Bool {
    let microseconds = alert.last.microseconds.subtractingReportingOverflow(alert.first.microseconds)
    return alert.count > 1 && !microseconds.overflow && microseconds.partialValue > 0
  }

  private func writeSpan(to out: inout ByteRoom) {
    guard hasSpan else { return }
    out.append("in ")
    Self.write(duration: alert.last.microseconds - alert.first.microseconds, to: &out)
  }

  private func isGroup(_ field: String) -> Bool {
    for (name, _) in alert.group where name == field { return true }
    return false
  }

  /// `from 203.0.113.9`, `for user root`, `with event.code 4625`.
  static func write(phrase field: String, _ value: String, to out: inout ByteRoom) {
    field.withView { field in
      if let lead = lead(of: field) { return out.append(lead) }
      out.append("with ")
      out.append(field)
      out.append(" ")
    }
    write(short: value.isEmpty ? "(empty)" : value, to: &out)
  }

  private static func lead(of field: ByteView) -> StaticString? {
    if field == "source.address" || field == "source.ip" || field == "source.domain" { return "from " }
    if field == "user.name" || field == "user.id" || field == "user.effective.name" { return "for user " }
    if field == "client.address" || field == "client.ip" || field == "c-ip" || field == "rhost" { return "from " }
    if field == "destination.address" || field == "destination.ip" || field == "destination.domain" { return "to " }
    if field == "server.address" || field == "url.domain" { return "to " }
    if field == "user.target.name" || field == "cs-username" { return "for user " }
    if field == "host.name" || field == "host.hostname" { return "on " }
    if field == "process.name" || field == "service.name" || field == "systemd.unit" { return "by " }
    return nil
  }

  /// `users root, admin and 3 more`
  static func write(list distinct: Alert.Distinct, to out: inout ByteRoom) {
    let total = max(distinct.total, distinct.values.count)
    let shown = min(3, distinct.values.count)
    write(noun: distinct.field, isPlural: total > 1, to: &out)
    for index in 0..<shown {
      out.append(index == 0 ? " " : index == shown - 1 && total == shown ? " and " : ", ")
      write(short: distinct.values[index], to: &out)
    }
    guard total > shown else { return }
    out.append(" and ")
    out.append(decimal: total - shown)
    out.append(" more")
  }

  private static func write(noun field: String, isPlural: Bool, to out: inout ByteRoom) {
    field.withView { field in
      guard let noun = noun(of: field) else { return out.append(field) }
      out.append(isPlural ? noun.many : noun.one)
    }
  }

  private static func noun(of field: ByteView) -> (one: StaticString, many: StaticString)? {
    if field == "user.name" || field == "user.effective.name" || field == "user.target.name" || field == "user.changes.name" {
      return ("user", "users")
    }
    if field == "source.address" || field == "source.ip" || field == "client.address" || field == "client.ip" {
      return ("address", "addresses")
    }
    if field == "host.name" { return ("host", "hosts") }
    if field == "url.path" || field == "file.path" { return ("path", "paths") }
    if field == "url.original" { return ("request", "requests") }
    if field == "process.command_line" { return ("command", "commands") }
    if field == "process.name" || field == "process.executable" { return ("program", "programs") }
    if field == "user_agent.original" { return ("user agent", "user agents") }
    if field == "destination.port" { return ("port", "ports") }
    return nil
  }

  /// At most 80 characters.
  static func write(short value: String, to out: inout ByteRoom) {
    value.withView { value in
      var characters = 0
      var cut = 0
      for index in 0..<value.count where value.count > 80 && value[index] & 0xC0 != 0x80 {
        characters += 1
        if characters == 80 { cut = index }
        if characters > 80 { break }
      }
      out.append(characters > 80 ? value.slice(0, cut) : value)
      if characters > 80 { out.append("…") }
    }
  }

  /// `40 seconds`, `1 minute 5 seconds`, `3 hours`, `2 days 4 hours`: the two largest units.
  static func write(duration microseconds: Int64, to out: inout ByteRoom) {
    var rest = Int(microseconds / 1_000_000)
    if rest < 1 { return out.append("under a second") }
    var units = 0
    for (name, length) in [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)] as [(StaticString, Int)] {
      let amount = rest / length
      rest %= length
      if units > 0 { units += 1 }
      if amount > 0 {
        if units == 0 { units = 1 } else { out.append(" ") }
        out.append(decimal: amount)
        out.append(" ")
        out.append(name)
        if amount > 1 { out.append("s") }
      }
      if units == 2 { return }
    }
  }
}
