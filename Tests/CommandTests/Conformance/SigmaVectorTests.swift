import Foundation
import Testing

/// The Sigma vectors, through the binary: what share of them passes may only grow.
@Suite("Sigma vectors")
struct SigmaVectorTests {
  static let missing: Comment = "the vectors are not there; TOCSIN_SHARED names the directory that holds sigma/vectors"
  /// What passes today.
  static let passingDetections = 118
  static let passingCorrelations = 66

  @Test("detections", .enabled(if: SigmaVector.folder != nil, missing))
  func detections() throws {
    let vectors = try SigmaVector.load("detection_vectors.jsonl", answer: "expect")
    #expect(vectors.count >= 100)
    try judge("detection", vectors, least: Self.passingDetections) { vector in
      let outcome = try vector.run("parse", ["--no-mask"])
      if vector.answer is String { return outcome.status == 2 ? nil : "not refused" }
      guard outcome.status == 0 else { return String(outcome.errors.prefix { $0 != "\n" }) }
      let found = try outcome.lines.map { line in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let rules = (object?["tocsin"] as? [String: Any])?["rules"] as? [[String: Any]] ?? []
        return rules.compactMap { $0["title"] as? String }.sorted()
      }
      let expected = (vector.answer as? [[String]] ?? []).map { $0.sorted() }
      return found == expected ? nil : "found \(found), expected \(expected) of \(vector.events)"
    }
  }

  @Test("correlations", .enabled(if: SigmaVector.folder != nil, missing))
  func correlations() throws {
    let vectors = try SigmaVector.load("correlation_vectors.jsonl", answer: "first")
    #expect(vectors.count >= 60)
    try judge("correlation", vectors, least: Self.passingCorrelations) { vector in
      let outcome = try vector.run("replay", ["-o", "json", "--every-match", "--actions", "opened"])
      if vector.answer is String { return outcome.status == 2 ? nil : "not refused" }
      guard outcome.status == 0 else { return String(outcome.errors.prefix { $0 != "\n" }) }
      var first: [String: Int] = [:]
      for line in outcome.lines {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let rule = object?["rule"] as? [String: Any]
        guard let title = rule?["name"] as? String, let id = rule?["uuid"] as? String,
          let sequence = (object?["event"] as? [String: Any])?["sequence"] as? Int
        else { continue }
        // Answers call a rule by its title, its id or its name.
        for key in Set([title, id, vector.names[id] ?? title]) { first[key] = min(first[key] ?? .max, sequence - 1) }
      }
      let expected = (vector.answer as? [String: Any] ?? [:]).mapValues { $0 as? Int }
      let found = expected.keys.reduce(into: [String: Int?]()) { $0[$1] = first[$1] }
      return found == expected ? nil : "found \(found), expected \(expected)"
    }
  }

  /// Prints the rate and each failure; fewer passes than before are a failure of the test.
  private func judge(_ kind: String, _ vectors: [SigmaVector], least: Int, _ check: (SigmaVector) throws -> String?) throws {
    var failures: [String] = []
    for vector in vectors {
      if let reason = try check(vector) { failures.append("\(vector.group) \(vector.id): \(reason)") }
    }
    let passed = vectors.count - failures.count
    print("\(kind) vectors: \(passed) of \(vectors.count) pass")
    for failure in failures { print("  \(failure)") }
    #expect(passed >= least, "\(failures.joined(separator: "\n"))")
  }
}
