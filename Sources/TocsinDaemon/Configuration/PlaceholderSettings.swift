import Yams

extension SettingReader {
  /// `placeholders`: names that rules write as `%name%`, each with its list of values.
  func placeholders(_ node: Node) -> [String: [String]] {
    if isNothing(node) { return [:] }
    guard case .mapping(let mapping) = node else {
      refuse(node, "\"placeholders\" must be a map of names to lists, such as {Administrators: [root, anna]}")
      return [:]
    }
    var result: [String: [String]] = [:]
    for (key, value) in mapping {
      guard let name = text(key, "placeholders") else { continue }
      if let wrong = name.unicodeScalars.first(where: { $0.value <= 32 || "%*?\\".unicodeScalars.contains($0) }) {
        refuse(key, "the name of a placeholder holds no \"\(wrong)\"; rules write %NAME%, and here it is NAME alone")
        continue
      }
      let values = texts(value, name)
      if case .sequence(let list) = value, list.isEmpty {
        refuse(value, "\"\(name)\" has no values; name one, or remove the key")
      }
      if !values.isEmpty { result[name] = values }
    }
    return result
  }
}
