import Foundation
import Testing

/// For each public rule that a Linux host's own logs can feed, raw records that it must find through our decoders, and near misses;
/// for each kind of Windows, cloud and Kubernetes log that the public rules name, the same for one of its rules.
@Suite("Witnesses")
struct WitnessTests {
  static let missing: Comment = "the public rules are not there; TOCSIN_SHARED names the directory that holds sigma/sigmahq"
  /// So many rules have witnesses today; the number may only grow.
  static let least = 231

  @Test("each rule has records on both sides")
  func bothSides() throws {
    let byRule = Dictionary(grouping: try Witness.load(), by: \.rule)
    #expect(byRule.count >= Self.least)
    for (rule, witnesses) in byRule {
      #expect(UUID(uuidString: rule) != nil, "\(rule) is no id")
      #expect(witnesses.contains { $0.isMatch }, "\(rule) has no record that must match")
      #expect(witnesses.contains { !$0.isMatch }, "\(rule) has no near miss")
    }
  }

  @Test("rules find their records and leave the near misses", .enabled(if: Witness.rules != nil, missing))
  func witnesses() throws {
    let witnesses = try Witness.load()
    let scratch = Scratch()
    try Self.copyRules(named: Set(witnesses.map(\.rule)), to: scratch)
    var failed: Set<String> = []
    for (logSource, part) in Dictionary(grouping: witnesses, by: \.logSource).sorted(by: { $0.key < $1.key }) {
      let found = try Self.rules(matching: part, logSource: logSource, scratch)
      #expect(found.count == part.count)
      for (witness, rules) in zip(part, found) where rules.contains(witness.rule) != witness.isMatch {
        failed.insert(witness.rule)
        Issue.record("\(witness.rule) \(witness.isMatch ? "misses" : "matches") \(witness.lines.joined(separator: "\n"))")
      }
    }
    let passing = Set(witnesses.map(\.rule)).count - failed.count
    print("\(passing) rules find their witnesses among \(witnesses.count) records")
    #expect(passing >= Self.least)
  }

  /// The ids of the rules that match each record, by one run over all of them. A record of several lines has those of all of them.
  private static func rules(
    matching witnesses: [Witness], logSource: String, _ scratch: Scratch
  ) throws -> [Set<String>] {
    let path = scratch.write("witnesses.log", witnesses.flatMap(\.lines).map { $0 + "\n" }.joined())
    let options = ["--detectors", scratch["rules"], "--decoders", "\(Command.repository)/Detectors/decoders"] + Samples.year
    let outcome = try Command.run(["parse", path] + options + (logSource.isEmpty ? [] : ["--logsource", logSource]))
    #expect(outcome.status == 0, "\(outcome.errors.suffix(500))")
    var lines = outcome.lines[...]
    let count = witnesses.map(\.lines.count).reduce(0, +)
    #expect(lines.count == count, "one line for each that was read")
    return try witnesses.map { witness in
      let ids = try lines.prefix(witness.lines.count).flatMap(Self.rules)
      lines = lines.dropFirst(witness.lines.count)
      return Set(ids)
    }
  }

  /// Only the rules that have witnesses: all of them would load anew for each log source.
  private static func copyRules(named ids: Set<String>, to scratch: Scratch) throws {
    let folder = Witness.rules ?? ""
    var count = 0
    for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() where name.hasSuffix(".yml") {
      let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
      guard let id = text.firstMatch(of: /(?m)^id: *([0-9a-fA-F-]{36})/)?.1, ids.contains(String(id)) else { continue }
      _ = scratch.write("rules/\(name.split(separator: "/").last ?? "")", text)
      count += 1
    }
    #expect(count == ids.count, "each rule with witnesses is there")
  }

  private static func rules(_ line: String) throws -> [String] {
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    let rules = (object?["tocsin"] as? [String: Any])?["rules"] as? [[String: Any]] ?? []
    return rules.compactMap { $0["id"] as? String }
  }
}
