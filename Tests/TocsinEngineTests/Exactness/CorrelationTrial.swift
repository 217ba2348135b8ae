import Sigma
import TestSupport

@testable import TocsinEngine

/// Correlations and events on their way through the product: files are loaded and compiled, bytes scanned, matches correlated.
struct CorrelationTrial {
  var correlations: [SlowCorrelation]
  let file: String

  init(_ correlations: [SlowCorrelation]) {
    self.correlations = correlations
    let rules = RandomCorrelation.kinds.map { kind in
      "title: \(kind)\nname: \(kind)\nlogsource: {product: test}\ndetection:\n  sel:\n    kind|contains: \(kind)\n  condition: sel\n"
    }
    file = (rules + correlations.map(Self.document)).joined(separator: "---\n")
  }

  private static func document(_ correlation: SlowCorrelation) -> String {
    var lines = [
      "title: \(correlation.name)", "name: \(correlation.name)", "generate: true", "correlation:",
      "  type: \(correlation.kind.rawValue)",
      "  rules: [\(correlation.references.joined(separator: ", "))]", "  timespan: \(correlation.timespan)s",
    ]
    if !correlation.groupBy.isEmpty { lines.append("  group-by: [\(correlation.groupBy.joined(separator: ", "))]") }
    for (alias, fields) in correlation.aliases {
      let each = zip(correlation.references, fields).map { "\($0): \($1)" }
      lines.append("  aliases: {\(alias): {\(each.joined(separator: ", "))}}")
    }
    if let logic = correlation.logic { lines.append("  condition: \(text(logic))") }
    var keys = correlation.bounds.map { "\($0.operation): \(number($0.quarters))" }
    if correlation.fields.count == 1 { keys.append("field: \(correlation.fields[0])") }
    if correlation.fields.count > 1 { keys.append("field: [\(correlation.fields.joined(separator: ", "))]") }
    if let percentile = correlation.percentile { keys.append("percentile: \(percentile)") }
    if !keys.isEmpty { lines.append("  condition: {\(keys.joined(separator: ", "))}") }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func number(_ quarters: Int) -> String {
    quarters % 4 == 0 ? String(quarters / 4) : String(Double(quarters) / 4)
  }

  private static func text(_ logic: SlowRule.Condition) -> String {
    switch logic {
    case .name(let name): name
    case .not(let part): "not (\(text(part)))"
    case .and(let parts): parts.map { "(\(text($0)))" }.joined(separator: " and ")
    case .or(let parts): parts.map { "(\(text($0)))" }.joined(separator: " or ")
    case .quantified: preconditionFailure("not in correlations")
    }
  }

  func detectors() throws -> DetectorSet {
    var loader = RuleLoader()
    loader.add(file, path: "rules")
    let set = loader.load()
    if let problem = set.problems.first(where: { $0.severity == .error }) { throw Trial.Refusal(text: "\(problem)\n\(file)") }
    return try DetectorSet(rules: set, decoders: [], options: .init(ignoresLogSources: true))
  }

  /// `name group group` → microseconds after the epoch, of the first opening that the engine tells.
  func openings(_ events: [Happening], _ detectors: DetectorSet, lateness: Int64, step: Int) -> [String: Int64] {
    var result: [String: Int64] = [:]
    let names = Set(correlations.map(\.name))
    let engine = Engine(detectors, options: .init(lateness: lateness)) { alert in
      guard alert.action == .opened, names.contains(alert.rule.title) else { return }
      let name = ([alert.rule.title] + alert.group.map(\.value)).joined(separator: " ")
      if result[name] == nil { result[name] = alert.time.microseconds - Correlating.epoch }
    }
    let input = engine.addInput("a")
    let framer = Framer(
      input: input, clock: Clock(year: .notAfter(Framing.now)), arrival: Timestamp(microseconds: Correlating.epoch))
    let scanner = Scanner(detectors)
    var dice = Dice(seed: 1)
    let bytes = events.flatMap { $0.line(&dice) }
    unsafe bytes.withUnsafeBytes { buffer in
      for start in stride(from: 0, to: bytes.count, by: step) {
        let piece = unsafe UnsafeRawBufferPointer(rebasing: buffer[start..<min(start + step, bytes.count)])
        for chunk in unsafe framer.append(piece) { engine.take(scanner.scan(chunk)) }
      }
    }
    for chunk in framer.finish() { engine.take(scanner.scan(chunk)) }
    engine.end(input)
    engine.finish()
    return result
  }
}
