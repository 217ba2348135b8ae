import Foundation

/// What the last lines of an alert file say was already delivered.
enum AlertTail {
  /// The `event.id` of each line that is whole, in order. Lines that are no alerts are passed over, and so is what attackers may have
  /// put into other fields: only the top-level `event` object counts.
  static func ids(in tail: [UInt8]) -> [String] {
    let decoder = JSONDecoder()
    return tail.split(separator: UInt8(ascii: "\n")).compactMap { line in
      try? decoder.decode(Line.self, from: Data(line)).event.id
    }
  }

  /// The newest rotated sibling that is not compressed: `alerts.jsonl.1`, `alerts.jsonl-20261124`.
  static func rotatedSibling(of path: String) -> String? {
    let url = URL(fileURLWithPath: path)
    let directory = url.deletingLastPathComponent().path
    let base = url.lastPathComponent
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let siblings = names.filter { name in
      guard name.hasPrefix(base) else { return false }
      let suffix = name.dropFirst(base.count)
      return (suffix.first == "." || suffix.first == "-") && suffix.count > 1 && suffix.dropFirst().allSatisfy(\.isWholeNumber)
    }
    let dated = siblings.compactMap { name -> (path: String, modified: Int)? in
      var status = stat()
      let path = directory + "/" + name
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      return (path, status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec)
    }
    return dated.max { ($0.modified, $1.path) < ($1.modified, $0.path) }?.path
  }

  private struct Line: Decodable {
    struct Event: Decodable { var id: String }
    var event: Event
  }
}
