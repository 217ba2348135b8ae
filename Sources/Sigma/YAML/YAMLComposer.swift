// Yams has no products but its own tree, which costs several times what reading its copy of libyaml does.
internal import CYaml

/// Composes trees from libyaml's events.
package final class YAMLComposer {
  /// At one place each as long as they live: libyaml points into them.
  private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  private let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
  private var hasEvent = false
  private let bytes: UnsafeBufferPointer<UInt8>
  private let linesBefore: Int
  private var anchors: [String: YAMLNode] = [:]
  /// Whether the trees so far are as they were written: without aliases, merge keys, keys that are no text, and deep nesting.
  private(set) var isPlain = true
  private static let deep = 32

  /// Calls `body` with each document of a text.
  package static func forEachDocument(of text: String, _ body: (YAMLNode) -> Void) throws(YAMLError) {
    try parse(text, linesBefore: 0) { composer throws(YAMLError) in
      while let node = try composer.document() { body(node) }
    }
  }

  /// The one document of a text, or nil where there is none.
  package static func document(of text: String) throws(YAMLError) -> YAMLNode? {
    try document(of: text, linesBefore: 0)?.node
  }

  /// The same where so many lines stand before the text, and whether the tree is as it was written.
  static func document(of text: String, linesBefore: Int) throws(YAMLError) -> (node: YAMLNode, isPlain: Bool)? {
    try parse(text, linesBefore: linesBefore) { composer throws(YAMLError) in
      guard let node = try composer.document() else { return nil }
      guard try composer.next() == YAML_STREAM_END_EVENT else {
        throw .syntax(
          problem: "but found another document", context: "expected a single document in the stream", composer.place)
      }
      return (node, composer.isPlain)
    }
  }

  private static func parse<Tree>(
    _ text: String, linesBefore: Int, _ body: (YAMLComposer) throws(YAMLError) -> Tree
  ) throws(YAMLError) -> Tree {
    var text = text
    return try text.withUTF8 { bytes in
      Result { () throws(YAMLError) in try body(try YAMLComposer(bytes, linesBefore: linesBefore)) }
    }.get()
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>, linesBefore: Int) throws(YAMLError) {
    (self.bytes, self.linesBefore) = (bytes, linesBefore)
    event.initialize(to: yaml_event_t())
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else { throw .memory }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    // The stream begins.
    _ = try next()
  }

  deinit {
    if hasEvent { yaml_event_delete(event) }
    yaml_parser_delete(parser)
    event.deallocate()
    parser.deallocate()
  }

  // MARK: Events

  /// The next event's type; the event stands until the one after it is asked for.
  private func next() throws(YAMLError) -> yaml_event_type_t {
    if hasEvent { yaml_event_delete(event) }
    hasEvent = yaml_parser_parse(parser, event) == 1
    guard hasEvent else { throw error() }
    return event.pointee.type
  }

  private func error() -> YAMLError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? ""
    switch parser.pointee.error {
    case YAML_MEMORY_ERROR: return .memory
    case YAML_READER_ERROR:
      let before = bytes.prefix(parser.pointee.problem_offset)
      return .character(problem: problem, offset: String(validating: before, as: UTF8.self)?.count)
    default:
      let context = parser.pointee.context.map { String(cString: $0) }
      return .syntax(problem: problem, context: context, place(parser.pointee.problem_mark))
    }
  }

  private func place(_ mark: yaml_mark_t) -> Place {
    Place(line: linesBefore + Int(mark.line) + 1, column: Int(mark.column) + 1)
  }

  /// Where the event begins.
  private var place: Place { place(event.pointee.start_mark) }

  private static func text(_ start: UnsafePointer<UInt8>?) -> String? { start.map { String(cString: $0) } }

  // MARK: Nodes

  private func document() throws(YAMLError) -> YAMLNode? {
    guard parser.pointee.stream_end_produced == 0, try next() != YAML_STREAM_END_EVENT else { return nil }
    let node = try node(try next(), depth: 0)
    // The document ends.
    _ = try next()
    return node
  }

  private func node(_ type: yaml_event_type_t, depth: Int) throws(YAMLError) -> YAMLNode {
    let place = place
    if depth > Self.deep { isPlain = false }
    let anchor: String?
    let content: YAMLNode.Content
    switch type {
    case YAML_SCALAR_EVENT:
      anchor = Self.text(event.pointee.data.scalar.anchor)
      content = .scalar(scalar())
    case YAML_SEQUENCE_START_EVENT:
      anchor = Self.text(event.pointee.data.sequence_start.anchor)
      content = .list(try list(depth: depth))
    case YAML_MAPPING_START_EVENT:
      anchor = Self.text(event.pointee.data.mapping_start.anchor)
      content = .map(try map(depth: depth))
    default: return try alias()
    }
    let node = YAMLNode(content: content, place: place)
    if let anchor { anchors[anchor] = node }
    return node
  }

  private func alias() throws(YAMLError) -> YAMLNode {
    isPlain = false
    guard let name = Self.text(event.pointee.data.alias.anchor), let node = anchors[name] else {
      throw .syntax(problem: "found undefined alias", context: nil, place)
    }
    return node
  }

  private func scalar() -> YAMLScalar {
    let scalar = event.pointee.data.scalar
    let style: YAMLScalar.Style =
      switch scalar.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: .quoted
      case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
      default: .plain
      }
    let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
    let isTagged = Self.text(scalar.tag).map { !Self.resolvedTags.contains($0) } ?? false
    return YAMLScalar(text: text, style: style, isText: style != .plain || scalar.quoted_implicit == 1 || isTagged)
  }

  /// Explicit tags after which the text is still read by the core schema.
  private static let resolvedTags = ["int", "float", "bool", "null"].map { "tag:yaml.org,2002:\($0)" }

  private func list(depth: Int) throws(YAMLError) -> [YAMLNode] {
    var list: [YAMLNode] = []
    while true {
      let type = try next()
      if type == YAML_SEQUENCE_END_EVENT { return list }
      list.append(try node(type, depth: depth + 1))
    }
  }

  private func map(depth: Int) throws(YAMLError) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    while true {
      let type = try next()
      if type == YAML_MAPPING_END_EVENT { break }
      let place = place
      let name = try node(type, depth: depth + 1)
      let entry = YAMLEntry(name: name, at: place, value: try node(try next(), depth: depth + 1))
      if !entry.hasTextKey || entry.isMerge { isPlain = false }
      entries.append(entry)
    }
    try refuseDuplicates(entries)
    return entries
  }

  /// So few are compared with each other sooner than put into a set.
  private static let fewKeys = 8

  private static func hasDuplicates(_ entries: [YAMLEntry]) -> Bool {
    for index in entries.indices.dropFirst() {
      for other in 0..<index where entries[other].key == entries[index].key { return true }
    }
    return false
  }

  /// No two keys are the same text. Lists and maps are no keys to anybody who reads the tree.
  private func refuseDuplicates(_ entries: [YAMLEntry]) throws(YAMLError) {
    if entries.count <= Self.fewKeys, !Self.hasDuplicates(entries) { return }
    var seen: Set<String> = []
    var duplicates: Set<String> = []
    for entry in entries {
      if entry.hasTextKey, !seen.insert(entry.key).inserted { duplicates.insert(entry.key) }
    }
    let names = duplicates.sorted()
    guard let first = names.first, let entry = entries.first(where: { $0.hasTextKey && $0.key == first }) else { return }
    throw .duplicateKeys(names, entry.place)
  }
}
