/// Where a node begins in its file; both count from 1.
package struct Place: Hashable, Sendable {
  package var line: Int
  package var column: Int
}

/// One node of a YAML document.
package struct YAMLNode: Sendable {
  package enum Content: Sendable {
    case scalar(YAMLScalar)
    case list([YAMLNode])
    case map([YAMLEntry])
  }
  package var content: Content
  package var place: Place

  /// "a number", "a list": what an error message calls this node.
  var kind: String {
    switch content {
    case .list: "a list"
    case .map: "a map"
    case .scalar(let scalar): scalar.value.kind
    }
  }

  package var scalar: YAMLScalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
  package var list: [YAMLNode]? { if case .list(let list) = content { list } else { nil } }
  package var map: [YAMLEntry]? { if case .map(let entries) = content { entries } else { nil } }
  /// The text, where this is a scalar that the core schema reads as a string.
  var text: String? { if case .text(let text)? = scalar?.value { text } else { nil } }
  var isNull: Bool { if case .null? = scalar?.value { true } else { false } }
  /// Whether it is, as a key, YAML's sign that other maps are merged into this one.
  var isMerge: Bool { if let scalar { scalar.style == .plain && scalar.text == "<<" } else { false } }
}

package struct YAMLEntry: Sendable {
  package var name: YAMLNode
  package var value: YAMLNode

  /// Empty where the name is a list or a map.
  package var key: String { name.scalar?.text ?? "" }
  /// Of the key.
  package var place: Place { name.place }
}

extension [YAMLEntry] {
  /// Linear: the maps that are looked into hold a handful of keys.
  subscript(key: String) -> YAMLEntry? { first { $0.key == key } }
}
