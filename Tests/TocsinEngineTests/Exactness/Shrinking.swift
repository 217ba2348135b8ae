import Sigma
import TestSupport

@testable import TocsinEngine

/// Makes a rule and a record on which engine and specification differ as small as they go.
enum Shrinking {
  /// The smallest pair found, as text; nil where the two alone do not differ.
  static func smallest(_ rule: SlowRule, _ record: RandomRecord, usesPrefilter: Bool) -> String? {
    var (rule, record) = (rule, record)
    guard differ(rule, record, usesPrefilter) else { return nil }
    var isSmaller = true
    while isSmaller {
      isSmaller = false
      for candidate in smaller(rule) where differ(candidate, record, usesPrefilter) {
        (rule, isSmaller) = (candidate, true)
        break
      }
      for candidate in smaller(record) where differ(rule, candidate, usesPrefilter) {
        (record, isSmaller) = (candidate, true)
        break
      }
    }
    let trial = Trial([rule], [record], seed: 0)
    return "\(trial.files[0])\(String(decoding: trial.lines[0], as: UTF8.self).debugDescription): it is \(trial.expected[0][0])"
  }

  private static func differ(_ rule: SlowRule, _ record: RandomRecord, _ usesPrefilter: Bool) -> Bool {
    let trial = Trial([rule], [record], seed: 0)
    return (try? trial.found(usesPrefilter: usesPrefilter, step: 1 << 20)).map { $0 != trial.expected } ?? false
  }

  // MARK: Rules

  private static func smaller(_ rule: SlowRule) -> [SlowRule] {
    var results: [SlowRule] = []
    func add(_ conditions: [SlowRule.Condition]) {
      var candidate = rule
      candidate.conditions = conditions
      results.append(candidate)
    }
    if rule.conditions.count > 1 { for condition in rule.conditions { add([condition]) } }
    for (index, condition) in rule.conditions.enumerated() {
      for part in smaller(condition, rule) {
        var conditions = rule.conditions
        conditions[index] = part
        add(conditions)
      }
    }
    for index in rule.selections.indices {
      if rule.selections.count > 1, !rule.conditions.contains(where: { uses($0, rule.selections[index].name, rule) }) {
        var candidate = rule
        candidate.selections.remove(at: index)
        results.append(candidate)
      }
      for selection in smaller(rule.selections[index].selection) {
        var candidate = rule
        candidate.selections[index].selection = selection
        results.append(candidate)
      }
    }
    return results
  }

  private static func uses(_ condition: SlowRule.Condition, _ name: String, _ rule: SlowRule) -> Bool {
    switch condition {
    case .name(let own): own == name
    case .quantified(_, let target): rule.targets(target).contains { rule.selections[$0].name == name }
    case .not(let part): uses(part, name, rule)
    case .and(let parts), .or(let parts): parts.contains { uses($0, name, rule) }
    }
  }

  private static func smaller(_ condition: SlowRule.Condition, _ rule: SlowRule) -> [SlowRule.Condition] {
    switch condition {
    case .name: return []
    case .quantified(_, let target): return rule.targets(target).map { .name(rule.selections[$0].name) }
    case .not(let part): return [part] + smaller(part, rule).map { .not($0) }
    case .and(let parts): return parts + replaced(parts, rule).map { .and($0) }
    case .or(let parts): return parts + replaced(parts, rule).map { .or($0) }
    }
  }

  private static func replaced(_ parts: [SlowRule.Condition], _ rule: SlowRule) -> [[SlowRule.Condition]] {
    parts.indices.flatMap { index in
      smaller(parts[index], rule).map { part in
        var parts = parts
        parts[index] = part
        return parts
      }
    }
  }

  private static func smaller(_ selection: SlowRule.Selection) -> [SlowRule.Selection] {
    switch selection {
    case .keyword(let item): return smaller(item).map { .keyword($0) }
    case .map(let items): return changed(items, smaller).map { .map($0) }
    case .list(let parts): return (parts.count == 1 ? parts : []) + changed(parts, smaller).map { .list($0) }
    }
  }

  /// A list without one of its elements, but not empty, or with one made smaller.
  private static func changed<T>(_ list: [T], _ smaller: (T) -> [T]) -> [[T]] {
    list.indices.flatMap { index in
      var without = list
      without.remove(at: index)
      return (without.isEmpty ? [] : [without])
        + smaller(list[index]).map { element in
          var list = list
          list[index] = element
          return list
        }
    }
  }

  private static func smaller(_ item: SlowRule.Item) -> [SlowRule.Item] {
    let loose = ["neq", "all", "i", "ignorecase", "m", "multiline", "s", "dotall", "cased"]
    var results: [SlowRule.Item] = []
    for index in item.modifiers.indices where loose.contains(item.modifiers[index]) {
      var modifiers = item.modifiers
      modifiers.remove(at: index)
      results.append(SlowRule.Item(item.field, modifiers, item.values))
    }
    let isWhole = item.modifiers.contains { ["base64", "base64offset", "cidr", "fieldref", "expand"].contains($0) }
    let values = changed(item.values) { isWhole ? [] : smaller($0) }
    return results + values.map { SlowRule.Item(item.field, item.modifiers, $0, isList: $0.count > 1) }
  }

  private static func smaller(_ value: SlowRule.Value) -> [SlowRule.Value] {
    switch value {
    case .text(let text):
      text.unicodeScalars.indices.map { index in
        var scalars = text.unicodeScalars
        scalars.remove(at: index)
        return .text(String(scalars))
      }
    case .regex(_, let node): smaller(node).map { .regex($0.pattern, $0) }
    default: []
    }
  }

  private static func smaller(_ node: SlowRegex.Node) -> [SlowRegex.Node] {
    switch node {
    case .sequence(let parts): (parts.count == 1 ? parts : []) + changed(parts, smaller).map { .sequence($0) }
    case .either(let parts): parts + changed(parts, smaller).map { .either($0) }
    case .times(let part, let least, let most): [part] + smaller(part).map { .times($0, least, most) }
    default: []
    }
  }

  // MARK: Records

  private static func smaller(_ record: RandomRecord) -> [RandomRecord] {
    func with(_ change: (inout RandomRecord) -> Void) -> RandomRecord {
      var candidate = record
      change(&candidate)
      return candidate
    }
    // A line of pairs is one by its first two.
    let members = smallerObjects(record.members).filter {
      record.shape != .keyValue || $0.prefix(2).map(\.key) == ["q", "noise"]
    }
    var results = members.map { members in with { $0.members = members } }
    results += record.message.indices.map { index in with { $0.message.remove(at: index) } }
    return results
  }

  private static func smallerObjects(_ members: [Datum.Member]) -> [[Datum.Member]] {
    members.indices.flatMap { index -> [[Datum.Member]] in
      var without = members
      without.remove(at: index)
      return [without]
        + smaller(members[index].value).map { value in
          var members = members
          members[index].value = value
          return members
        }
    }
  }

  private static func smaller(_ datum: Datum) -> [Datum] {
    switch datum {
    case .text(let bytes):
      bytes.indices.map { index in
        var bytes = bytes
        bytes.remove(at: index)
        return .text(bytes)
      }
    case .list(let elements): elements + [.list([])] + changed(elements, smaller).map { .list($0) }
    case .object(let members): smallerObjects(members).map { .object($0) }
    default: []
    }
  }
}
