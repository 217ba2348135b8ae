/// Reads `logsource` (SPEC 2): at least one of category, product, service; other keys are prose.
enum LogSourceReader {
  static func read(_ document: [YAMLEntry], at place: Place, _ report: inout Report) -> LogSource? {
    guard let entry = document["logsource"] else {
      report.error(place, "`logsource` is missing" + Keys.misspelt("logsource", in: document))
      return nil
    }
    guard let entries = entry.value.map else {
      report.error(
        entry.value.place, "`logsource` must be a map, and this is \(entry.value.kind); write `product: linux` under it")
      return nil
    }
    var source = LogSource()
    source.category = text("category", entries, &report)
    source.product = text("product", entries, &report)
    source.service = text("service", entries, &report)
    if ["category", "product", "service"].allSatisfy({ entries[$0] == nil }) {
      report.error(entry.place, "`logsource` names no category, product or service" + Keys.misspelt("category", in: entries))
      return nil
    }
    return source
  }

  private static func text(_ key: String, _ entries: [YAMLEntry], _ report: inout Report) -> String? {
    guard let node = entries[key]?.value else { return nil }
    guard let text = node.text, !text.isEmpty else {
      report.error(node.place, "`\(key)` must be a string, and this is \(node.text == nil ? node.kind : "empty"); quote it")
      return nil
    }
    return text
  }
}
