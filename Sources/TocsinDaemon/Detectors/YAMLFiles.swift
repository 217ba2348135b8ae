import Foundation

/// Finds YAML files.
enum YAMLFiles {
  /// Every `*.yml` and `*.yaml` below a directory but not in directories of the given names, sorted by path; or the file itself.
  static func find(in path: String, skipping names: Set<String>) -> [String] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return [] }
    guard isDirectory.boolValue else { return [path] }
    var found: [String] = []
    for entry in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where !entry.hasPrefix(".") {
      let full = path.hasSuffix("/") ? path + entry : "\(path)/\(entry)"
      var isInner: ObjCBool = false
      guard FileManager.default.fileExists(atPath: full, isDirectory: &isInner) else { continue }
      if isInner.boolValue {
        if !names.contains(entry) { found += find(in: full, skipping: names) }
      } else if entry.hasSuffix(".yml") || entry.hasSuffix(".yaml") {
        found.append(full)
      }
    }
    return found.sorted()
  }
}
