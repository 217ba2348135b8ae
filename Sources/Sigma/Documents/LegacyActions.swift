/// `action:` of old Sigma: documents that are templates for others of their file (SPEC 1.4).
struct LegacyActions {
  private var template: [YAMLEntry]?
  private var previous: [YAMLEntry]?

  /// The document that is to be read; nil where there is none.
  mutating func apply(to document: [YAMLEntry], at place: Place, _ report: inout Report) -> [YAMLEntry]? {
    guard let action = document["action"] else {
      if document["correlation"] != nil || document["filter"] != nil { return document }
      guard let template else {
        previous = document
        return document
      }
      let merged = Self.merge(document, with: template) { key, winner in
        report.warning(
          key.place, "`\(key.key)` is replaced by the one of the global document on line \(winner.place.line); remove one")
      }
      previous = merged
      return merged
    }
    let rest = document.filter { $0.key != "action" }
    switch action.value.scalar?.text {
    case "global":
      template = rest
      return nil
    case "reset":
      template = nil
      return nil
    case "repeat":
      guard let previous else {
        report.error(action.place, "`action: repeat` has no document before it to repeat; remove it")
        return nil
      }
      let merged = Self.merge(previous, with: rest) { _, _ in }
      self.previous = merged
      return merged
    default:
      let name = action.value.scalar?.text ?? action.value.kind
      report.error(
        action.value.place,
        "unknown action `\(name)`" + Suggestion.near(name, ["global", "reset", "repeat"])
          + "; the actions are `global`, `reset` and `repeat`")
      return nil
    }
  }

  /// Deep: maps are joined; of all else the second's value stays.
  private static func merge(
    _ first: [YAMLEntry], with second: [YAMLEntry], onClash: (YAMLEntry, YAMLEntry) -> Void
  ) -> [YAMLEntry] {
    var result = first
    for entry in second {
      guard let index = result.firstIndex(where: { $0.key == entry.key }) else {
        result.append(entry)
        continue
      }
      if let old = result[index].value.map, let new = entry.value.map {
        result[index].value.content = .map(merge(old, with: new, onClash: onClash))
      } else {
        onClash(result[index], entry)
        result[index] = entry
      }
    }
    return result
  }
}
