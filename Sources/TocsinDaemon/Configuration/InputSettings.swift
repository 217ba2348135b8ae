import Sigma
import TocsinEngine

extension SettingReader {
  /// One entry of a list whose entries have one key each (`- journal: {}`), or of which the bare name is enough (`- journal`).
  func entry(_ node: YAMLNode, of name: String, keys: [String]) -> (key: String, value: YAMLNode?)? {
    if let text = node.scalar?.text, keys.contains(text) { return (text, nil) }
    guard let entries = node.map, !entries.isEmpty else {
      refuse(node, "an entry of \"\(name)\" must be a map with one of the keys \(keys.joined(separator: ", "))")
      return nil
    }
    if entries.count > 1, let kind = entries.map(\.key).first(where: keys.contains) {
      let stray = entries.first { $0.key != kind }?.name ?? node
      refuse(
        stray,
        "\"\(stray.scalar?.text ?? "?")\" must stand inside \"\(kind)\": indent it further, or begin a new entry with \"- \"")
      return nil
    }
    return map(node, name, keys: keys).first.map { ($0.key, $0.value) }
  }

  func input(_ node: YAMLNode) -> Configuration.Input? {
    guard let (key, value) = entry(node, of: "inputs", keys: ["journal", "file"]) else { return nil }
    return key == "journal" ? .journal(journalInput(value, at: node)) : fileInput(value, at: node).map { .file($0) }
  }

  private func journalInput(_ node: YAMLNode?, at entry: YAMLNode) -> Configuration.JournalInput {
    var journal = Configuration.JournalInput()
    journal.location = location(entry)
    let entries = node.map { map($0, "journal", keys: ["units", "directory"]) } ?? [:]
    if let units = entries["units"] { journal.units = texts(units, "units") }
    if let directory = entries["directory"] { journal.directory = path(directory, "directory") }
    return journal
  }

  private func fileInput(_ node: YAMLNode?, at entry: YAMLNode) -> Configuration.FileInput? {
    guard let node, !isNothing(node) else {
      refuse(entry, "\"file\" needs a path: file: /var/log/nginx/access.log*")
      return nil
    }
    guard node.map != nil else {
      return path(node, "file").map { fileInput(path: $0, at: entry) }
    }
    let entries = map(node, "file", keys: ["path", "format", "write-delay", "logsource", "timezone"])
    if entries["path"] == nil { refuse(node, "\"file\" needs the key \"path\"") }
    var file = fileInput(path: entries["path"].flatMap { path($0, "path") } ?? "", at: entry)
    if let format = entries["format"] {
      file.format = choice(format, "format", Format.allCases.map { ($0.rawValue, $0) })
    }
    if let delay = entries["write-delay"] { file.writeDelay = duration(delay, "write-delay", in: .zero ... .seconds(3_600)) }
    if let source = entries["logsource"] { file.logSource = logSource(source) }
    if let zone = entries["timezone"] { file.timezone = timezone(zone, "timezone") }
    return file.path.isEmpty ? nil : file
  }

  private func fileInput(path: String, at entry: YAMLNode) -> Configuration.FileInput {
    var file = Configuration.FileInput(path: path)
    file.location = location(entry)
    return file
  }

  private func logSource(_ node: YAMLNode) -> LogSource {
    let entries = map(node, "logsource", keys: ["product", "service", "category"])
    return LogSource(
      category: entries["category"].flatMap { text($0, "category") }, product: entries["product"].flatMap { text($0, "product") },
      service: entries["service"].flatMap { text($0, "service") })
  }
}
