import Yams

/// What the YAML parser objects to, in one line.
enum YAMLFault {
  static func location(_ error: YamlError, path: String) -> SettingLocation {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      SettingLocation(path: path, line: mark.line, column: mark.column)
    case .duplicatedKeysInMapping(_, let context):
      SettingLocation(path: path, line: context.mark.line, column: context.mark.column)
    default: SettingLocation(path: path)
    }
  }

  static func message(_ error: YamlError) -> String {
    switch error {
    case .scanner(let context, let problem, _, _), .parser(let context, let problem, _, _),
      .composer(let context, let problem, _, _):
      "not YAML: " + [context?.text, problem].compactMap { $0 }.joined(separator: ", ")
    case .reader(let problem, _, _, _): "not YAML: \(problem)"
    case .duplicatedKeysInMapping(let duplicates, _):
      "the same key twice in one map: \(duplicates.sorted().joined(separator: ", "))"
    default: "not YAML"
    }
  }
}
