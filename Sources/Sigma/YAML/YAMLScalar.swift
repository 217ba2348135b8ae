/// A scalar as written, and how it was quoted.
package struct YAMLScalar: Sendable {
  package enum Style: Sendable { case plain, quoted, block }
  package var text: String
  package var style: Style
  /// An explicit tag `!!str`, or quotes: not to be resolved.
  var isText: Bool

  enum Value: Sendable {
    case null
    case boolean(Bool)
    case number(Number)
    /// An integer beyond 64 bits, in canonical decimal digits.
    case hugeInteger(String)
    case text(String)

    var kind: String {
      switch self {
      case .null: "null"
      case .boolean: "a boolean"
      case .number, .hugeInteger: "a number"
      case .text: "a string"
      }
    }
  }

  /// The value by YAML 1.2's core schema: `yes` and `off` are text.
  var value: Value {
    if isText { return .text(text) }
    if text.isEmpty { return .null }
    var copy = text
    return copy.withUTF8 { CoreSchema.resolve($0) } ?? .text(text)
  }
}
