import Foundation
import TocsinEngine

/// A folder of logs and the episodes that they must give.
public struct Story {
  public let path: String
  public var name: String { (path as NSString).lastPathComponent }
  public var expectedPath: String { "\(path)/expected.jsonl" }

  public struct Result {
    /// One line for each episode, by the time it opened.
    public var found: [String]
    public var missing: [String]
    public var unexpected: [String]
    public var errors: [String]
    public var isAsExpected: Bool { missing.isEmpty && unexpected.isEmpty && errors.isEmpty }
  }

  /// The folder itself, or those below it, that hold `expected.jsonl`.
  public static func find(in directory: String) -> [Story] {
    let files = FileManager.default
    if files.fileExists(atPath: "\(directory)/expected.jsonl") { return [Story(path: directory)] }
    let names = ((try? files.contentsOfDirectory(atPath: directory)) ?? []).sorted()
    return names.map { Story(path: "\(directory)/\($0)") }.filter { files.fileExists(atPath: $0.expectedPath) }
  }

  public func play(_ detectors: DetectorSet) -> Result {
    var options = Replay.Options()
    options.year = 2026
    var opened: [String: Alert] = [:]
    var lines: [(time: Timestamp, line: String)] = []
    let replay = Replay(
      detectors, options: options,
      emit: { alert in
        if alert.action == .opened { opened[alert.episode] = alert }
        if alert.action == .closed, let first = opened[alert.episode] {
          lines.append((first.time, Self.line(first, alert.count)))
        }
      })
    let logs = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
      .filter { $0 != "expected.jsonl" && !$0.hasPrefix(".") && !$0.hasSuffix(".md") }.map { "\(path)/\($0)" }.sorted()
    let summary = replay.run(InputSet.discover(logs))
    let found = lines.sorted { ($0.time, $0.line) < ($1.time, $1.line) }.map(\.line)
    let expected = ((try? String(contentsOfFile: expectedPath, encoding: .utf8)) ?? "").split(separator: "\n").map(
      Self.normalised)
    let known = found.map(Self.normalised)
    return Result(
      found: found, missing: Self.difference(expected, known), unexpected: Self.difference(known, expected),
      errors: summary.errors.map(\.description))
  }

  private static func line(_ alert: Alert, _ count: Int) -> String {
    var bytes: [UInt8] = Array(#"{"rule":"#.utf8)
    JSONWriter.string(alert.rule.id, to: &bytes)
    bytes += Array(#","title":"#.utf8)
    JSONWriter.string(alert.rule.title, to: &bytes)
    bytes += Array(#","group":{"#.utf8)
    for (index, entry) in alert.group.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      JSONWriter.string(entry.name, to: &bytes)
      bytes.append(0x3A)
      JSONWriter.string(entry.value, to: &bytes)
    }
    bytes += Array(#"},"opened":"\#(alert.time.rfc3339)","count":\#(count)}"#.utf8)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The same object with its keys in order, so that formatting does not count.
  private static func normalised(_ line: some StringProtocol) -> String {
    guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)),
      let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
    else { return String(line) }
    return String(decoding: data, as: UTF8.self)
  }

  /// What `a` holds more often than `b`.
  private static func difference(_ a: [String], _ b: [String]) -> [String] {
    var rest = b
    return a.filter { line in
      guard let index = rest.firstIndex(of: line) else { return true }
      rest.remove(at: index)
      return false
    }
  }
}
