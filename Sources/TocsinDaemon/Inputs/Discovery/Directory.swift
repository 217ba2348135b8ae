import Glibc

/// Reads directories.
enum Directory {
  /// The names in a directory, sorted by their bytes, without `.` and `..`.
  static func names(in path: String) throws(InputError) -> [String] {
    guard let stream = opendir(path) else { throw InputError("list", name: path, errno: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw InputError("list", name: path, errno: errno) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
