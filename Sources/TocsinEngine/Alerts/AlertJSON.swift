/// An alert as one line of ECS JSON: the shape that files, webhooks and the journal receive.
///
/// Two derivations of one alert differ at most under keys named `log`. Group values stand under `tocsin.group` and, where their
/// name is an ECS one, at their own place, too.
public enum AlertJSON {
  /// One JSON object, without a newline at its end.
  public static func encode(_ alert: Alert) -> [UInt8] {
    var object = NestedObject()
    object.add("@timestamp", alert.time.rfc3339)
    addEvent(alert, to: &object)
    object.add("message") { JSONWriter.string(AlertSentence(alert).titled, to: &$0) }
    addRule(alert.rule, to: &object)
    addEntities(alert, to: &object)
    addThreat(Threat(tags: alert.rule.tags), to: &object)
    add("tags", alert.rule.tags, to: &object)
    addTocsin(alert, to: &object)
    object.add("ecs.version", ECSField.version)
    var out: [UInt8] = []
    object.write(to: &out)
    return out
  }

  /// `event.severity`: informational 1, low 21, medium 47, high 73, critical 99 (the scale that ECS consumers use for risk).
  static func severity(_ level: AlertLevel) -> Int {
    switch level {
    case .informational: 1
    case .low: 21
    case .medium: 47
    case .high: 73
    case .critical: 99
    }
  }

  private static func addEvent(_ alert: Alert, to object: inout NestedObject) {
    object.add("event.kind", "alert")
    object.add("event.id", alert.id)
    object.add("event.action", alert.action.rawValue)
    object.add("event.severity") { JSONWriter.number(severity(alert.rule.level), to: &$0) }
    object.add("event.sequence") { JSONWriter.number(alert.sequence, to: &$0) }
    object.add("event.start", alert.first.rfc3339)
    object.add("event.end", alert.last.rfc3339)
  }

  private static func addRule(_ rule: AlertRule, to object: inout NestedObject) {
    object.add("rule.name", rule.title)
    object.add("rule.uuid", rule.id)
    if !rule.description.isEmpty { object.add("rule.description", rule.description) }
    add("rule.reference", rule.references, to: &object)
  }

  /// The host, the group at its ECS place, and everybody named anywhere under `related`.
  private static func addEntities(_ alert: Alert, to object: inout NestedObject) {
    if !alert.host.isEmpty, !alert.group.contains(where: { $0.name == "host.name" }) { object.add("host.name", alert.host) }
    let names = Set(alert.group.map(\.name))
    for (name, value) in alert.group where hasPlace(name) {
      object.add(name, value)
      let ip = name.hasSuffix(".address") ? name.dropLast("address".count) + "ip" : ""
      if !ip.isEmpty, !names.contains(ip), AddressText.isIP(value) { object.add(ip, value) }
    }
    var related = Related()
    if !alert.host.isEmpty { related.add("host.name", alert.host) }
    for (name, value) in alert.group { related.add(name, value) }
    for distinct in alert.distinct { related.add(distinct.field, distinct.values) }
    add("related.ip", related.ips, to: &object)
    add("related.user", related.users, to: &object)
    add("related.hosts", related.hosts, to: &object)
  }

  /// Whether a group's name may stand at the top: an ECS name (they all have a dot) that the alert does not use for itself.
  private static func hasPlace(_ name: String) -> Bool {
    guard let root = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).first, root.count < name.count
    else {
      return false
    }
    return !["event", "message", "rule", "threat", "vulnerability", "tags", "tocsin", "ecs", "related", "log", "@timestamp"]
      .contains(root)
  }

  private static func addThreat(_ threat: Threat, to object: inout NestedObject) {
    if !(threat.techniques.isEmpty && threat.tactics.isEmpty) { object.add("threat.framework", "MITRE ATT&CK") }
    add("threat.tactic.id", threat.tactics.map(\.id).filter { !$0.isEmpty }, to: &object)
    add("threat.tactic.name", threat.tactics.map(\.name), to: &object)
    add("threat.technique.id", threat.techniques, to: &object)
    add("threat.technique.subtechnique.id", threat.subtechniques, to: &object)
    add("threat.group.id", threat.groups, to: &object)
    add("threat.software.id", threat.software, to: &object)
    add("vulnerability.id", threat.vulnerabilities, to: &object)
  }

  private static func addTocsin(_ alert: Alert, to object: inout NestedObject) {
    object.add("tocsin.episode", alert.episode)
    object.add("tocsin.level", alert.rule.level.name)
    object.add("tocsin.count") { JSONWriter.number(alert.count, to: &$0) }
    object.add("tocsin.group") { out in
      var group = NestedObject()
      for (name, value) in alert.group { group.add(name, value) }
      group.write(to: &out)
    }
    if !alert.distinct.isEmpty { object.add("tocsin.distinct") { list(alert.distinct, to: &$0, write: write) } }
    object.add("tocsin.evidence") { list(alert.evidence, to: &$0, write: write) }
    add("tocsin.playbook", alert.rule.playbook, to: &object)
    if !alert.rule.owner.isEmpty { object.add("tocsin.owner", alert.rule.owner) }
    add("tocsin.flags", alert.flags, to: &object)
  }

  private static func write(_ distinct: Alert.Distinct, to out: inout [UInt8]) {
    var object = NestedObject()
    object.add("field", distinct.field)
    object.add("total") { JSONWriter.number(distinct.total, to: &$0) }
    object.add("values") { JSONWriter.strings(distinct.values, to: &$0) }
    object.write(to: &out)
  }

  /// Always the same few names, ten times in many alerts: written straight away.
  private static func write(_ evidence: Alert.Evidence, to out: inout [UInt8]) {
    append("{\"@timestamp\":\"", to: &out)
    out.append(contentsOf: evidence.time.rfc3339.utf8)
    append("\",\"event\":{\"original\":", to: &out)
    JSONWriter.string(evidence.text, to: &out)
    // An input without offsets (the journal) or without a name of its own (standard input) is no file.
    let isFile = evidence.offset != nil && evidence.input != "-" && evidence.input != "stdin"
    append(isFile ? "},\"log\":{\"file\":{\"path\":" : "},\"log\":{\"input\":", to: &out)
    JSONWriter.string(evidence.input, to: &out)
    if isFile { append("}", to: &out) }
    if let offset = evidence.offset {
      append(",\"offset\":", to: &out)
      JSONWriter.number(offset, to: &out)
    }
    append("}}", to: &out)
  }

  private static func append(_ text: StaticString, to out: inout [UInt8]) {
    unsafe out.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// An array of texts, left out where it is empty.
  private static func add(_ name: String, _ values: [String], to object: inout NestedObject) {
    if !values.isEmpty { object.add(name) { JSONWriter.strings(values, to: &$0) } }
  }

  private static func list<T>(_ items: [T], to out: inout [UInt8], write: (T, inout [UInt8]) -> Void) {
    out.append(UInt8(ascii: "["))
    for (index, item) in items.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      write(item, &out)
    }
    out.append(UInt8(ascii: "]"))
  }
}
