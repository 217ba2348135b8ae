import Foundation

/// gzip(1), which is none of ours.
enum Gzip {
  static func member(_ bytes: [UInt8]) throws -> [UInt8] {
    let scratch = Scratch()
    let path = scratch.write("plain", bytes)
    let outcome = try Command.run(program: "/bin/gzip", ["-n", "-k", path])
    guard outcome.status == 0 else { throw CocoaError(.fileWriteUnknown) }
    return [UInt8](FileManager.default.contents(atPath: path + ".gz") ?? Data())
  }

  /// One member for each piece, wherever the pieces end.
  static func members(_ pieces: [[UInt8]]) throws -> [UInt8] { try pieces.flatMap(member) }
}
