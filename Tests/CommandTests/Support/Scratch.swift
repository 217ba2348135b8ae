import Foundation

/// A directory of its own for one test, gone with it.
final class Scratch: Sendable {
  let path: String

  init(in directory: URL = FileManager.default.temporaryDirectory) {
    path = directory.appending(path: "tocsin-command-\(UUID().uuidString)").path()
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  subscript(name: String) -> String { "\(path)/\(name)" }

  /// Writes a file and the directories above it; its path.
  @discardableResult
  func write(_ name: String, _ bytes: some Sequence<UInt8>) -> String {
    let directory = (self[name] as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    precondition(FileManager.default.createFile(atPath: self[name], contents: Data(bytes)), "cannot write \(name)")
    return self[name]
  }

  @discardableResult
  func write(_ name: String, _ text: String) -> String { write(name, text.utf8) }

  /// Sets when a file was last written, in seconds since 1970.
  func touch(_ name: String, _ seconds: Int) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(seconds))], ofItemAtPath: self[name])
  }
}
