import Foundation

/// A case of the Sigma vectors: rules, events, and what must come of them. They are no part of the project; where they are not
/// there, tests that use them are skipped.
struct SigmaVector {
  var id: String
  var group: String
  var rules: String
  /// Each event as its JSON text, with its time as `@timestamp`.
  var events: [String]
  /// `expect` or `first`, as JSON reads it.
  var answer: Any
  /// Names of rules by their ids.
  var names: [String: String]

  static let folder: String? = {
    let shared = ProcessInfo.processInfo.environment["TOCSIN_SHARED"] ?? "\(Command.repository)/../shared"
    let path = "\(shared)/sigma/vectors"
    return FileManager.default.fileExists(atPath: "\(path)/detection_vectors.jsonl") ? path : nil
  }()

  static func load(_ name: String, answer: String) throws -> [SigmaVector] {
    guard let folder else { return [] }
    let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    return try text.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      let times = (object["events"] as? [[String: Any]] ?? []).map { ($0["ts"] as? NSNumber)?.doubleValue ?? 0 }
      return SigmaVector(
        id: object["id"] as? String ?? "", group: object["group"] as? String ?? "", rules: object["rules"] as? String ?? "",
        events: zip(times, bodies(Array(line.utf8))).map(stamped), answer: object[answer] ?? NSNull(),
        names: object["names"] as? [String: String] ?? [:])
    }
  }

  /// The text of each `"event": {…}`: as it stands, since reading and writing it would make 1 of 1.0.
  private static func bodies(_ line: [UInt8]) -> [String] {
    var bodies: [String] = []
    let key = Array(#""event": {"#.utf8)
    var (at, depth, isText, start) = (0, 0, false, -1)
    while at < line.count {
      if start < 0 {
        if line[at...].starts(with: key) { (start, depth, at) = (at + key.count - 1, 0, at + key.count - 1) } else { at += 1 }
        if start < 0 { continue }
      }
      switch line[at] {
      case UInt8(ascii: "\\") where isText: at += 1
      case UInt8(ascii: "\""): isText.toggle()
      case UInt8(ascii: "{") where !isText: depth += 1
      case UInt8(ascii: "}") where !isText:
        depth -= 1
        if depth == 0 {
          bodies.append(String(decoding: line[start...at], as: UTF8.self))
          start = -1
        }
      default: break
      }
      at += 1
    }
    return bodies
  }

  private static func stamped(_ time: Double, _ body: String) -> String {
    let microseconds = Int((time * 1_000_000).rounded())
    let date = Date(timeIntervalSince1970: Double(microseconds / 1_000_000))
    let fraction = String(microseconds % 1_000_000 + 1_000_000).dropFirst()
    let text = date.ISO8601Format().dropLast() + ".\(fraction)Z"
    return "{\"@timestamp\": \"\(text)\"" + (body == "{}" ? "" : ", ") + body.dropFirst()
  }

  /// Runs a command over the events with the rules alone.
  func run(_ command: String, _ options: [String] = []) throws -> Command.Outcome {
    let scratch = Scratch()
    scratch.write("rules/rules.yml", rules)
    scratch.write("events.json", events.map { $0 + "\n" }.joined())
    let arguments = [command, scratch["events.json"], "--detectors", scratch["rules"], "--logsource", "product=test", "--strict"]
    return try Command.run(arguments + options)
  }
}
