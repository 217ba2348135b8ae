/// Why a text is no YAML.
package enum YAMLError: Error {
  /// What the parser objects to and what it was at, in libyaml's words.
  case syntax(problem: String, context: String?, Place)
  /// A character that YAML forbids, behind so many others.
  case character(problem: String, offset: Int?)
  /// Keys that stand twice in one map, sorted, and where the first of them stands first.
  case duplicateKeys([String], Place)
  case memory
}
