import Foundation

/// A case of `Tests/Conformance`, whose README says how one is written.
struct SigmaCase: CustomStringConvertible, Sendable {
  struct Event: Sendable {
    /// Seconds after the first event; nil where the case has no times.
    var time: Double?
    /// Titles of the rules that match it, or of the alerts that open at it, sorted.
    var titles: [String]
    var json: String
  }

  struct Malformed: Error, CustomStringConvertible {
    var description: String
  }

  /// `3.4`, `4.contains`: the item of the specification's checklist.
  var item: String
  var name: String
  var rules = ""
  /// A line of configuration, where the case needs one.
  var configuration: String?
  var events: [Event] = []
  var refusals: [String] = []
  var warnings: [String] = []
  /// `--logsource`; without it rules run on every record.
  var source: String?
  /// Whether rules that do not load are left out rather than fatal.
  var isLax = false
  /// Of the alerts that open.
  var level: String?

  var description: String { "\(item) \(name)" }
  var isTimed: Bool { events.contains { $0.time != nil } }
  var hasPositive: Bool { events.contains { !$0.titles.isEmpty } }
  var hasNegative: Bool { !refusals.isEmpty || events.contains { $0.titles.isEmpty } }

  static let folder = "\(Command.repository)/Tests/Conformance"

  /// The cases of all files, in the files' order.
  static func load() throws -> [SigmaCase] {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".txt") }.sorted()
    return try files.flatMap { file in
      let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      return try text.components(separatedBy: "\n## ").enumerated().map { index, part in
        try SigmaCase(index == 0 ? String(part.dropFirst(3)) : part)
      }
    }
  }

  /// - Parameter text: From the item on to the next heading.
  init(_ text: String) throws {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let heading = lines[0].split(separator: " ", maxSplits: 1).map(String.init)
    guard heading.count == 2 else { throw Malformed(description: "a case needs an item and a name: \(lines[0])") }
    (item, name) = (heading[0], heading[1])
    var body: [String] = []
    for line in lines.dropFirst() {
      if line.hasPrefix("> ") {
        try read(mark: String(line.dropFirst(2)))
      } else if line.hasPrefix("placeholders:") {
        configuration = line
      } else if !line.isEmpty {
        body.append(line)
      }
    }
    rules = Self.document(body)
    if events.isEmpty, refusals.isEmpty { throw Malformed(description: "\(self) asks for nothing") }
  }

  /// The rules as a file has them.
  private static func document(_ lines: [String]) -> String {
    func has(_ keys: String...) -> Bool { lines.contains { line in keys.contains { line.hasPrefix("\($0):") } } }
    if has("title", "logsource", "action") { return lines.map { $0 + "\n" }.joined() }
    let detection = lines + (has("condition") ? [] : ["condition: sel"])
    return "title: R\nlogsource: {product: test}\ndetection:\n" + detection.map { "  \($0)\n" }.joined()
  }

  private mutating func read(mark: String) throws {
    func rest(_ prefix: String) -> String? { mark.hasPrefix(prefix) ? String(mark.dropFirst(prefix.count)) : nil }
    if let words = rest("refused: ") {
      refusals.append(words)
    } else if let words = rest("warned: ") {
      warnings.append(words)
    } else if let value = rest("source: ") {
      source = value
    } else if let value = rest("level: ") {
      level = value
    } else if mark == "lax" {
      isLax = true
    } else {
      events.append(try Self.event(mark))
    }
  }

  private static func event(_ mark: String) throws -> Event {
    guard let brace = mark.firstIndex(of: "{") else { throw Malformed(description: "neither an event nor a mark: \(mark)") }
    var titles = mark[..<brace].trimmingCharacters(in: .whitespaces)
    var time: Double?
    if let space = titles.firstIndex(of: " "), let seconds = Double(titles[..<space]) {
      time = seconds
      titles = String(titles[titles.index(after: space)...])
    }
    let list = titles == "-" ? [] : titles.split(separator: ",").map(String.init).sorted()
    return Event(time: time, titles: list, json: String(mark[brace...]))
  }

  /// Runs the case; what is wrong, or nil.
  func fault() throws -> String? {
    let outcome = try run()
    if !refusals.isEmpty {
      if outcome.status != 2 { return "not refused, but status \(outcome.status): \(outcome.output)" }
      return refusals.first { !outcome.errors.contains($0) }.map { "no word of \"\($0)\" in: \(outcome.errors)" }
    }
    if outcome.status != 0 { return "status \(outcome.status): \(outcome.errors)" }
    if let missing = warnings.first(where: { !outcome.errors.contains($0) }) {
      return "no warning of \"\(missing)\" in: \(outcome.errors)"
    }
    if warnings.isEmpty, !isLax, !outcome.errors.isEmpty { return "it complains: \(outcome.errors)" }
    let found = try isTimed ? opened(outcome) : matched(outcome)
    let expected = events.map(\.titles)
    return found == expected ? nil : "found \(found), expected \(expected)"
  }

  private func run() throws -> Command.Outcome {
    let scratch = Scratch()
    scratch.write("rules/rules.yml", rules)
    // Without decoders of its own the shipped ones would be compiled for each case.
    scratch.write("rules/decoders/none.yml", "name: none\nprograms: [none]\npatterns: [{match: none}]\n")
    let start = Date(timeIntervalSince1970: 1_772_323_200)
    let lines = events.map { event in
      guard let time = event.time else { return event.json }
      let micros = Int((time * 1_000_000).rounded())
      let second = (start + Double(micros / 1_000_000)).ISO8601Format().dropLast()
      let stamp = "\(second).\(String(micros % 1_000_000 + 1_000_000).dropFirst())Z"
      return "{\"@timestamp\": \"\(stamp)\"" + (event.json == "{}" ? "" : ", ") + event.json.dropFirst()
    }
    scratch.write("events.json", (lines.isEmpty ? ["{\"F\": 1}"] : lines).map { $0 + "\n" }.joined())
    var arguments = [isTimed ? "replay" : "parse", scratch["events.json"], "--detectors", scratch["rules"]]
    arguments += source.map { ["--logsource", $0] } ?? ["--ignore-logsource"]
    if !isLax { arguments.append("--strict") }
    if let configuration { arguments += ["--config", scratch.write("tocsin.yaml", configuration + "\n")] }
    return try Command.run(arguments + (isTimed ? ["-o", "json", "--actions", "opened"] : []))
  }

  /// Titles that match each event.
  private func matched(_ outcome: Command.Outcome) throws -> [[String]] {
    try outcome.lines.map { line in
      let tocsin = try Self.object(line)["tocsin"] as? [String: Any]
      return (tocsin?["rules"] as? [[String: Any]] ?? []).compactMap { $0["title"] as? String }.sorted()
    }
  }

  /// Titles of the alerts that open at each event.
  private func opened(_ outcome: Command.Outcome) throws -> [[String]] {
    var found: [[String]] = events.map { _ in [] }
    for line in outcome.lines {
      let alert = try Self.object(line)
      let sequence = (alert["event"] as? [String: Any])?["sequence"] as? Int ?? 0
      guard let title = (alert["rule"] as? [String: Any])?["name"] as? String, found.indices.contains(sequence - 1) else {
        throw Malformed(description: "no title or place in \(line)")
      }
      let level = (alert["tocsin"] as? [String: Any])?["level"] as? String
      found[sequence - 1].append(self.level == nil || self.level == level ? title : "\(title) of level \(level ?? "none")")
    }
    return found.map { $0.sorted() }
  }

  private static func object(_ line: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
  }
}
