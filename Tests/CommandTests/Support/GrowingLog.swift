import Foundation
import Glibc

/// A log that is being written, rotated and cut, and all that was ever written to it.
final class GrowingLog {
  let path: String
  private(set) var written: [UInt8] = []
  private var handle: FileHandle

  /// `history` stands in the log from before anyone looks, and is no part of what was written.
  init(_ path: String, history: String = "") throws {
    self.path = path
    handle = try Self.open(path)
    try handle.write(contentsOf: Data(history.utf8))
  }

  private static func open(_ path: String) throws -> FileHandle {
    let descriptor = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  func append(_ bytes: some Collection<UInt8>) {
    try? handle.write(contentsOf: Data(bytes))
    written += bytes
  }

  /// As logrotate does with `create`.
  func rename(to name: String) throws {
    try FileManager.default.moveItem(atPath: path, toPath: name)
    handle = try Self.open(path)
  }

  /// As logrotate does with `copytruncate`, with no writer in between.
  func copyAndTruncate(to name: String) throws {
    try FileManager.default.copyItem(atPath: path, toPath: name)
    try handle.truncate(atOffset: 0)
  }
}
