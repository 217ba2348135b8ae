import Foundation
import Testing

/// Alerts as `replay -o json` writes them, made comparable: keys in order, and nothing under keys named `log`.
enum Alerts {
  static let arguments = [
    "-o", "json", "--actions", "opened,updated,closed", "--year", "2026", "--timezone", "UTC",
  ]

  /// Replays and gives each alert as text; a run that fails or complains is an issue of the test.
  static func replay(_ arguments: [String], input: [[UInt8]] = [], in directory: String = Command.repository) throws -> [String] {
    let outcome = try Command.run(["replay"] + arguments + self.arguments, input: input, in: directory)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(arguments): status \(outcome.status)\n\(outcome.errors)")
    return try outcome.lines.map(normalised)
  }

  static func normalised(_ line: String) throws -> String {
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
    let data = try JSONSerialization.data(withJSONObject: withoutLog(object), options: [.sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self)
  }

  /// Alerts by rule, each rule's in their order: across rules, the service tells each as soon as it can.
  static func byRule(_ lines: [String]) throws -> [String] {
    let keyed = try lines.map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return (rule: try #require((object?["rule"] as? [String: Any])?["uuid"] as? String), line: line)
    }
    // A stable sort, though the standard library does not promise it to be one.
    return keyed.enumerated().sorted { ($0.element.rule, $0.offset) < ($1.element.rule, $1.offset) }.map(\.element.line)
  }

  private static func withoutLog(_ value: Any) -> Any {
    if let object = value as? [String: Any] { return object.filter { $0.key != "log" }.mapValues(withoutLog) }
    if let list = value as? [Any] { return list.map(withoutLog) }
    return value
  }

  /// The first place where two lists differ, for a person to read; nil where they are the same.
  static func difference(_ found: [String], _ expected: [String]) -> String? {
    if found == expected { return nil }
    let index = zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(found.count, expected.count)
    func line(_ list: [String]) -> String { index < list.count ? list[index] : "(none)" }
    let isOrder = found.sorted() == expected.sorted() ? " (the same alerts in another order)" : ""
    return "\(found.count) alerts, \(expected.count) expected\(isOrder); at \(index):\n  \(line(found))\n  \(line(expected))"
  }
}
