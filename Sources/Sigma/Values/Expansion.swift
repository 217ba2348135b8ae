/// Replaces `%name%` by the values configured for it (SPEC 3.9).
struct Expansion {
  static let maximumValues = 10_000
  var placeholders: [String: [String]]

  /// Every combination of the values. Configured values are read as a rule's strings are, so that a wildcard in them is one.
  func strings(_ string: SigmaString) throws(Mistake) -> [SigmaString] {
    var results = [SigmaString()]
    for part in string.parts {
      guard case .placeholder(let name) = part else {
        for index in results.indices { results[index].append(part) }
        continue
      }
      let values = try values(name).map { SigmaString($0) }
      guard results.count * values.count <= Self.maximumValues else {
        throw Mistake("`%\(name)%` expands to more than \(Self.maximumValues) values; split the item")
      }
      results = results.flatMap { result in
        values.map { value in
          var variant = result
          variant.append(value)
          return variant
        }
      }
    }
    return results
  }

  /// The pattern with each placeholder replaced by an alternation.
  func regex(_ pattern: String) throws(Mistake) -> String {
    let parts = pattern.split(separator: "%", omittingEmptySubsequences: false)
    var result = String(parts[0])
    var index = 1
    while index < parts.count {
      let name = parts[index]
      let isEscaped = result.utf8.reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
      if isEscaped || index + 1 == parts.count || name.isEmpty || name.contains(where: { "\\*? ".contains($0) }) {
        result += "%" + name
        index += 1
      } else {
        result += "(?:" + (try values(String(name))).map { Self.alternative(SigmaString($0)) }.joined(separator: "|") + ")"
        result += parts[index + 1]
        index += 2
      }
    }
    return result
  }

  private func values(_ name: String) throws(Mistake) -> [String] {
    if let values = placeholders[name], !values.isEmpty { return values }
    let near = Suggestion.nearest(name, placeholders.keys.sorted())
    throw Mistake(
      "no values are configured for the placeholder `%\(name)%`; list them under `placeholders: {\(name): […]}` in the "
        + "configuration" + (near.map { ", or did you mean `%\($0)%`?" } ?? ", or remove the rule"))
  }

  private static func alternative(_ string: SigmaString) -> String {
    string.parts.map { part in
      switch part {
      case .literal(let bytes): escape(String(decoding: bytes, as: UTF8.self))
      case .anyRun: "(?s:.*)"
      case .anyOne: "(?s:.)"
      case .placeholder(let name): escape("%\(name)%")
      }
    }.joined()
  }

  private static func escape(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\.^$*+?{}[]()|".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}
