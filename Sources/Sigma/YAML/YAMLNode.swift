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
}

package struct YAMLEntry: Sendable {
  enum Style: Sendable { case plain, quoted, block, list, map }
  /// Empty where the key is a list or a map.
  package var key: String
  /// How the key was written.
  var style: Style
  /// Of the key.
  package var place: Place
  package var value: YAMLNode

  /// The key as a node; a list or map without its contents.
  package var name: YAMLNode {
    let content: YAMLNode.Content =
      switch style {
      case .plain: .scalar(YAMLScalar(text: key, style: .plain, isText: false))
      case .quoted: .scalar(YAMLScalar(text: key, style: .quoted, isText: true))
      case .block: .scalar(YAMLScalar(text: key, style: .block, isText: true))
      case .list: .list([])
      case .map: .map([])
      }
    return YAMLNode(content: content, place: place)
  }

  package var hasTextKey: Bool { style != .list && style != .map }
  /// Whether its value is merged into the map that it stands in.
  var isMerge: Bool { style == .plain && key == "<<" }

  /// An alias of a key stands elsewhere than the key.
  init(name: YAMLNode, at place: Place, value: YAMLNode) {
    (self.place, self.value) = (place, value)
    switch name.content {
    case .scalar(let scalar):
      key = scalar.text
      switch scalar.style {
      case .plain: style = .plain
      case .quoted: style = .quoted
      case .block: style = .block
      }
    case .list: (key, style) = ("", .list)
    case .map: (key, style) = ("", .map)
    }
  }
}

extension [YAMLEntry] {
  /// Linear: the maps that are looked into hold a handful of keys.
  subscript(key: String) -> YAMLEntry? {
    for index in indices where self[index].key == key { return self[index] }
    return nil
  }
}
