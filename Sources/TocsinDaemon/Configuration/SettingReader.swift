import Foundation
import Sigma

/// Reads typed settings out of one file's nodes and collects everything that is wrong with them.
///
/// Each method reports what it refuses and then returns nil or what is left, so that one pass finds all problems.
final class SettingReader {
  let path: String
  private(set) var problems: [ConfigurationProblem] = []

  init(path: String) { self.path = path }

  func location(_ node: YAMLNode) -> SettingLocation {
    SettingLocation(path: path, line: node.place.line, column: node.place.column)
  }

  func refuse(_ node: YAMLNode, _ message: String) {
    problems.append(ConfigurationProblem(.error, location(node), message))
  }

  func refuse(_ location: SettingLocation, _ message: String) {
    problems.append(ConfigurationProblem(.error, location, message))
  }

  /// The entries of a map, without those whose key is unknown; nothing at all is an empty map.
  func map(_ node: YAMLNode, _ name: String, keys: [String]) -> [String: YAMLNode] {
    if isNothing(node) { return [:] }
    guard case .map(let map) = node.content else {
      refuse(node, "\"\(name)\" must be a map, not \(kind(node))")
      return [:]
    }
    var entries: [String: YAMLNode] = [:]
    for entry in map {
      guard entry.hasTextKey else {
        refuse(entry.name, "a key must be text, not \(kind(entry.name))")
        continue
      }
      if keys.contains(entry.key) {
        entries[entry.key] = entry.value
      } else {
        refuse(entry.name, "unknown key \"\(printable(entry.key))\"" + Spelling.hint(entry.key, in: keys))
      }
    }
    return entries
  }

  func list(_ node: YAMLNode, _ name: String) -> [YAMLNode] {
    guard case .list(let list) = node.content else {
      refuse(node, "\"\(name)\" must be a list, not \(kind(node))")
      return []
    }
    return list
  }

  func text(_ node: YAMLNode, _ name: String) -> String? {
    guard let scalar = node.scalar, !isNothing(node) else {
      refuse(node, "\"\(name)\" must be text, not \(kind(node))")
      return nil
    }
    if scalar.text.isEmpty || scalar.text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
      refuse(node, "\"\(name)\" must not be empty or hold control characters")
      return nil
    }
    return scalar.text
  }

  /// A list of texts, or one text alone.
  func texts(_ node: YAMLNode, _ name: String) -> [String] {
    if node.scalar != nil { return text(node, name).map { [$0] } ?? [] }
    return list(node, name).compactMap { text($0, name) }
  }

  func choice<Value>(_ node: YAMLNode, _ name: String, _ choices: [(name: String, value: Value)]) -> Value? {
    guard let text = text(node, name) else { return nil }
    if let choice = choices.first(where: { $0.name == text }) { return choice.value }
    refuse(node, "\"\(name)\" cannot be \"\(printable(text))\"" + Spelling.hint(text, in: choices.map(\.name)))
    return nil
  }

  func duration(_ node: YAMLNode, _ name: String, in range: ClosedRange<Duration>) -> Duration? {
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

  func size(_ node: YAMLNode, _ name: String, in range: ClosedRange<Int>) -> Int? {
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
  func path(_ node: YAMLNode, _ name: String) -> String? {
    guard let text = text(node, name) else { return nil }
    if text.hasPrefix("/") { return text }
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent()
    return directory.appendingPathComponent(text.hasPrefix("./") ? String(text.dropFirst(2)) : text).standardizedFileURL.path
  }

  func timezone(_ node: YAMLNode, _ name: String) -> String? {
    guard let text = text(node, name) else { return nil }
    if TimeZone(identifier: text) != nil { return text }
    let hint = Spelling.nearest(text, in: TimeZone.knownTimeZoneIdentifiers).map { "; did you mean \"\($0)\"?" }
    refuse(node, "\"\(name)\" must be a zone such as Europe/Berlin or UTC, not \"\(printable(text))\"" + (hint ?? ""))
    return nil
  }

  func isNothing(_ node: YAMLNode) -> Bool {
    guard let scalar = node.scalar, scalar.style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.text)
  }

  private func kind(_ node: YAMLNode) -> String {
    switch node.content {
    case .map: "a map"
    case .list: "a list"
    case .scalar: isNothing(node) ? "nothing" : "text"
    }
  }

  /// Safe to show on a terminal, and short.
  private func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(80).map { $0.value < 32 || $0.value == 127 ? "\u{FFFD}" : $0 }
    return String(String.UnicodeScalarView(scalars))
  }
}
