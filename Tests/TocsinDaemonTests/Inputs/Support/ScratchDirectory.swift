import Foundation
import Glibc

/// A directory of its own for one test, gone with it.
final class ScratchDirectory: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/tocsin-inputs-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { fatalError("mkdtemp: errno \(errno)") }
    path = String(cString: made)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  subscript(name: String) -> String { path + "/" + name }

  @discardableResult
  func write(_ name: String, _ bytes: some Sequence<UInt8>) -> String {
    makeDirectory((name as NSString).deletingLastPathComponent)
    guard FileManager.default.createFile(atPath: self[name], contents: Data(bytes)) else { fatalError("cannot write \(name)") }
    return self[name]
  }

  @discardableResult
  func write(_ name: String, _ text: String) -> String { write(name, text.utf8) }

  /// Appends in one write(2), creating the file where it is missing.
  func append(_ name: String, _ text: String) {
    let descriptor = open(self[name], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { fatalError("cannot open \(name)") }
    defer { close(descriptor) }
    guard Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count else { fatalError("cannot write \(name)") }
  }

  func makeDirectory(_ name: String) {
    try? FileManager.default.createDirectory(atPath: self[name], withIntermediateDirectories: true)
  }

  func move(_ from: String, to: String) { guard rename(self[from], self[to]) == 0 else { fatalError("rename \(from)") } }

  func remove(_ name: String) { guard unlink(self[name]) == 0 else { fatalError("unlink \(name)") } }

  /// Sets the time of last writing, in seconds since 1970.
  func touch(_ name: String, _ seconds: Int) {
    let time = timespec(tv_sec: seconds, tv_nsec: 0)
    guard utimensat(AT_FDCWD, self[name], [time, time], 0) == 0 else { fatalError("utimensat \(name)") }
  }
}
