import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct FamiliesTests {
  @Test func onlyWhatCanFeedARuleIsWaitedFor() throws {
    let families = Families(try Feeding.detectors())
    let family = { (rule: Int) in families.family(ofRule: rule) }
    #expect(family(0) != family(3))
    #expect(family(2) == family(3), "fed alike, they wait alike")
    #expect(families.family(ofCorrelation: 0) == family(0) && families.family(ofCorrelation: 1) == family(3))
    #expect(families.joining == [family(0)])
    func fed(_ format: Format?, _ rule: Int) -> Bool { families.fed(by: .init(format: format))[family(rule)] }
    #expect(fed(.rfc3164, 0) && fed(.rfc3164, 1) && !fed(.rfc3164, 3))
    #expect(!fed(.combined, 0) && !fed(.combined, 1) && fed(.combined, 3))
    // Text without a format may be PAM's; in a log of another format it is nobody's.
    #expect(fed(.plain, 0) && !fed(.plain, 1) && !fed(.nginxError, 0))
    #expect(fed(.journalExport, 0) && !fed(.journalExport, 3))
    // What wraps other records, and what says nothing of itself, may bring anything.
    for format in [nil, .docker, .json] as [Format?] { #expect(fed(format, 0) && fed(format, 3)) }
    #expect(families.fed(by: .unknown).allSatisfy { $0 })
  }

  @Test func aGivenLogSourceCounts() throws {
    var set = RuleSet()
    set.rules = [
      Rule(
        metadata: Correlating.metadata("a"), logSource: LogSource(service: "shop"),
        expression: .field("kind", .text(Pattern(pieces: [.literal(Array("a".utf8))]), cased: false)))
    ]
    let detectors = try DetectorSet(
      rules: set, decoders: [], options: .init(inputSources: [nil, LogSource(service: "shop")]))
    let families = Families(detectors)
    #expect(families.fed(by: .init(source: 0)) == [false])
    #expect(families.fed(by: .init(source: 1)) == [true])
    #expect(families.fed(by: .unknown) == [true])
  }

  @Test func chainsKeepRulesTogether() throws {
    var set = RuleSet()
    let page = LogSource(category: "webserver")
    set.rules = [LogSource(product: "linux"), page, page].enumerated().map { index, source in
      Rule(
        metadata: Correlating.metadata("\(index)"), logSource: source,
        expression: .field("url.original", .text(Pattern(pieces: [.literal([0x2F])]), cased: false)))
    }
    set.correlations = [
      Correlating.correlation("inner", .eventCount, over: [.rule(1)], (.gte, 2)),
      Correlating.correlation("outer", .temporal, over: [.correlation(0), .rule(0)]),
    ]
    let families = Families(try DetectorSet(rules: set, decoders: []))
    #expect(families.count == 2)
    #expect(families.family(ofRule: 0) == families.family(ofRule: 1))
    #expect(families.family(ofRule: 1) != families.family(ofRule: 2))
    #expect(Set([0, 1].map { families.family(ofCorrelation: $0) }) == [families.family(ofRule: 0)])
    // The web server's logs feed both, syslog only the chain.
    #expect(families.fed(by: .init(format: .common)) == [true, true])
    #expect(families.fed(by: .init(format: .rfc3164)).count { $0 } == 1)
  }

  /// Whatever an input brings, it was known that it might.
  @Test(arguments: Seeds.of(3)) func noInputBringsMoreThanWasKnown(_ seed: UInt64) throws {
    var random = Dice(seed: seed)
    let detectors = try Feeding.detectors()
    let families = Families(detectors)
    let others = [
      "pam: refused 192.0.2.1", "{\"message\":\"pam: refused 192.0.2.1\"}", "<38>Nov 24 15:46:27 gate sshd[1]: Gone 192.0.2.1",
      "{\"log\":\"192.0.2.1 - - [24/Nov/2026:15:46:27 +0000] \\\"GET / HTTP/1.1\\\" 404 5\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-24T15:46:27Z\"}",
      "2026-11-24T15:46:27.1Z stdout F pam: refused 192.0.2.2",
      "CEF:0|a|b|1|c|pam: refused 192.0.2.1|5|msg=pam: refused 192.0.2.1",
      "__REALTIME_TIMESTAMP=1795535187000000\nSYSLOG_IDENTIFIER=sshd\nMESSAGE=pam: refused 192.0.2.1\n\n",
      "type=USER_LOGIN msg=audit(1795535187.1:1): pid=1 res=failed", "a=b msg=\"Gone 192.0.2.1\"",
      "{\"SYSLOG_IDENTIFIER\":\"sshd\",\"MESSAGE\":\"Gone 192.0.2.1\",\"__REALTIME_TIMESTAMP\":\"1795535187000000\"}",
    ]
    let text = (0..<400).map { index in
      switch Int.random(in: 0...2, using: &random) {
      case 0: Feeding.line(.combined, index, &random)
      case 1: Feeding.line(.rfc3339, index, &random)
      default: (others.randomElement(using: &random) ?? "") + "\n"
      }
    }.joined()
    var seen = 0
    for format in [nil] + Format.allCases.map(Optional.some) {
      let fed = families.fed(by: .init(format: format))
      for batch in Feeding.batches(detectors, text, input: 0, format: format, step: 1_000) {
        for match in batch.all {
          seen += 1
          if match.rule >= 0 {
            #expect(fed[families.family(ofRule: Int(match.rule))], "seed \(seed), \(String(describing: format)): \(match)")
          }
          if match.join == .winner { for family in families.joining { #expect(fed[family], "seed \(seed)") } }
        }
      }
    }
    #expect(seen > 500, "seed \(seed)")
  }
}
