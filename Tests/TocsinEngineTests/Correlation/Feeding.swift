import Sigma
import TestSupport

@testable import TocsinEngine

/// Detectors over syslog and access logs, with attempts that several records speak of, for tests of families.
enum Feeding {
  static let decoders = [
    Decoding.definition(
      "sshd",
      patterns: [
        .init(
          matches: ["Failed for {user.name:word} from {source.address:address}"], set: [("event.action", "login")], join: .winner),
        .init(matches: ["Gone {source.address:address}"], set: [("event.action", "gone")]),
      ]),
    Decoding.definition(
      "pam", scope: .anyProgram,
      patterns: [.init(matches: ["pam: refused {source.address:address}"], set: [("event.action", "login")], join: .held)]),
  ]

  /// In this order: logins (which may be held), the end of connections, errors of a web server, requests for a page.
  static let titles = ["login", "gone", "error", "page"]

  static func detectors() throws -> DetectorSet {
    func rule(_ title: String, _ source: LogSource, _ field: String, _ text: String) -> Rule {
      Rule(
        metadata: Correlating.metadata(title), logSource: source,
        expression: .field(field, .text(Pattern(pieces: [.literal(Array(text.utf8))]), cased: false)))
    }
    var set = RuleSet()
    set.rules = [
      rule("login", LogSource(product: "linux"), "event.action", "login"),
      rule("gone", LogSource(product: "linux"), "event.action", "gone"),
      rule("error", LogSource(category: "webserver"), "http.response.status_code", "500"),
      rule("page", LogSource(category: "webserver"), "http.response.status_code", "404"),
    ]
    set.correlations = [
      Correlating.correlation("guessing", .eventCount, over: [.rule(0)], seconds: 20, (.gte, 3)),
      Correlating.correlation("scan", .eventCount, over: [.rule(3)], seconds: 30, (.gte, 4)),
    ]
    return try DetectorSet(rules: set, decoders: decoders)
  }

  /// Lines of one log; `seconds` after the epoch of tests.
  static func line(_ format: Format, _ seconds: Int, _ random: inout Dice) -> String {
    let address = "192.0.2.\(Int.random(in: 1...3, using: &random))"
    let time = Timestamp(microseconds: Correlating.epoch + Int64(seconds) * 1_000_000).rfc3339
    switch format {
    case .combined:
      let clock = time.dropFirst(11).prefix(8)
      let status = [200, 404, 404, 500].randomElement(using: &random) ?? 200
      return "\(address) - - [24/Nov/2026:\(clock) +0000] \"GET / HTTP/1.1\" \(status) 5 \"-\" \"-\"\n"
    default:
      let pid = Int.random(in: 1...6, using: &random)
      let message =
        ["Failed for root from \(address)", "pam: refused \(address)", "pam: refused \(address)", "Gone \(address)"]
        .randomElement(using: &random) ?? ""
      return "\(time) gate sshd[\(pid)]: \(message)\n"
    }
  }

  /// The batches of one input, in pieces of so many bytes.
  static func batches(
    _ detectors: DetectorSet, _ text: String, input: Int, format: Format?, step: Int
  ) -> [MatchBatch] {
    let framer = Framer(input: input, clock: Clock(year: .notAfter(Framing.now)), arrival: Framing.now)
    let scanner = Scanner(detectors, format: format)
    let bytes = Array(text.utf8)
    var batches: [MatchBatch] = []
    unsafe bytes.withUnsafeBytes { buffer in
      for start in stride(from: 0, to: bytes.count, by: step) {
        let piece = unsafe UnsafeRawBufferPointer(rebasing: buffer[start..<min(start + step, bytes.count)])
        batches += unsafe framer.append(piece).map { scanner.scan($0) }
      }
    }
    return batches + framer.finish().map { scanner.scan($0) }
  }
}
