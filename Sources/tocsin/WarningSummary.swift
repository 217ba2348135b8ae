import Sigma

/// Warnings as lines, so that a set of thousands of rules does not drown who reads them.
enum WarningSummary {
  /// Up to so many of a kind each has a line.
  static let limit = 20

  /// In the order of the files; kinds of which there are many as one line each, after the others.
  static func lines(_ warnings: [Problem], all: Bool) -> [String] {
    var counts: [Problem.Kind: Int] = [:]
    for warning in warnings { counts[warning.kind, default: 0] += 1 }
    let many = all ? [] : Problem.Kind.allCases.filter { counts[$0] ?? 0 > limit }
    let each = warnings.filter { !many.contains($0.kind) }.map(\.description)
    return each
      + many.compactMap { kind in
        guard let first = warnings.first(where: { $0.kind == kind }), let count = counts[kind] else { return nil }
        return "\(first), and \(Count(count - 1)) more like it (\(kind.rawValue)); --all-warnings shows them"
      }
  }
}
