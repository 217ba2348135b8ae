import Foundation

/// Files that are read whole, up to a limit.
enum SmallFile {
  struct Failure: Error {
    /// In words, without the path.
    var reason: String
  }

  static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16 << 10)
    while bytes.count <= limit {
      let count = piece.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 else { throw failure() }
      if count == 0 { return bytes }
      bytes += piece.prefix(count)
    }
    throw Failure(reason: "longer than \(Quantity.text(limit))")
  }

  private static func failure() -> Failure { Failure(reason: String(cString: strerror(errno))) }
}
