extension Expression {
  /// All of them, flattened.
  static func all(_ parts: [Expression]) -> Expression {
    if parts.count == 1 { return parts[0] }
    guard parts.contains(where: { if case .and = $0 { true } else { false } }) else { return .and(parts) }
    return .and(parts.flatMap { part -> [Expression] in if case .and(let inner) = part { inner } else { [part] } })
  }

  /// Any of them, flattened.
  static func any(_ parts: [Expression]) -> Expression {
    if parts.count == 1 { return parts[0] }
    guard parts.contains(where: { if case .or = $0 { true } else { false } }) else { return .or(parts) }
    return .or(parts.flatMap { part -> [Expression] in if case .or(let inner) = part { inner } else { [part] } })
  }

  static func negation(of part: Expression) -> Expression {
    if case .not(let inner) = part { return inner }
    return .not(part)
  }
}
