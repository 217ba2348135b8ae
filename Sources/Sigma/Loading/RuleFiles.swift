import Foundation

/// Finds and reads rule files.
enum RuleFiles {
  struct Failure: Error {
    var path: String
    var message: String

    static func tooLong(_ path: String, _ limit: Int) -> Failure {
      Failure(path: path, message: "the file is larger than \(limit >> 20) MiB; split it")
    }
  }

  /// Paths of all `.yml` and `.yaml` files under the directory, sorted.
  static func find(in directory: String) throws(Failure) -> [String] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory), isDirectory.boolValue else {
      throw Failure(path: directory, message: "there is no such directory; check the path")
    }
    guard let walker = FileManager.default.enumerator(atPath: directory) else {
      throw Failure(path: directory, message: "the directory cannot be read; check its permissions")
    }
    let base = directory.hasSuffix("/") ? directory : directory + "/"
    var found: [String] = []
    while let path = walker.nextObject() as? String {
      guard path.hasSuffix(".yml") || path.hasSuffix(".yaml") else { continue }
      if path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { continue }
      found.append(base + path)
    }
    return found.sorted()
  }

  static func read(_ path: String, limit: Int) throws(Failure) -> String {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw Failure(path: path, message: "the file cannot be opened; check the path and its permissions")
    }
    defer { try? file.close() }
    guard let data = try? file.read(upToCount: limit + 1) ?? Data() else {
      throw Failure(path: path, message: "the file cannot be read")
    }
    guard data.count <= limit else { throw Failure.tooLong(path, limit) }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Failure(path: path, message: "the file is not UTF-8; convert it")
    }
    return text
  }
}
