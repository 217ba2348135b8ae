/// What is wrong with a document's YAML, and where.
struct YAMLFailure: Error {
  var place: Place
  var message: String
}

/// Reads one YAML document into a tree whose size is bounded, with aliases and merge keys resolved.
struct YAMLReader {
  /// Nested deeper than any rule needs; the walkers of the tree recurse.
  static let maximumDepth = 64

  /// How many nodes the tree may yet have. A document without aliases has no more nodes than bytes.
  private var budget: Int

  /// Nil where the document is empty.
  static func read(_ part: YAMLStream.Part) throws(YAMLFailure) -> YAMLNode? {
    let composed: (node: YAMLNode, isPlain: Bool)?
    do throws(YAMLError) {
      composed = try YAMLComposer.document(of: part.text, linesBefore: part.linesBefore)
    } catch {
      throw failure(error, part)
    }
    guard let composed else { return nil }
    if composed.isPlain { return composed.node.isNull ? nil : composed.node }
    var reader = YAMLReader(budget: max(100_000, part.text.utf8.count))
    let tree = try reader.resolve(composed.node, depth: 0)
    return tree.isNull ? nil : tree
  }

  private init(budget: Int) { self.budget = budget }

  private mutating func resolve(_ node: YAMLNode, depth: Int) throws(YAMLFailure) -> YAMLNode {
    budget -= 1
    guard budget >= 0 else {
      throw YAMLFailure(place: node.place, message: "aliases expand to too many values; write fewer aliases of aliases")
    }
    guard depth < Self.maximumDepth else {
      throw YAMLFailure(place: node.place, message: "nested deeper than \(Self.maximumDepth) levels; flatten it")
    }
    switch node.content {
    case .scalar: return node
    case .list(let list):
      var resolved: [YAMLNode] = []
      resolved.reserveCapacity(list.count)
      for element in list { resolved.append(try resolve(element, depth: depth + 1)) }
      return YAMLNode(content: .list(resolved), place: node.place)
    case .map(let entries): return YAMLNode(content: .map(try resolve(entries, depth: depth)), place: node.place)
    }
  }

  private mutating func resolve(_ entries: [YAMLEntry], depth: Int) throws(YAMLFailure) -> [YAMLEntry] {
    var resolved: [YAMLEntry] = []
    resolved.reserveCapacity(entries.count)
    var merged: [YAMLNode] = []
    for entry in entries {
      guard entry.hasTextKey else {
        throw YAMLFailure(place: entry.place, message: "a key must be a string; a list or map cannot be one")
      }
      var entry = entry
      entry.value = try resolve(entry.value, depth: depth + 1)
      if entry.isMerge { merged.append(entry.value) } else { resolved.append(entry) }
    }
    if merged.isEmpty { return resolved }
    var seen = Set(resolved.map(\.key))
    for node in merged {
      for map in node.list ?? [node] {
        guard let additions = map.map else {
          throw YAMLFailure(place: map.place, message: "`<<` merges maps, and this is \(map.kind); give it an alias of a map")
        }
        for entry in additions where seen.insert(entry.key).inserted { resolved.append(entry) }
      }
    }
    return resolved
  }

  private static func failure(_ error: YAMLError, _ part: YAMLStream.Part) -> YAMLFailure {
    let start = Place(line: part.linesBefore + 1, column: 1)
    switch error {
    case .syntax(let problem, let context, let place):
      let about = context.map { " (\($0))" } ?? ""
      return YAMLFailure(place: place, message: "not YAML: \(problem)\(about)\(mend(problem))")
    case .duplicateKeys(let keys, let place):
      return YAMLFailure(
        place: place,
        message:
          "the key `\(keys.first ?? "")` stands twice in one map; only one would count, so join them or make a list of maps")
    case .character(let problem, let offset):
      return YAMLFailure(
        place: start, message: "not YAML: \(problem) at character \((offset ?? 0) + 1); remove the control character")
    case .memory: return YAMLFailure(place: start, message: "not YAML: there is not enough memory")
    }
  }

  private static func mend(_ problem: String) -> String {
    if problem.contains("mapping values are not allowed") { return "; check the indentation, and quote a value that holds `: `" }
    if problem.contains("cannot start any token") {
      return "; indent with blanks, and quote a value that begins with `%`, `@` or a backtick"
    }
    if problem.contains("did not find expected") { return "; check the indentation and the quotes of the lines above" }
    if problem.contains("undefined alias") { return "; quote a value that begins with `*`" }
    if problem.contains("unknown escape") { return "; write backslashes in single quotes" }
    return ""
  }
}
