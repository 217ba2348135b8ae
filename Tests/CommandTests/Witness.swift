import Foundation

/// A record that a public rule must match, or must not although it is near. `Tests/Witnesses` holds them; the rules themselves are
/// no part of the project.
struct Witness {
  var rule: String
  var isMatch: Bool
  /// What the input says of itself: `category=application,product=jvm`, or nothing.
  var logSource: String
  /// The physical lines of the record.
  var lines: [String]

  static let folder = "\(Command.repository)/Tests/Witnesses"

  /// The public rules, where they are there.
  static let rules: String? = {
    let shared = ProcessInfo.processInfo.environment["TOCSIN_SHARED"] ?? "\(Command.repository)/../shared"
    return FileManager.default.fileExists(atPath: "\(shared)/sigma/sigmahq/rules") ? "\(shared)/sigma/sigmahq" : nil
  }()

  struct BadLine: Error, CustomStringConvertible {
    var description: String
  }

  static func load() throws -> [Witness] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".txt") }.sorted()
    return try names.flatMap { try parse(String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8), name: $0) }
  }

  static func parse(_ text: String, name: String) throws -> [Witness] {
    var witnesses: [Witness] = []
    var (rule, logSource) = ("", "")
    // Enriched audit records hold a control character, which is no end of a line.
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let rest = String(line.drop { $0 != " " }.dropFirst())
      let mark = line.prefix { $0 != " " }
      switch mark {
      case "", "#": continue
      case "logsource": logSource = rest
      case "rule": rule = rest
      case "+", "-": witnesses.append(Witness(rule: rule, isMatch: line.first == "+", logSource: logSource, lines: [rest]))
      case "." where !witnesses.isEmpty: witnesses[witnesses.count - 1].lines.append(rest)
      default: throw BadLine(description: "\(name):\(index + 1): \(line)")
      }
    }
    return witnesses
  }
}
