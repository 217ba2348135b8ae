/// What is the same in all alerts of a rule, as JSON: members of objects, without the braces around them.
final class RuleJSON: Sendable {
  /// `"rule":{…}`
  let rule: [UInt8]
  /// `"threat":{…},"vulnerability":{…},"tags":[…]`, as far as the tags say so.
  let threat: [UInt8]
  /// `"playbook":[…],"owner":…`, of `tocsin`.
  let advice: [UInt8]
  /// `"level":…`, of `tocsin`.
  let level: [UInt8]
  let severity: Int

  init(_ rule: AlertRule) {
    self.rule = Self.members { object in
      object.add("rule.name", rule.title)
      object.add("rule.uuid", rule.id)
      if !rule.description.isEmpty { object.add("rule.description", rule.description) }
      Self.add("rule.reference", rule.references, to: &object)
    }
    threat = Self.members { object in
      Self.addThreat(Threat(tags: rule.tags), to: &object)
      Self.add("tags", rule.tags, to: &object)
    }
    advice = Self.members { object in
      Self.add("playbook", rule.playbook, to: &object)
      if !rule.owner.isEmpty { object.add("owner", rule.owner) }
    }
    level = Self.members { $0.add("level", rule.level.name) }
    severity = AlertJSON.severity(rule.level)
  }

  private static func members(_ add: (inout NestedObject) -> Void) -> [UInt8] {
    var object = NestedObject()
    add(&object)
    var json: [UInt8] = []
    object.write(to: &json)
    return Array(json.dropFirst().dropLast())
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

  /// An array of texts, left out where it is empty.
  private static func add(_ name: String, _ values: [String], to object: inout NestedObject) {
    if !values.isEmpty { object.add(name) { JSONWriter.strings(values, to: &$0) } }
  }
}
