import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

/// The prefilter may only skip work: with it and without it the matches are the same.
@Suite struct PrefilterTests {
  /// Short runs always, with the same and with fresh seeds; long ones where asked for.
  @Test(arguments: Seeds.of(Proving.isThorough ? 60 : 5)) func matchesAreTheSame(_ seed: UInt64) throws {
    var random = Dice(seed: seed)
    var set = RuleSet()
    set.rules = (0..<100).map { RandomRules.rule("r\($0)", &random) }
    let ignoresLogSources = Int.random(in: 0..<4, using: &random) > 0
    func detectors(_ usesPrefilter: Bool) throws -> DetectorSet {
      try DetectorSet(
        rules: set, decoders: RandomRules.decoders,
        options: .init(ignoresLogSources: ignoresLogSources, usesPrefilter: usesPrefilter))
    }
    let (fast, slow) = (try detectors(true), try detectors(false))
    #expect(fast.dispatch.plans.contains { !$0.byItem.isEmpty })
    let records = (0..<500).map { _ in RandomRules.record(&random) }
    let bytes = Array(records.joined(separator: "\n").utf8)
    let step = [300, 20_000, 1 << 20].randomElement(using: &random)!
    let (one, other) = (matches(fast, bytes, step), matches(slow, bytes, step))
    let (found, expected) = (Set(one), Set(other))
    #expect(found.count == one.count, "a rule matches a record once")
    for match in found.symmetricDifference(expected).prefix(5) {
      let ordinal = match / 1_000
      Issue.record(
        "seed \(seed), \(found.contains(match) ? "only" : "not") with the prefilter: \(set.rules[match % 1_000].expression) on \(records[ordinal - 1].debugDescription)"
      )
    }
    #expect(one == other)
    // 50,000 comparisons; they would show nothing if nothing matched.
    #expect(expected.count > (ignoresLogSources ? 1_500 : 100), "seed \(seed)")
  }

  /// `ordinal × 1,000 + rule` of each match, in order.
  private func matches(_ detectors: DetectorSet, _ bytes: [UInt8], _ step: Int) -> [Int] {
    let framer = Framer(input: 0, clock: Clock(year: .notAfter(Framing.now)), arrival: Framing.now)
    let scanner = Scanner(detectors)
    var result: [Int] = []
    func scan(_ chunks: [Chunk]) {
      for chunk in chunks {
        result += scanner.scan(chunk).all.filter { $0.rule >= 0 }.map { $0.ordinal * 1_000 + Int($0.rule) }
      }
    }
    unsafe bytes.withUnsafeBytes { buffer in
      for start in stride(from: 0, to: bytes.count, by: step) {
        scan(unsafe framer.append(UnsafeRawBufferPointer(rebasing: buffer[start..<min(start + step, bytes.count)])))
      }
    }
    scan(framer.finish())
    return result
  }

  /// Only lines are searched for signs, but rules of a message's pattern meet records of values, too.
  @Test func signsInRecordsOfValues() throws {
    var set = RuleSet()
    set.rules = [
      Rule(
        metadata: Correlating.metadata("r"), logSource: LogSource(),
        expression: .field("note", .text(Pattern("*~"), cased: false)))
    ]
    let line = #"{"__REALTIME_TIMESTAMP":"1795535187250001","SYSLOG_IDENTIFIER":"app","MESSAGE":"note: abc~"}"#
    for usesPrefilter in [true, false] {
      let detectors = try DetectorSet(
        rules: set, decoders: RandomRules.decoders, options: .init(ignoresLogSources: true, usesPrefilter: usesPrefilter))
      #expect(matches(detectors, Array(line.utf8), 1_000) == [1_000])
    }
  }

  /// What only rules for other records wait for is looked for where a rule asks for it.
  @Test func whatOtherRecordsWaitFor() throws {
    func text(_ field: String, _ pattern: String) -> Expression { .field(field, .text(Pattern(pattern), cased: false)) }
    let agent = text("c-useragent", "*ab*")
    let keyword = Expression.anywhere(.text(Pattern("*cd*"), cased: false))
    let web = LogSource(category: "webserver")
    let syslog = LogSource(product: "linux", service: "syslog")
    let rules: [(LogSource, Expression)] = [
      (web, .and([text("cs-method", "*DELETE*"), agent])), (web, .and([text("cs-method", "*DELETE*"), keyword])),
      (syslog, agent), (syslog, keyword),
    ]
    let line = "192.0.2.7 - - [24/Nov/2026:15:46:27 +0000] \"DELETE /x HTTP/1.1\" 200 51 \"-\" "
    for usesPrefilter in [true, false] {
      for (chosen, agent, expected) in [
        ([0, 2], "xaby", [1_000]), ([1, 3], "xcdy", [1_000]), ([0, 1, 2, 3], "abcd", [1_000, 1_001]),
      ] {
        var set = RuleSet()
        set.rules = chosen.map { index in
          Rule(metadata: Correlating.metadata("r\(index)"), logSource: rules[index].0, expression: rules[index].1)
        }
        let detectors = try DetectorSet(rules: set, decoders: [], options: .init(usesPrefilter: usesPrefilter))
        #expect(matches(detectors, Array((line + "\"\(agent)\"").utf8), 1_000) == expected)
      }
    }
  }

  /// A dotless i folded to `i` behind the prefilter's back.
  @Test func lettersThatFoldIntoASCII() throws {
    var set = RuleSet()
    set.rules = ["admin", "kernel"].map { word in
      Rule(
        metadata: Correlating.metadata(word), logSource: LogSource(),
        expression: .field("note", .text(Pattern("*\(word)*"), cased: false)))
    }
    let lines = ["the KERNEL", "the \u{212A}ernel", "adm\u{131}n", "ADMIN"].map { "{\"note\":\"\($0)\"}" }.joined(separator: "\n")
    for usesPrefilter in [true, false] {
      let detectors = try DetectorSet(
        rules: set, decoders: [], options: .init(ignoresLogSources: true, usesPrefilter: usesPrefilter))
      #expect(matches(detectors, Array(lines.utf8), 1_000) == [1_001, 2_001, 4_000])
    }
  }
}
