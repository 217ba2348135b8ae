/// Where a node begins in its file; both count from 1.
struct Place: Hashable, Sendable {
  var line: Int
  var column: Int
}

/// One node of a YAML document, with aliases and merge keys resolved.
struct YAMLNode: Sendable {
  enum Content: Sendable {
    case scalar(YAMLScalar)
    case list([YAMLNode])
    case map([YAMLEntry])
  }
  var content: Content
  var place: Place

  /// "a number", "a list": what an error message calls this node.
  var kind: String {
    switch content {
    case .list: "a list"
    case .map: "a map"
    case .scalar(let scalar): scalar.value.kind
    }
  }

  var scalar: YAMLScalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
  var list: [YAMLNode]? { if case .list(let list) = content { list } else { nil } }
  var map: [YAMLEntry]? { if case .map(let entries) = content { entries } else { nil } }
  /// The text, where this is a scalar that the core schema reads as a string.
  var text: String? { if case .text(let text)? = scalar?.value { text } else { nil } }
  var isNull: Bool { if case .null? = scalar?.value { true } else { false } }
}

struct YAMLEntry: Sendable {
  var key: String
  /// Of the key.
  var place: Place
  var value: YAMLNode
}

extension [YAMLEntry] {
  /// Linear: the maps that are looked into hold a handful of keys.
  subscript(key: String) -> YAMLEntry? { first { $0.key == key } }
}
