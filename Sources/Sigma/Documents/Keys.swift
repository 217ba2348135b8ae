/// Looks at the keys of a map as a whole.
enum Keys {
  /// `; is `detecton` meant to be it?`, or how to mend it where nothing is near.
  static func misspelt(_ key: String, in entries: [YAMLEntry]) -> String {
    Suggestion.nearest(key, entries.map(\.key)).map { "; is `\($0)` meant to be it?" } ?? "; add it"
  }

  /// Reports each key that is not known.
  static func refuseUnknown(_ entries: [YAMLEntry], known: [String], of name: String, _ report: inout Report) {
    for entry in entries where !known.contains(entry.key) {
      let near = Suggestion.near(entry.key, known)
      let mend = near.isEmpty ? "; the keys are \(known.map { "`\($0)`" }.joined(separator: ", "))" : near
      report.error(entry.place, "unknown key `\(entry.key)` under `\(name)`\(mend)")
    }
  }

  /// A string, or a list of strings.
  static func strings(_ entry: YAMLEntry, _ report: inout Report) -> [String] {
    if let text = entry.value.scalar?.text, !entry.value.isNull { return [text] }
    return list(entry, orString: true, &report)
  }

  /// A list of strings; numbers among them are taken as written.
  static func list(_ entry: YAMLEntry, orString: Bool = false, _ report: inout Report) -> [String] {
    guard let list = entry.value.list else {
      if entry.value.isNull { return [] }
      let wanted = orString ? "a string or a list of strings" : "a list of strings"
      report.error(entry.value.place, "`\(entry.key)` must be \(wanted), and this is \(entry.value.kind); begin each with `- `")
      return []
    }
    return list.compactMap { node in
      guard let scalar = node.scalar, !node.isNull else {
        report.error(node.place, "`\(entry.key)` must hold strings only, and this is \(node.kind)")
        return nil
      }
      return scalar.text
    }
  }
}
