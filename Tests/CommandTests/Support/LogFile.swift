import Foundation

/// A log of a test: the name it is read under, and what it holds.
struct LogFile {
  var name: String
  var bytes: [UInt8]

  init(_ name: String, _ bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
  init(_ name: String, lines: [String]) { self.init(name, Array(lines.map { $0 + "\n" }.joined().utf8)) }

  var lines: [String] { String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init) }

  /// Whether each line is one of RFC 3164, which a journal entry can say as well.
  var isSyslog: Bool { !lines.isEmpty && lines.allSatisfy { JournalEntry($0, year: 2026) != nil } }

  /// The logs of all stories, each named after its story.
  static let stories: [LogFile] = {
    let samples = "\(Command.repository)/Samples"
    let paths = (FileManager.default.subpaths(atPath: samples) ?? []).filter { $0.hasSuffix(".log") }.sorted()
    return paths.map { path in
      LogFile(
        path.replacing("/", with: "."), [UInt8](FileManager.default.contents(atPath: "\(samples)/\(path)") ?? Data()))
    }
  }()
}
