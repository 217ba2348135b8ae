import Sigma

/// What the YAML parser objects to, in one line.
enum YAMLFault {
  static func location(_ error: YAMLError, path: String) -> SettingLocation {
    switch error {
    case .syntax(_, _, let place), .duplicateKeys(_, let place):
      SettingLocation(path: path, line: place.line, column: place.column)
    case .character, .memory: SettingLocation(path: path)
    }
  }

  static func message(_ error: YAMLError) -> String {
    switch error {
    case .syntax(let problem, let context, _):
      "not YAML: " + [context, problem].compactMap { $0 }.joined(separator: ", ")
    case .character(let problem, _): "not YAML: \(problem)"
    case .duplicateKeys(let keys, _): "the same key twice in one map: \(keys.joined(separator: ", "))"
    case .memory: "not YAML"
    }
  }
}
