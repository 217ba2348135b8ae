/// An alert as one line of ECS JSON: the shape that files, webhooks and the journal receive.
///
/// Two derivations of one alert differ at most under keys named `log`. Group values stand under `tocsin.group` and, where their
/// name is an ECS one, at their own place, too.
///
/// One encoder serves alert after alert and keeps its memory; it is not for several threads at once.
public final class AlertJSON {
  /// More shapes than this are not kept; the rules decide how many there are.
  private static let keptShapes = 64

  private var out = ByteRoom()
  private var sentence = ByteRoom(capacity: 512)
  private var times = TimeText()
  private var related = Related()
  private var shapes: [GroupShape] = []

  public init() {}

  /// One JSON object, without a newline at its end.
  public static func encode(_ alert: Alert) -> [UInt8] {
    var json: [UInt8] = []
    AlertJSON().append(alert, to: &json)
    return json
  }

  /// Appends one JSON object, without a newline at its end.
  public func append(_ alert: Alert, to bytes: inout [UInt8]) {
    out.clear()
    write(alert)
    out.bytes.append(to: &bytes)
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

  private func write(_ alert: Alert) {
    let rule = alert.rule.json
    let shape = shape(of: alert)
    writeEvent(alert, rule)
    sentence.clear()
    AlertSentence(alert).writeTitled(to: &sentence)
    out.append(",\"message\":")
    JSONWriter.string(sentence.bytes, to: &out)
    write(members: rule.rule)
    if !shape.top.isEmpty {
      out.append(UInt8(ascii: ","))
      shape.top.write(to: &out) { value in
        let source = shape.sources[value]
        return source < 0 ? alert.host : alert.group[source].value
      }
    }
    writeRelated(alert)
    write(members: rule.threat)
    writeTocsin(alert, rule, shape)
    out.append(",\"ecs\":{\"version\":\"")
    out.append(ECSField.version)
    out.append("\"}}")
  }

  private func shape(of alert: Alert) -> GroupShape {
    for shape in shapes where shape.fits(alert) { return shape }
    if shapes.count == Self.keptShapes { shapes.removeAll() }
    let shape = GroupShape(alert)
    shapes.append(shape)
    return shape
  }

  private func writeEvent(_ alert: Alert, _ rule: RuleJSON) {
    out.append("{\"@timestamp\":\"")
    write(alert.time)
    out.append("\",\"event\":{\"kind\":\"alert\",\"id\":")
    JSONWriter.string(alert.id, to: &out)
    out.append(",\"action\":")
    JSONWriter.string(alert.action.rawValue, to: &out)
    out.append(",\"severity\":")
    out.append(decimal: rule.severity)
    out.append(",\"sequence\":")
    out.append(decimal: alert.sequence)
    out.append(",\"start\":\"")
    write(alert.first)
    out.append("\",\"end\":\"")
    write(alert.last)
    out.append("\"}")
  }

  /// Everybody named anywhere, under `related`.
  private func writeRelated(_ alert: Alert) {
    related.removeAll()
    related.add("host.name", alert.host)
    for (name, value) in alert.group { related.add(name, value) }
    for distinct in alert.distinct { related.add(distinct.field, distinct.values) }
    var isFirst = true
    func write(_ name: StaticString, _ values: [String]) {
      if values.isEmpty { return }
      out.append(isFirst ? ",\"related\":{\"" : ",\"")
      isFirst = false
      out.append(name)
      out.append("\":")
      JSONWriter.strings(values, to: &out)
    }
    write("ip", related.ips)
    write("user", related.users)
    write("hosts", related.hosts)
    if !isFirst { out.append(UInt8(ascii: "}")) }
  }

  private func writeTocsin(_ alert: Alert, _ rule: RuleJSON, _ shape: GroupShape) {
    out.append(",\"tocsin\":{\"episode\":")
    JSONWriter.string(alert.episode, to: &out)
    write(members: rule.level)
    out.append(",\"count\":")
    out.append(decimal: alert.count)
    out.append(",\"group\":{")
    shape.group.write(to: &out) { alert.group[$0].value }
    if !alert.distinct.isEmpty {
      out.append("},\"distinct\":")
      write(alert.distinct)
      out.append(",\"evidence\":")
    } else {
      out.append("},\"evidence\":")
    }
    write(alert.evidence)
    write(members: rule.advice)
    if !alert.flags.isEmpty {
      out.append(",\"flags\":")
      JSONWriter.strings(alert.flags, to: &out)
    }
    out.append(UInt8(ascii: "}"))
  }

  private func write(_ distinct: [Alert.Distinct]) {
    for index in distinct.indices {
      out.append(index == 0 ? "[{\"field\":" : ",{\"field\":")
      JSONWriter.string(distinct[index].field, to: &out)
      out.append(",\"total\":")
      out.append(decimal: distinct[index].total)
      out.append(",\"values\":")
      JSONWriter.strings(distinct[index].values, to: &out)
      out.append(UInt8(ascii: "}"))
    }
    out.append(distinct.isEmpty ? "[]" : "]")
  }

  /// Field by field: copies of texts, which are counted, would cost as much as writing them.
  private func write(_ evidence: [Alert.Evidence]) {
    for index in evidence.indices {
      out.append(index == 0 ? "[{\"@timestamp\":\"" : ",{\"@timestamp\":\"")
      write(evidence[index].time)
      out.append("\",\"event\":{\"original\":")
      JSONWriter.string(evidence[index].text, to: &out)
      evidence[index].input.withView { write($0, evidence[index].offset) }
      out.append("}}")
    }
    out.append(evidence.isEmpty ? "[]" : "]")
  }

  /// Where a record stands. An input without offsets (the journal) or without a name of its own (standard input) is no file.
  private func write(_ input: ByteView, _ offset: Int?) {
    let isFile = offset != nil && !(input == "-" || input == "stdin")
    out.append(isFile ? "},\"log\":{\"file\":{\"path\":" : "},\"log\":{\"input\":")
    JSONWriter.string(input, to: &out)
    if isFile { out.append(UInt8(ascii: "}")) }
    guard let offset else { return }
    out.append(",\"offset\":")
    out.append(decimal: offset)
  }

  private func write(_ time: Timestamp) { times.write(time) { out.append($0) } }

  /// Members ready made, after a comma.
  private func write(members: [UInt8]) {
    if members.isEmpty { return }
    out.append(UInt8(ascii: ","))
    members.withView { out.append($0) }
  }
}
