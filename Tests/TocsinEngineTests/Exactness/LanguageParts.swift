/// The parts of the rules' language of which each must decide both ways.
enum LanguageParts {
  static let ofItems =
    [
      "contains", "startswith", "endswith", "all", "cased", "exists", "neq", "re", "i", "ignorecase", "m", "multiline", "s",
      "dotall",
      "base64", "base64offset", "wide", "utf16le", "utf16be", "utf16", "windash", "cidr", "lt", "lte", "gt", "gte", "minute",
      "hour",
      "day", "week", "month", "year", "fieldref", "expand", "keywords", "dotted names", "null", "numbers", "booleans",
      "empty text",
      "wildcards",
    ] + pairs
  /// Modifiers that go together.
  private static let pairs = [
    "contains+fieldref", "fieldref+startswith", "endswith+fieldref", "fieldref+neq", "base64offset+contains", "base64offset+wide",
    "expand+re", "all+contains", "cased+contains", "exists+neq", "gte+hour", "contains+windash", "contains+neq",
  ]
  private static let ofConditions = [
    "a lone keyword", "lists of selections", "a list of conditions", "1 of", "any of", "all of", "them", "patterns", "_ patterns",
    "not",
    "and", "or",
  ]
  static let all = ofItems + ofConditions

  /// Parts of the language on which the rule's answer depends: those of its items only where there is one.
  static func of(_ rule: SlowRule) -> Set<String> {
    var parts: Set<String> = []
    if rule.conditions.count > 1 { parts.insert("a list of conditions") }
    for condition in rule.conditions { note(condition, &parts) }
    for (_, selection) in rule.selections { note(selection, &parts) }
    if rule.items.count == 1 { parts.formUnion(of(rule.items[0])) }
    return parts
  }

  static func of(_ item: SlowRule.Item) -> Set<String> {
    var parts = Set(item.modifiers)
    if item.field.isEmpty { parts.insert("keywords") }
    if item.field.contains(".") { parts.insert("dotted names") }
    for value in item.values {
      switch value {
      case .null: parts.insert("null")
      case .number: parts.insert("numbers")
      case .boolean: parts.insert("booleans")
      case .text(""): parts.insert("empty text")
      case .text(let text): if text.contains("*") || text.contains("?") { parts.insert("wildcards") }
      case .regex: break
      }
    }
    for one in item.modifiers {
      for other in item.modifiers where pairs.contains("\(one)+\(other)") { parts.insert("\(one)+\(other)") }
    }
    return parts
  }

  private static func note(_ selection: SlowRule.Selection, _ parts: inout Set<String>) {
    switch selection {
    case .keyword: parts.insert("a lone keyword")
    case .map: break
    case .list(let inner):
      parts.insert("lists of selections")
      for part in inner { note(part, &parts) }
    }
  }

  private static func note(_ condition: SlowRule.Condition, _ parts: inout Set<String>) {
    switch condition {
    case .name: break
    case .quantified(let word, let target):
      parts.insert("\(word) of")
      parts.insert(target == "them" ? "them" : target.hasPrefix("_") ? "_ patterns" : "patterns")
    case .not(let part):
      parts.insert("not")
      note(part, &parts)
    case .and(let inner), .or(let inner):
      let isAnd = if case .and = condition { true } else { false }
      parts.insert(isAnd ? "and" : "or")
      for part in inner { note(part, &parts) }
    }
  }
}
