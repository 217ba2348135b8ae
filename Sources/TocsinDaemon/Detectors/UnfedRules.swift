import Sigma
import TocsinEngine

/// Finds rules for log sources that no decoder, format or input here yields.
struct UnfedRules {
  private let yielded: Set<LogSource>

  /// - Parameter inputs: Log sources that the configuration gives to inputs.
  init(decoders: [DecoderDefinition], inputs: [LogSource]) {
    yielded = Set(decoders.flatMap(\.logSources) + Format.allCases.flatMap(\.logSources) + inputs)
  }

  func find(in rules: [Rule]) -> [Problem] {
    var isFed: [LogSource: Bool] = [:]
    return rules.compactMap { rule in
      let source = rule.logSource
      let known = isFed[source] ?? yielded.contains { source.contains($0) }
      isFed[source] = known
      if known { return nil }
      return Problem(
        .warning, at: rule.metadata.position, title: rule.metadata.title,
        "no format, decoder or input here yields \(Self.text(source)), so the rule sees nothing; give an input this `logsource`, or "
          + "remove the rule", kind: .unfed)
    }
  }

  private static func text(_ source: LogSource) -> String {
    let parts = [("product", source.product), ("category", source.category), ("service", source.service)]
    return parts.compactMap { name, value in value.map { "`\(name): \($0)`" } }.joined(separator: ", ")
  }
}
