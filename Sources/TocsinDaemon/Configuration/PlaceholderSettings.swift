import Sigma

extension SettingReader {
  /// `placeholders`: names that rules write as `%name%`, each with its list of values.
  func placeholders(_ node: YAMLNode) -> [String: [String]] {
    if isNothing(node) { return [:] }
    guard let entries = node.map else {
      refuse(node, "\"placeholders\" must be a map of names to lists, such as {Administrators: [root, anna]}")
      return [:]
    }
    var result: [String: [String]] = [:]
    for entry in entries {
      guard let name = text(entry.name, "placeholders") else { continue }
      if let wrong = name.unicodeScalars.first(where: { $0.value <= 32 || "%*?\\".unicodeScalars.contains($0) }) {
        refuse(entry.name, "the name of a placeholder holds no \"\(wrong)\"; rules write %NAME%, and here it is NAME alone")
        continue
      }
      let values = texts(entry.value, name)
      if entry.value.list?.isEmpty == true {
        refuse(entry.value, "\"\(name)\" has no values; name one, or remove the key")
      }
      if !values.isEmpty { result[name] = values }
    }
    return result
  }
}
