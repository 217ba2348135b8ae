import Foundation
import Sigma
import TocsinEngine

/// Reads message decoders from their YAML files, strictly: what is wrong is said with line and column, all at once.
struct DecoderLoader {
  private(set) var definitions: [DecoderDefinition] = []
  private(set) var problems: [String] = []

  /// Adds every `*.yml` and `*.yaml` below a directory, sorted by path, or one file.
  mutating func add(path: String) {
    for file in YAMLFiles.find(in: path, skipping: []) {
      do {
        try add(String(contentsOfFile: file, encoding: .utf8), path: file)
      } catch {
        problems.append("\(file): cannot be read as UTF-8 text; check its permissions and encoding")
      }
    }
  }

  mutating func add(_ text: String, path: String) {
    let reader = SettingReader(path: path)
    do throws(YAMLError) {
      try YAMLComposer.forEachDocument(of: text) { document in
        if let definition = read(document, reader) { definitions.append(definition) }
      }
    } catch {
      problems.append("\(YAMLFault.location(error, path: path)): \(YAMLFault.message(error))")
    }
    problems += reader.problems.map(\.description)
  }

  private func read(_ node: YAMLNode, _ reader: SettingReader) -> DecoderDefinition? {
    let keys = reader.map(node, "decoder", keys: Self.keys)
    guard let name = keys["name"].flatMap({ reader.text($0, "name") }) else {
      reader.refuse(node, "a decoder needs a name: \"name: sshd\"")
      return nil
    }
    if keys["shapes"] != nil { return shapes(name, keys, reader) }
    guard let scope = scope(node, keys, reader) else { return nil }
    guard let patternNodes = keys["patterns"].map({ reader.list($0, "patterns") }), !patternNodes.isEmpty else {
      reader.refuse(node, "a decoder needs patterns: \"patterns: [{match: …}]\"")
      return nil
    }
    let sources = keys["logsource"].map { reader.list($0, "logsource").map { source($0, reader) } } ?? []
    return DecoderDefinition(
      name: name, scope: scope, logSources: sources, set: constants(keys["set"], reader),
      patterns: patternNodes.compactMap { pattern($0, reader) })
  }

  private static let keys = [
    "name", "programs", "formats", "logsource", "set", "patterns", "description", "shapes", "fields", "unwrap",
  ]

  /// What JSON records are, by their fields.
  private func shapes(_ name: String, _ keys: [String: YAMLNode], _ reader: SettingReader) -> DecoderDefinition? {
    for key in ["programs", "formats", "logsource", "set", "patterns"] {
      if let node = keys[key] { reader.refuse(node, "a decoder with shapes has no \"\(key)\"; give it a document of its own") }
    }
    var definition = DecoderDefinition(name: name, scope: .formats([]), logSources: [], set: [], patterns: [])
    definition.names = constants(keys["fields"], reader).map { (path: $0.field, name: $0.value) }
    definition.unwrapped = keys["unwrap"].map { reader.texts($0, "unwrap") } ?? []
    for node in keys["shapes"].map({ reader.list($0, "shapes") }) ?? [] {
      let keys = reader.map(node, "shape", keys: ["when", "logsource", "description"])
      guard let when = keys["when"]?.map, !when.isEmpty else {
        reader.refuse(node, "a shape needs \"when: {field: value}\"")
        continue
      }
      let conditions = when.compactMap { entry -> (field: String, values: [String])? in
        guard entry.hasTextKey else { return nil }
        return (entry.key, entry.value.scalar?.text == "*" ? [] : reader.texts(entry.value, entry.key))
      }
      let sources = keys["logsource"].map { reader.list($0, "logsource").map { source($0, reader) } } ?? []
      definition.shapes.append(.init(conditions: conditions, logSources: sources))
    }
    return definition
  }

  private func scope(_ node: YAMLNode, _ keys: [String: YAMLNode], _ reader: SettingReader) -> DecoderDefinition.Scope? {
    if let formats = keys["formats"] {
      let choices = Format.allCases.map { (name: $0.rawValue, value: $0) }
      let list = formats.list ?? [formats]
      return .formats(list.compactMap { reader.choice($0, "formats", choices) })
    }
    guard let programs = keys["programs"] else {
      reader.refuse(node, "a decoder needs \"programs: [sshd]\", \"programs: '*'\" or \"formats: [nginx-error]\"")
      return nil
    }
    if programs.scalar?.text == "*" { return .anyProgram }
    return .programs(reader.texts(programs, "programs"))
  }

  private func source(_ node: YAMLNode, _ reader: SettingReader) -> LogSource {
    let keys = reader.map(node, "logsource", keys: ["product", "service", "category"])
    return LogSource(
      category: keys["category"].flatMap { reader.text($0, "category") },
      product: keys["product"].flatMap { reader.text($0, "product") },
      service: keys["service"].flatMap { reader.text($0, "service") })
  }

  private func constants(_ node: YAMLNode?, _ reader: SettingReader) -> [(field: String, value: String)] {
    guard let node, !reader.isNothing(node) else { return [] }
    guard let entries = node.map else {
      reader.refuse(node, "\"set\" must be a map of fields to values")
      return []
    }
    return entries.compactMap { entry in
      guard entry.hasTextKey, let text = reader.text(entry.value, entry.key) else { return nil }
      return (entry.key, text)
    }
  }

  private func pattern(_ node: YAMLNode, _ reader: SettingReader) -> DecoderDefinition.Pattern? {
    let keys = reader.map(node, "pattern", keys: ["match", "set", "join", "description"])
    guard let match = keys["match"] else {
      reader.refuse(node, "a pattern needs \"match\"")
      return nil
    }
    let matches = match.list.map { $0.compactMap(\.scalar?.text) } ?? [match.scalar?.text].compactMap { $0 }
    let join = keys["join"].flatMap {
      reader.choice($0, "join", [(name: "held", value: JoinRole.held), (name: "winner", value: .winner)])
    }
    return DecoderDefinition.Pattern(matches: matches, set: constants(keys["set"], reader), join: join ?? .none)
  }
}
