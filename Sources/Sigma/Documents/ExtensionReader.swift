/// Reads Tocsin's own keys, `tocsin:` at the root of a document.
enum ExtensionReader {
  private static let keys = ["playbook", "owner", "distinct", "group-by"]

  static func read(_ entry: YAMLEntry, _ report: inout Report) -> Metadata.Extension {
    var result = Metadata.Extension()
    guard let entries = entry.value.map else {
      report.error(
        entry.value.place, "`tocsin` must be a map, and this is \(entry.value.kind); write `playbook:` or `owner:` under it")
      return result
    }
    Keys.refuseUnknown(entries, known: keys, of: "tocsin", &report)
    if let playbook = entries["playbook"] { result.playbook = Keys.strings(playbook, &report) }
    if let distinct = entries["distinct"] { result.distinct = Keys.strings(distinct, &report) }
    if let groupBy = entries["group-by"] { result.groupBy = Keys.strings(groupBy, &report) }
    if let owner = entries["owner"]?.value {
      if let text = owner.text {
        result.owner = text
      } else {
        report.error(owner.place, "`owner` must be a string, and this is \(owner.kind)")
      }
    }
    return result
  }
}
