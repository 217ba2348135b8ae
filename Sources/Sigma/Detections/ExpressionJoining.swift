extension Expression {
  /// All of them, flattened.
  static func all(_ parts: [Expression]) -> Expression {
    if parts.count == 1 { return parts[0] }
    return .and(parts.flatMap { part -> [Expression] in if case .and(let inner) = part { inner } else { [part] } })
  }

  /// Any of them, flattened.
  static func any(_ parts: [Expression]) -> Expression {
    if parts.count == 1 { return parts[0] }
    return .or(parts.flatMap { part -> [Expression] in if case .or(let inner) = part { inner } else { [part] } })
  }

  static func negation(of part: Expression) -> Expression {
    if case .not(let inner) = part { return inner }
    return .not(part)
  }
}
