import Glibc

/// A path whose components may hold the wildcards of glob(7): `*`, `?`, `[…]`. A leading dot is only matched by a dot.
struct PathPattern: Equatable, Sendable {
  /// Where the walk starts: `/`, or `.` for a relative pattern.
  let root: String
  let components: [String]

  init(_ text: String) {
    let isAbsolute = text.utf8.first == UInt8(ascii: "/")
    root = isAbsolute ? "/" : "."
    components = text.split(separator: "/").map(String.init).filter { $0 != "." }
  }

  static func hasWildcards(_ text: String) -> Bool {
    text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
  }

  /// Whether `name` fits the component at `level`.
  func matches(_ name: String, level: Int) -> Bool {
    let component = components[level]
    return Self.hasWildcards(component) ? fnmatch(component, name, FNM_PERIOD) == 0 : component == name
  }

  /// The names in `directory` that fit the component at `level`, sorted; throws where the directory cannot be listed.
  func names(in directory: String, level: Int) throws(InputError) -> [String] {
    let component = components[level]
    guard Self.hasWildcards(component) else { return [component] }
    return try Directory.names(in: directory).filter { matches($0, level: level) }
  }

  /// All paths that fit, sorted, whatever they are; directories that cannot be listed go to `errors`.
  func expand(errors: inout [InputError]) -> [String] {
    var paths = [root == "/" ? "/" : ""]
    for level in components.indices {
      var next: [String] = []
      for path in paths {
        do throws(InputError) {
          for name in try names(in: path.isEmpty ? "." : path, level: level) {
            let child = Self.join(path, name)
            if case .success = FileStatus.of(child, followingLinks: false) { next.append(child) }
          }
        } catch {
          // A plain file among the matches of an inner component is no directory and no mistake.
          if error.kind != .system(ENOTDIR), error.kind != .system(ENOENT) { errors.append(error) }
        }
      }
      paths = next
    }
    return paths
  }

  static func join(_ directory: String, _ name: String) -> String {
    directory.isEmpty || directory.hasSuffix("/") ? directory + name : directory + "/" + name
  }

  /// The directory of a path and the name in it.
  static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    let directory = slash == path.startIndex ? "/" : String(path[..<slash])
    return (directory, String(path[path.index(after: slash)...]))
  }
}
