import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

/// What a record needs is asked of short tries, remembered by how messages begin, and must never be too little.
@Suite struct NeedTests {
  private static let actions = ["a", "b", "c", "d"]

  /// Patterns that share beginnings and words, half of which no rule cares for.
  private func detectors(_ random: inout Dice) throws -> DetectorSet {
    let pieces = [
      "Failed ", "Failed password for ", "Fail", "Closed by ", "pam_", "{:word}(x:auth): ", "{:word} from ", "{:integer} ", "x ",
      "{source.address:address} ", "{source.address:address}: ",
    ]
    func pattern() -> DecoderDefinition.Pattern {
      var text = ""
      for _ in 0..<Int.random(in: 1...3, using: &random) { text += pieces.randomElement(using: &random)! }
      text += ["{user.name:word}", "end", "{user.id:integer}", "{user.name:greedy}"].randomElement(using: &random)!
      return .init(
        matches: [text], set: [("event.action", Self.actions.randomElement(using: &random)!)],
        join: [.none, .none, .held, .winner].randomElement(using: &random)!)
    }
    var decoders: [DecoderDefinition] = []
    while decoders.count < 3 {
      let definition = Decoding.definition(
        "d\(decoders.count)", scope: decoders.count == 0 ? .programs(["sshd"]) : .anyProgram,
        patterns: (0..<Int.random(in: 1...12, using: &random)).map { _ in pattern() })
      // Some patterns are none: two captures in a row, for one.
      if (try? DetectorSet(rules: RuleSet(), decoders: [definition])) != nil { decoders.append(definition) }
    }
    var set = RuleSet()
    set.rules = ["a", "b"].map { action in
      var metadata = Correlating.metadata(action)
      metadata.tocsin.groupBy = ["process.pid", "event.action", "src_ip", "source.ip", "process.name", "user.id", "nowhere"]
      return Rule(
        metadata: metadata, logSource: LogSource(),
        expression: .field("event.action", .text(Pattern(pieces: [.literal(Array(action.utf8))]), cased: false)))
    }
    return try DetectorSet(rules: set, decoders: decoders)
  }

  private func log(_ lines: Int, _ random: inout Dice) -> String {
    let words = [
      "Failed ", "Failed password for ", "Fail", "Closed by ", "pam_", "unix(x:auth): ", "bob from ", "12 ", "x ", "end", "pam_",
      "root", ":", "192.0.2.7 ", "::ffff:192.0.2.7 ", "::1: ", "a-host-with-a-long-name ", "7", "a-user-with-a-long-name",
    ]
    return (0..<lines).map { _ in
      let message = (0..<Int.random(in: 0...5, using: &random)).map { _ in words.randomElement(using: &random)! }.joined()
      return
        "Nov 24 10:00:00 host \(["sshd", "cron", "a-program-with-a-long-name"].randomElement(using: &random)!)[1]: \(message)\n"
    }.joined()
  }

  @Test func decodingLessFindsTheSame() throws {
    let found = try Seeds.of(12).reduce(0) { try $0 + compare(seed: $1) }
    #expect(found > 200)
  }

  /// How many matches were compared.
  private func compare(seed: UInt64) throws -> Int {
    var random = Dice(seed: seed)
    let detectors = try detectors(&random)
    let bytes = Array(log(2_000, &random).utf8)
    let (all, few) = (matches(detectors, bytes, decodesAll: true), matches(detectors, bytes, decodesAll: false))
    #expect(all == few, "seed \(seed)")
    return all.count
  }

  /// Each match with what travels with it.
  private func matches(_ detectors: DetectorSet, _ bytes: [UInt8], decodesAll: Bool) -> [String] {
    let framer = Framer(
      input: 0, clock: Clock(zone: .utc, year: .fixed(2026)), arrival: Timestamp(microseconds: Correlating.epoch))
    let scanner = Scanner(detectors)
    scanner.decodesAll = decodesAll
    let chunks = unsafe bytes.withUnsafeBytes { unsafe framer.append($0) } + framer.finish()
    return chunks.flatMap { chunk in
      let batch = scanner.scan(chunk)
      return batch.all.map { match in
        let values = batch.withPayload(match) { payload in
          (0..<10).map { index in Payload.value(index, in: payload)?.string ?? "none" }
        }
        return "\(match.rule) \(match.record) \(match.join == .none) \(values)"
      }
    }
  }

  /// Captures become fields only where rules look into them: all that some rule does are there.
  @Test(arguments: Seeds.of(4)) func whatRulesLookIntoIsThere(_ seed: UInt64) throws {
    var random = Dice(seed: seed)
    let decoder = Decoding.definition(
      "sshd", set: [("event.action", "sh")],
      patterns: [
        "Failed {note:word} {nested.key:word} {url.original:word} {sc-status:word}",
        "Failed {note:word} for {user.name:greedy} from {source.address:address}",
        "Closed {http.request.method:word} {list:word} {c-useragent:greedy}",
      ].map { .init(matches: [$0], set: [("event.outcome", "admin")]) })
    let words = RandomRules.words.filter { !$0.contains(" ") }
    let lines = (0..<1_000).map { _ in
      let values = (0..<4).map { _ in words.randomElement(using: &random)! }.joined(separator: " ")
      let start = ["Failed \(values)", "Failed x for \(values) from 192.0.2.7", "Closed \(values)"].randomElement(using: &random)!
      return "Nov 24 10:00:00 host sshd[1]: \(start)\n"
    }
    var found = 0
    // A set of few rules, so that no rule alone looks into all fields.
    for _ in 0..<10 {
      var set = RuleSet()
      set.rules = (0..<4).map { RandomRules.rule("r\($0)", &random) }
      let detectors = try DetectorSet(rules: set, decoders: [decoder], options: .init(ignoresLogSources: true))
      let bytes = Array(lines.joined().utf8)
      let all = matches(detectors, bytes, decodesAll: true)
      #expect(all == matches(detectors, bytes, decodesAll: false), "seed \(seed)")
      found += all.count
    }
    #expect(found > 1_000)
  }

  /// What is remembered is what would be found anew, whatever came before.
  @Test func memoryIsNoGuess() throws {
    let remembered = try Seeds.of(6).reduce(0) { try $0 + remember(seed: $1) }
    #expect(remembered > 4_000)
  }

  /// How many answers were remembered and compared.
  private func remember(seed: UInt64) throws -> Int {
    var random = Dice(seed: seed)
    let detectors = try detectors(&random)
    let (memo, event, programs) = (NeedMemo(), Event(), ProgramTable())
    let reader = RecordReader(fields: detectors.fields)
    var remembered = 0
    for line in log(4_000, &random).split(separator: "\n") {
      Array(line.utf8).withView { record in
        reader.read(record, into: event, clock: Clock(zone: .utc, year: .fixed(2026)))
        guard event.message.count >= 8, let key = ProgramTable.Key(event.program, event.format, 0) else { return }
        let first = detectors.dispatch.decoders.first(event)
        let answer = detectors.dispatch.need(source: 0, event, first: first)
        let found = programs.find(key)
        let program = programs[found >= 0 ? found : programs.add(key, event.program, decoder: first)]
        #expect(Int(program.decoder) == first)
        let known = memo.find(program.number, event.message)
        if known < 0 || memo[known].isDeep {
          memo.learn(program.number, event.message, .init(decoder: answer.decoder, need: answer.need), depth: answer.depth)
        } else {
          remembered += 1
          #expect(memo[known].need == answer.need && memo[known].decoder == answer.decoder, "seed \(seed), \(line)")
        }
      }
    }
    return remembered
  }
}
