/// The value modifiers of SPEC 4, by the names a rule may write.
enum Modifier: String, CaseIterable {
  case contains, startswith, endswith
  case all, neq
  case cased, exists
  case re, i, ignorecase, m, multiline, s, dotall
  case base64, base64offset
  case wide, utf16le, utf16be, utf16
  case windash, cidr
  case lt, lte, gt, gte
  case minute, hour, day, week, month, year
  case fieldref, expand

  /// Whether it says how values are joined, not what one value is.
  var isForList: Bool { self == .all || self == .neq }

  var comparison: Comparison? {
    switch self {
    case .lt: .less
    case .lte: .lessOrEqual
    case .gt: .greater
    case .gte: .greaterOrEqual
    default: nil
    }
  }

  var timePart: TimePart? {
    switch self {
    case .minute: .minute
    case .hour: .hour
    case .day: .day
    case .week: .week
    case .month: .month
    case .year: .year
    default: nil
    }
  }

  /// What an unknown name was probably meant to be.
  static func mend(_ name: String) -> String {
    if name == "not" { return "; use `not selection` in the condition, or `neq`" }
    if name.isEmpty { return "; remove the `|` that nothing follows" }
    if let known = Modifier(rawValue: name.lowercased()) { return "; modifiers are lower case: `\(known.rawValue)`" }
    if let known = foreign[name.lowercased()] { return "; did you mean `\(known)`?" }
    let near = Suggestion.near(name, allCases.map(\.rawValue))
    return near.isEmpty ? "; the modifiers are \(allCases.map(\.rawValue).joined(separator: ", "))" : near
  }

  /// What other rule languages call them.
  private static let foreign: [String: String] = [
    "regex": "re", "regexp": "re", "ne": "neq", "ge": "gte", "le": "lte", "equals": "cased", "utf16_le": "utf16le", "ip": "cidr",
    "casesensitive": "cased", "prefix": "startswith", "suffix": "endswith", "begins": "startswith", "ends": "endswith",
  ]
}
