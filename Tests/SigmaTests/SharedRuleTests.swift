import Foundation
import Sigma
import Testing

/// The public rules and vectors, where they are at hand: in `$TOCSIN_SHARED`, or in `shared` beside the package.
enum Shared {
  static let directory: String? = {
    var candidates = [ProcessInfo.processInfo.environment["TOCSIN_SHARED"]].compactMap { $0 }
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    candidates += ["../shared", "../../shared"].map { root.appendingPathComponent($0).standardized.path }
    return candidates.first { FileManager.default.fileExists(atPath: $0 + "/sigma/SPEC.md") }
  }()

  struct Vector: Decodable {
    var id: String
    var rules: String
    var isRefused: Bool

    enum CodingKeys: String, CodingKey { case id, rules, expect, first }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      id = try container.decode(String.self, forKey: .id)
      rules = try container.decode(String.self, forKey: .rules)
      let answers = [CodingKeys.expect, .first].map { try? container.decode(String.self, forKey: $0) }
      isRefused = answers.contains("error")
    }
  }

  static func vectors(_ name: String) throws -> [Vector] {
    let text = try String(contentsOfFile: (directory ?? "") + "/sigma/vectors/\(name)_vectors.jsonl", encoding: .utf8)
    return try text.split(separator: "\n").map { try JSONDecoder().decode(Vector.self, from: Data($0.utf8)) }
  }
}

@Suite(.enabled(if: Shared.directory != nil, "set TOCSIN_SHARED to a directory that holds sigma/"))
struct SharedRuleTests {
  @Test(arguments: ["detection", "correlation"])
  func vectorsLoadOrAreRefused(_ name: String) throws {
    for vector in try Shared.vectors(name) {
      let set = load(vector.rules)
      #expect(set.errors.isEmpty != vector.isRefused, "\(vector.id): \(set.problems)")
      #expect(vector.isRefused || set.rules.count + set.correlations.count > 0, "\(vector.id) gave nothing")
    }
  }

  @Test func publicRulesLoadAndPlaceholdersAreRefused() throws {
    var loader = RuleLoader()
    let clock = ContinuousClock()
    var set = RuleSet()
    let time = clock.measure {
      loader.add(directory: (Shared.directory ?? "") + "/sigma/sigmahq")
      set = loader.load()
    }
    print("loaded \(set.rules.count) rules and \(set.correlations.count) correlations in \(time)")
    for problem in set.errors where !problem.message.contains("placeholder") { Issue.record("\(problem)") }
    let refused = Set(set.errors.map(\.position.path))
    #expect(refused.count == 25)
    #expect(set.rules.count == 3755)
    #expect(set.refused == 25)
    #expect(set.warnings.count < 20, "the public rules are clean, so a warning that is everywhere is wrong")
  }

  @Test func publicRulesLoadWithTheirPlaceholders() throws {
    let folder = (Shared.directory ?? "") + "/sigma/sigmahq"
    var loader = RuleLoader()
    loader.add(directory: folder)
    var placeholders: [String: [String]] = [:]
    for path in Set(loader.load().errors.map(\.position.path)) {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      for name in text.matches(of: /%([\w-]+)%/) { placeholders[String(name.1)] = ["first", "second*"] }
    }
    #expect(placeholders.count > 10)
    loader = RuleLoader(placeholders: placeholders)
    loader.add(directory: folder)
    let set = loader.load()
    #expect(set.errors.isEmpty && set.refused == 0, "\(set.errors)")
    #expect(set.rules.count == 3780)
  }
}
