import Foundation
import Sigma
import TocsinEngine

extension SettingReader {
  private static var routeKeys: [String] { ["levels", "actions", "tags"] }

  func sink(_ node: YAMLNode) -> Configuration.Sink? {
    guard let (key, value) = entry(node, of: "sinks", keys: ["stdout", "file", "webhook"]) else { return nil }
    switch key {
    case "stdout": return .stdout(stdoutOutput(value))
    case "file": return fileOutput(value, at: node).map { .file($0) }
    default: return webhookOutput(value, at: node).map { .webhook($0) }
    }
  }

  private func stdoutOutput(_ node: YAMLNode?) -> Configuration.StdoutOutput {
    var output = Configuration.StdoutOutput()
    guard let node else { return output }
    let entries = map(node, "stdout", keys: ["format"] + Self.routeKeys)
    if let format = entries["format"] {
      output.format = choice(format, "format", StdoutSink.Format.allCases.map { ($0.rawValue, $0) }) ?? .text
    }
    read(entries, into: &output.route)
    return output
  }

  private func fileOutput(_ node: YAMLNode?, at entry: YAMLNode) -> Configuration.FileOutput? {
    guard let node, !isNothing(node) else {
      refuse(entry, "\"file\" needs a path: file: /var/log/tocsin/alerts.jsonl")
      return nil
    }
    var output = Configuration.FileOutput(path: "")
    output.location = location(entry)
    if node.map != nil {
      let entries = map(node, "file", keys: ["path"] + Self.routeKeys)
      if let path = entries["path"] {
        output.path = self.path(path, "path") ?? ""
      } else {
        refuse(node, "\"file\" needs the key \"path\"")
      }
      read(entries, into: &output.route)
    } else {
      output.path = path(node, "file") ?? ""
    }
    return output.path.isEmpty ? nil : output
  }

  private func webhookOutput(_ node: YAMLNode?, at entry: YAMLNode) -> Configuration.WebhookOutput? {
    guard let node, node.map != nil else {
      refuse(node ?? entry, "\"webhook\" must be a map: webhook: {url: https://…}")
      return nil
    }
    let entries = map(node, "webhook", keys: ["url", "credential", "headers", "authorities"] + Self.routeKeys)
    if entries["url"] == nil { refuse(node, "\"webhook\" needs the key \"url\"") }
    let url = entries["url"].flatMap { urlValue($0) }
    var output = Configuration.WebhookOutput(url: url ?? .text(""))
    output.location = location(entry)
    if let name = entries["credential"] { output.credential = credential(name, "credential") }
    if let headers = entries["headers"] { output.headers = self.headers(headers) }
    if let file = entries["authorities"] { output.authorities = path(file, "authorities") }
    read(entries, into: &output.route)
    return url == nil ? nil : output
  }

  /// What is not set stays as it is.
  private func read(_ entries: [String: YAMLNode], into route: inout Route) {
    if let levels = entries["levels"] {
      let names = AlertLevel.allCases.map { ($0.name, $0) }
      route.levels = Set(choices(levels, "levels", names))
    }
    if let actions = entries["actions"] {
      let all: [Alert.Action] = [.opened, .updated, .closed]
      route.actions = Set(choices(actions, "actions", all.map { ($0.rawValue, $0) }))
    }
    if let tags = entries["tags"] { route.tags = texts(tags, "tags") }
  }

  private func choices<Value>(_ node: YAMLNode, _ name: String, _ known: [(String, Value)]) -> [Value] {
    if node.scalar != nil { return choice(node, name, known).map { [$0] } ?? [] }
    let nodes = list(node, name)
    if node.list != nil, nodes.isEmpty { refuse(node, "\"\(name)\" is empty: the sink would get nothing") }
    return nodes.compactMap { choice($0, name, known) }
  }

  /// `{credential: NAME}`, or nil where the node is something else.
  private func placed(_ node: YAMLNode, _ name: String) -> Configuration.WebhookOutput.Value? {
    guard node.map != nil else { return nil }
    guard let place = map(node, name, keys: ["credential"])["credential"] else { return nil }
    return credential(place, "credential").map { .credential($0) }
  }

  /// What is said of a URL never repeats it.
  private func urlValue(_ node: YAMLNode) -> Configuration.WebhookOutput.Value? {
    if node.map != nil { return placed(node, "url") }
    guard let text = text(node, "url") else { return nil }
    if let problem = WebhookURL.problem(text) {
      refuse(node, problem)
      return nil
    }
    return .text(text)
  }

  private func credential(_ node: YAMLNode, _ name: String) -> Credential? {
    guard let text = text(node, name) else { return nil }
    if let credential = Credential(text) { return credential }
    // Not repeated: it may be the secret itself.
    refuse(node, "\"\(name)\" must say where the secret is: a systemd credential's name, env:NAME or file:/path")
    return nil
  }

  private func headers(_ node: YAMLNode) -> [(name: String, value: Configuration.WebhookOutput.Value)] {
    guard let entries = node.map else {
      refuse(node, "\"headers\" must be a map of names and values")
      return []
    }
    var headers: [(name: String, value: Configuration.WebhookOutput.Value)] = []
    for entry in entries {
      guard let name = text(entry.name, "a header's name") else { continue }
      let value = entry.value
      if let problem = WebhookHeader.problem(name: name) {
        refuse(entry.name, problem)
      } else if value.map != nil {
        if let place = placed(value, name) { headers.append((name, place)) }
      } else if WebhookHeader.isSecret(name: name) {
        refuse(value, "header \(name) carries a secret: write \(name): {credential: NAME}")
      } else if let text = text(value, name) {
        headers.append((name, .text(text)))
      }
    }
    return headers
  }
}
