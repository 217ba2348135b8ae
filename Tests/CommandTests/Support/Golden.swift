import Foundation
import Testing

/// What users see, pinned in `Golden/`: a file that is missing is written, and the test fails so that somebody reads it.
enum Golden {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Golden").standardized.path()

  static func expect(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let path = "\(folder)/\(name)"
    guard let wanted = FileManager.default.contents(atPath: path) else {
      try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      _ = FileManager.default.createFile(atPath: path, contents: Data(text.utf8))
      Issue.record("\(name) was missing and is written now; read it before you keep it", sourceLocation: sourceLocation)
      return
    }
    let known = String(decoding: wanted, as: UTF8.self)
    guard known != text else { return }
    let (new, old) = (
      text.split(separator: "\n", omittingEmptySubsequences: false),
      known.split(separator: "\n", omittingEmptySubsequences: false)
    )
    let place = zip(new, old).enumerated().first { $1.0 != $1.1 }?.offset ?? min(new.count, old.count)
    func line(_ lines: [Substring]) -> Substring { place < lines.count ? lines[place] : "(end)" }
    Issue.record("\(name), line \(place + 1):\n  \(line(new))\nis to be\n  \(line(old))", sourceLocation: sourceLocation)
  }
}
