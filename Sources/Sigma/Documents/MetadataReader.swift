/// Reads what every kind of document says of itself (SPEC 2).
struct MetadataReader {
  private static let maximumTitle = 256
  private static let maximumDescription = 65535

  private let document: [YAMLEntry]
  private var metadata: Metadata

  static func read(_ document: [YAMLEntry], at place: Place, _ kind: DocumentKind, _ report: inout Report) -> Metadata {
    var reader = MetadataReader(document: document, metadata: Metadata(title: "", position: report.position(place)))
    reader.readIdentity(at: place, &report)
    if kind != .filter { reader.readRank(&report) }
    reader.readProse(&report)
    reader.readLists(&report)
    reader.readRelated(&report)
    for key in ["date", "modified"] { reader.checkDate(key, &report) }
    if let entry = document["tocsin"] { reader.metadata.tocsin = ExtensionReader.read(entry, &report) }
    return reader.metadata
  }

  private func string(_ key: String, limit: Int, _ report: inout Report) -> String? {
    guard let node = document[key]?.value, !node.isNull else { return nil }
    guard let text = node.text else {
      report.error(node.place, "`\(key)` must be a string, and this is \(node.kind); quote it")
      return nil
    }
    if text.utf8.count > limit, text.unicodeScalars.count > limit {
      report.error(node.place, "`\(key)` is longer than \(limit) characters; shorten it")
    }
    return text
  }

  private mutating func readIdentity(at place: Place, _ report: inout Report) {
    if let title = string("title", limit: Self.maximumTitle, &report), !title.isEmpty {
      metadata.title = title
    } else if document["title"].map({ $0.value.isNull || $0.value.text == "" }) ?? true {
      report.error(place, "`title` is missing" + Keys.misspelt("title", in: document))
    }
    if let entry = document["id"] {
      let id = entry.value.scalar?.text ?? ""
      if UUIDSyntax.isValid(id) {
        metadata.id = id
      } else {
        report.error(
          entry.value.place, "`id` must be a UUID such as `b3e5a8c2-7d41-4f0e-9a66-2c1d5f7e8b90`; make one with `uuidgen`")
      }
    }
    if let entry = document["name"] {
      metadata.name = string("name", limit: Self.maximumTitle, &report)
      if entry.value.isNull || metadata.name == "" { report.error(entry.value.place, "`name` is empty; remove it or fill it in") }
    }
    if let entry = document["taxonomy"], entry.value.text != "sigma" {
      report.error(
        entry.value.place, "this taxonomy is not known; use Sigma's field names and `taxonomy: sigma`, or remove the key")
    }
  }

  private mutating func readRank(_ report: inout Report) {
    metadata.status = choice("status", &report)
    metadata.level = choice("level", &report)
  }

  private func choice<Value: RawRepresentable & CaseIterable>(_ key: String, _ report: inout Report) -> Value?
  where Value.RawValue == String {
    guard let node = document[key]?.value, !node.isNull else { return nil }
    let text = node.scalar?.text ?? node.kind
    if let value = Value(rawValue: text.lowercased()) { return value }
    let known = Value.allCases.map(\.rawValue)
    let names = known.map { "`\($0)`" }.joined(separator: ", ")
    report.error(node.place, "unknown \(key) `\(text)`\(Suggestion.near(text, known)); it is one of \(names)")
    return nil
  }

  private mutating func readProse(_ report: inout Report) {
    // A block of YAML ends in the newline that ends its last line.
    metadata.description = string("description", limit: Self.maximumDescription, &report) ?? ""
    while metadata.description.last?.isNewline == true { metadata.description.removeLast() }
    metadata.author = string("author", limit: Self.maximumDescription, &report) ?? ""
    _ = string("license", limit: Self.maximumTitle, &report)
  }

  private mutating func readLists(_ report: inout Report) {
    if let entry = document["tags"] {
      metadata.tags = Keys.list(entry, &report)
      for (tag, node) in zip(metadata.tags, entry.value.list ?? []) { checkTag(tag, node, &report) }
    }
    if let entry = document["references"] { metadata.references = Keys.list(entry, &report) }
    if let entry = document["falsepositives"] { metadata.falsePositives = Keys.list(entry, &report) }
    for key in ["fields", "scope"] { if let entry = document[key] { _ = Keys.list(entry, &report) } }
  }

  private func checkTag(_ tag: String, _ node: YAMLNode, _ report: inout Report) {
    let parts = tag.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      report.error(node.place, "the tag `\(tag)` has no namespace; write one like `attack.t1110`")
      return
    }
    let isPlain = tag.utf8.allSatisfy { byte in
      byte &- 97 < 26 || byte &- 48 < 10 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
    if !isPlain { report.warning(node.place, "the tag `\(tag)` should have lower-case letters, digits, `.`, `-` and `_` only") }
  }

  private static let relations = ["derived", "obsolete", "merged", "renamed", "similar", "correlation"]

  private func readRelated(_ report: inout Report) {
    guard let entry = document["related"], !entry.value.isNull else { return }
    guard let list = entry.value.list else {
      report.error(entry.value.place, "`related` must be a list of `id` and `type`, and this is \(entry.value.kind)")
      return
    }
    for node in list {
      guard let id = node.map?["id"]?.value, let type = node.map?["type"]?.value else {
        report.error(node.place, "an entry of `related` needs `id` and `type`")
        continue
      }
      if !UUIDSyntax.isValid(id.scalar?.text ?? "") { report.error(id.place, "the `id` of a related rule must be a UUID") }
      let name = type.scalar?.text ?? type.kind
      if !Self.relations.contains(name.lowercased()) {
        report.error(
          type.place,
          "unknown relation `\(name)`\(Suggestion.near(name, Self.relations)); it is one of \(Self.relations.joined(separator: ", "))"
        )
      }
    }
  }

  private func checkDate(_ key: String, _ report: inout Report) {
    guard let node = document[key]?.value, !node.isNull else { return }
    let text = (node.scalar?.text ?? "").utf8
    let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let fields = parts.count == 3 ? parts : text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let numbers = fields.map { $0.allSatisfy { $0 &- 48 < 10 } ? Int(Substring($0)) ?? 0 : 0 }
    guard numbers.count == 3, (1...9999).contains(numbers[0]), (1...12).contains(numbers[1]), numbers[2] >= 1,
      numbers[2] <= Self.days(numbers[0], numbers[1])
    else {
      report.error(node.place, "`\(key)` is not a date; write it as `2026-01-31`")
      return
    }
  }

  private static func days(_ year: Int, _ month: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }
}
