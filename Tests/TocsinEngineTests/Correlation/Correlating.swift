import Sigma

@testable import TocsinEngine

/// Runs records through a whole engine: framed, scanned, merged, joined, correlated.
struct Correlating {
  /// What all times of tests count from: 2026-11-24T15:46:27Z.
  static let epoch: Int64 = 1_795_535_187_000_000

  /// One record: a JSON line.
  struct Record {
    /// Seconds after the epoch of tests.
    var at: Double
    var fields: [(String, String)]

    init(_ at: Double, _ kind: String, _ address: String? = "192.0.2.1", user: String? = nil, value: String? = nil) {
      self.at = at
      fields = [("kind", kind)]
      if let address { fields.append(("source.address", address)) }
      if let user { fields.append(("user.name", user)) }
      if let value { fields.append(("value", value)) }
    }

    var line: String {
      let rest = fields.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",")
      return "{\"@timestamp\":\(Correlating.epoch + Int64((at * 1_000_000).rounded())),\"host.name\":\"gate\",\(rest)}\n"
    }
  }

  let detectors: DetectorSet
  let engine: Engine
  private let log: Log

  private final class Log { var alerts: [Alert] = [] }

  /// `kinds` become one rule each, which matches records of that kind.
  init(
    _ kinds: [String], _ correlations: [Correlation] = [], options: Correlator.Options = .init(),
    tune: (inout Rule) -> Void = { _ in }
  ) {
    var set = RuleSet()
    set.rules = kinds.map { kind in
      var rule = Rule(
        metadata: Self.metadata(kind), logSource: LogSource(),
        expression: .field("kind", .text(Pattern(pieces: [.literal(Array(kind.utf8))]), cased: false)))
      tune(&rule)
      return rule
    }
    set.correlations = correlations
    detectors = try! DetectorSet(rules: set, decoders: [], options: .init(ignoresLogSources: true))
    let log = Log()
    self.log = log
    engine = Engine(detectors, options: options) { log.alerts.append($0) }
  }

  static func metadata(_ title: String) -> Metadata {
    var metadata = Metadata(title: title, position: Position(path: "rule.yml", line: 1, column: 1))
    metadata.id = title
    metadata.name = title
    return metadata
  }

  /// A correlation by source address over the next `seconds`.
  static func correlation(
    _ title: String, _ kind: Correlation.Kind, over references: [Correlation.Reference], seconds: Double = 60,
    by groupBy: [String] = ["source.address"], _ bounds: (Correlation.Bound.Operator, Double)...,
    tune: (inout Correlation) -> Void = { _ in }
  ) -> Correlation {
    var result = Correlation(
      metadata: metadata(title), kind: kind, references: references, referenceNames: references.map { "\($0)" },
      timespan: Int64(seconds * 1_000_000))
    result.groupBy = groupBy
    result.bounds = bounds.map {
      .init(op: $0.0, value: $0.1 == $0.1.rounded() ? .integer(Int64($0.1)) : .real($0.1))
    }
    tune(&result)
    return result
  }

  var alerts: [Alert] { log.alerts }

  /// The chunks of an input, read in steps of so many bytes.
  func batches(_ records: [Record], input: Int, step: Int = 1 << 16) -> [MatchBatch] {
    let framer = Framer(
      input: input, clock: Clock(year: .notAfter(Framing.now)), arrival: Timestamp(microseconds: Self.epoch))
    let scanner = Scanner(detectors)
    let bytes = Array(records.map(\.line).joined().utf8)
    var batches: [MatchBatch] = []
    var at = 0
    while at < bytes.count {
      let end = min(at + step, bytes.count)
      unsafe bytes.withUnsafeBytes { buffer in
        for chunk in unsafe framer.append(UnsafeRawBufferPointer(rebasing: buffer[at..<end])) {
          batches.append(scanner.scan(chunk))
        }
      }
      at = end
    }
    return batches + framer.finish().map { scanner.scan($0) }
  }

  /// All alerts of one input read to its end.
  func run(_ records: [Record], step: Int = 1 << 16) -> [Alert] {
    let input = engine.addInput("a")
    for batch in batches(records, input: input, step: step) { engine.take(batch) }
    engine.end(input)
    engine.finish()
    return alerts
  }
}

extension Alert {
  /// `action rule group count @time` with seconds after the epoch of tests.
  var brief: String {
    "\(action.rawValue) \(rule.title) \(group.map(\.value).joined(separator: ",")) \(count) @\(Self.seconds(time))"
  }

  static func seconds(_ time: Timestamp) -> String {
    let micro = time.microseconds - Correlating.epoch
    return micro % 1_000_000 == 0 ? String(micro / 1_000_000) : String(Double(micro) / 1_000_000)
  }
}
