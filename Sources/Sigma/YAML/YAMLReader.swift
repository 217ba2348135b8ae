import Yams

/// What is wrong with a document's YAML, and where.
struct YAMLFailure: Error {
  var place: Place
  var message: String
}

/// Composes one YAML document into a tree whose size is bounded.
struct YAMLReader {
  /// Nested deeper than any rule needs; the walkers of the tree recurse.
  static let maximumDepth = 64

  private let linesBefore: Int
  /// How many nodes the tree may yet have. A document without aliases has no more nodes than bytes.
  private var budget: Int

  /// Nil where the document is empty.
  static func read(_ part: YAMLStream.Part) throws(YAMLFailure) -> YAMLNode? {
    var reader = YAMLReader(linesBefore: part.linesBefore, budget: max(100_000, part.text.utf8.count))
    if let place = AliasKeys.find(in: part.text) {
      throw YAMLFailure(
        place: Place(line: place.line + part.linesBefore, column: place.column),
        message: "an alias cannot be a key in a document with many aliases; write the key out")
    }
    let root: Node?
    do {
      // Every node retains the resolver and constructor: shared ones would make the loader's threads wait for each other's counts.
      // Without rules, a resolver takes each plain scalar for text, and ours is the schema that is asked.
      root = try Yams.compose(yaml: part.text, Resolver.basic.removing(.null), Constructor(), .utf8)
    } catch let error as YamlError {
      throw reader.failure(error)
    } catch {
      throw YAMLFailure(place: Place(line: part.linesBefore + 1, column: 1), message: "cannot be read as YAML: \(error)")
    }
    guard let root else { return nil }
    let tree = try reader.convert(root, depth: 0)
    return tree.isNull ? nil : tree
  }

  private init(linesBefore: Int, budget: Int) { (self.linesBefore, self.budget) = (linesBefore, budget) }

  private func place(_ mark: Mark?) -> Place { Place(line: linesBefore + (mark?.line ?? 1), column: mark?.column ?? 1) }

  private mutating func convert(_ node: Node, depth: Int) throws(YAMLFailure) -> YAMLNode {
    budget -= 1
    guard budget >= 0 else {
      throw YAMLFailure(place: place(node.mark), message: "aliases expand to too many values; write fewer aliases of aliases")
    }
    guard depth < Self.maximumDepth else {
      throw YAMLFailure(place: place(node.mark), message: "nested deeper than \(Self.maximumDepth) levels; flatten it")
    }
    switch node {
    case .scalar(let scalar): return YAMLNode(content: .scalar(convert(scalar)), place: place(scalar.mark))
    case .sequence(let sequence):
      var list: [YAMLNode] = []
      list.reserveCapacity(sequence.count)
      for element in sequence { list.append(try convert(element, depth: depth + 1)) }
      return YAMLNode(content: .list(list), place: place(sequence.mark))
    case .mapping(let mapping):
      return YAMLNode(content: .map(try convert(mapping, depth: depth)), place: place(mapping.mark))
    case .alias(let alias):
      throw YAMLFailure(place: place(alias.mark), message: "an alias of nothing; write the value out")
    }
  }

  private func convert(_ scalar: Node.Scalar) -> YAMLScalar {
    let style: YAMLScalar.Style =
      switch scalar.style {
      case .plain, .any: .plain
      case .singleQuoted, .doubleQuoted: .quoted
      case .literal, .folded: .block
      }
    let tag = scalar.tag.rawValue
    return YAMLScalar(text: scalar.string, style: style, isText: style != .plain || !(tag.isEmpty || Self.resolved.contains(tag)))
  }

  /// Explicit tags after which the text is still read by the core schema.
  private static let resolved: Set<String> = [
    "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null",
  ]

  private mutating func convert(_ mapping: Node.Mapping, depth: Int) throws(YAMLFailure) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    entries.reserveCapacity(mapping.count)
    var seen: Set<String> = []
    var merged: [YAMLNode] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        throw YAMLFailure(place: place(key.mark), message: "a key must be a string; a list or map cannot be one")
      }
      let node = try convert(value, depth: depth + 1)
      if scalar.string == "<<", scalar.style == .plain {
        merged.append(node)
        continue
      }
      guard seen.insert(scalar.string).inserted else {
        throw YAMLFailure(place: place(scalar.mark), message: Self.duplicate(scalar.string))
      }
      entries.append(YAMLEntry(key: scalar.string, place: place(scalar.mark), value: node))
    }
    for node in merged {
      for map in node.list ?? [node] {
        guard let additions = map.map else {
          throw YAMLFailure(place: map.place, message: "`<<` merges maps, and this is \(map.kind); give it an alias of a map")
        }
        for entry in additions where seen.insert(entry.key).inserted { entries.append(entry) }
      }
    }
    return entries
  }

  private static func duplicate(_ key: String) -> String {
    "the key `\(key)` stands twice in one map; only one would count, so join them or make a list of maps"
  }

  private func failure(_ error: YamlError) -> YAMLFailure {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let about = context.map { " (\($0.text))" } ?? ""
      return YAMLFailure(place: place(mark), message: "not YAML: \(problem)\(about)\(Self.mend(problem))")
    case .duplicatedKeysInMapping(let duplicates, let context):
      return YAMLFailure(place: place(context.mark), message: Self.duplicate(duplicates.first ?? ""))
    case .reader(let problem, let offset, _, _):
      return YAMLFailure(
        place: place(nil), message: "not YAML: \(problem) at character \((offset ?? 0) + 1); remove the control character")
    default: return YAMLFailure(place: place(nil), message: "not YAML: \(error)")
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
