import Foundation
import Yams

/// Reads typed settings out of one file's nodes and collects everything that is wrong with them.
///
/// Each method reports what it refuses and then returns nil or what is left, so that one pass finds all problems.
final class SettingReader {
  let path: String
  private(set) var problems: [ConfigurationProblem] = []

  init(path: String) { self.path = path }

  func location(_ node: Node) -> SettingLocation {
    SettingLocation(path: path, line: node.mark?.line, column: node.mark?.column)
  }

  func refuse(_ node: Node, _ message: String) {
    problems.append(ConfigurationProblem(.error, location(node), message))
  }

  func refuse(_ location: SettingLocation, _ message: String) {
    problems.append(ConfigurationProblem(.error, location, message))
  }

  /// The entries of a map, without those whose key is unknown; nothing at all is an empty map.
  func map(_ node: Node, _ name: String, keys: [String]) -> [String: Node] {
    if isNothing(node) { return [:] }
    guard case .mapping(let mapping) = node else {
      refuse(node, "\"\(name)\" must be a map, not \(kind(node))")
      return [:]
    }
    var entries: [String: Node] = [:]
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        refuse(key, "a key must be text, not \(kind(key))")
        continue
      }
      if keys.contains(scalar.string) {
        entries[scalar.string] = value
      } else {
        refuse(key, "unknown key \"\(printable(scalar.string))\"" + Spelling.hint(scalar.string, in: keys))
      }
    }
    return entries
  }

  func list(_ node: Node, _ name: String) -> [Node] {
    guard case .sequence(let sequence) = node else {
      refuse(node, "\"\(name)\" must be a list, not \(kind(node))")
      return []
    }
    return Array(sequence)
  }

  func text(_ node: Node, _ name: String) -> String? {
    guard case .scalar(let scalar) = node, !isNothing(node) else {
      refuse(node, "\"\(name)\" must be text, not \(kind(node))")
      return nil
    }
    if scalar.string.isEmpty || scalar.string.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
      refuse(node, "\"\(name)\" must not be empty or hold control characters")
      return nil
    }
    return scalar.string
  }

  /// A list of texts, or one text alone.
  func texts(_ node: Node, _ name: String) -> [String] {
    if case .scalar = node { return text(node, name).map { [$0] } ?? [] }
    return list(node, name).compactMap { text($0, name) }
  }

  func choice<Value>(_ node: Node, _ name: String, _ choices: [(name: String, value: Value)]) -> Value? {
    guard let text = text(node, name) else { return nil }
    if let choice = choices.first(where: { $0.name == text }) { return choice.value }
    refuse(node, "\"\(name)\" cannot be \"\(printable(text))\"" + Spelling.hint(text, in: choices.map(\.name)))
    return nil
  }

  func duration(_ node: Node, _ name: String, in range: ClosedRange<Duration>) -> Duration? {
    guard let text = text(node, name) else { return nil }
    guard let duration = Quantity.duration(text) else {
      refuse(node, "\"\(name)\" must be a span such as 5s, 10m, 1h or 2d, not \"\(printable(text))\"")
      return nil
    }
    guard range.contains(duration) else {
      refuse(node, "\"\(name)\" must be from \(Quantity.text(range.lowerBound)) to \(Quantity.text(range.upperBound))")
      return nil
    }
    return duration
  }

  func size(_ node: Node, _ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = text(node, name) else { return nil }
    guard let size = Quantity.size(text) else {
      refuse(node, "\"\(name)\" must be a size such as 256KiB, 64MiB or 1GiB, not \"\(printable(text))\"")
      return nil
    }
    guard range.contains(size) else {
      refuse(node, "\"\(name)\" must be from \(Quantity.text(range.lowerBound)) to \(Quantity.text(range.upperBound))")
      return nil
    }
    return size
  }

  /// A path; a relative one starts at the directory of the file it stands in.
  func path(_ node: Node, _ name: String) -> String? {
    guard let text = text(node, name) else { return nil }
    if text.hasPrefix("/") { return text }
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent()
    return directory.appendingPathComponent(text.hasPrefix("./") ? String(text.dropFirst(2)) : text).standardizedFileURL.path
  }

  func timezone(_ node: Node, _ name: String) -> String? {
    guard let text = text(node, name) else { return nil }
    if TimeZone(identifier: text) != nil { return text }
    let hint = Spelling.nearest(text, in: TimeZone.knownTimeZoneIdentifiers).map { "; did you mean \"\($0)\"?" }
    refuse(node, "\"\(name)\" must be a zone such as Europe/Berlin or UTC, not \"\(printable(text))\"" + (hint ?? ""))
    return nil
  }

  func isNothing(_ node: Node) -> Bool {
    guard case .scalar(let scalar) = node, scalar.style == .any || scalar.style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  private func kind(_ node: Node) -> String {
    switch node {
    case .mapping: "a map"
    case .sequence: "a list"
    case .scalar: isNothing(node) ? "nothing" : "text"
    case .alias: "an alias"
    }
  }

  /// Safe to show on a terminal, and short.
  private func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(80).map { $0.value < 32 || $0.value == 127 ? "\u{FFFD}" : $0 }
    return String(String.UnicodeScalarView(scalars))
  }
}
