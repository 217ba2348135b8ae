@testable import TocsinEngine

extension MatchBatch {
  /// The matches as an array of their own.
  var all: [Match] { (0..<matches.count).map { matches[$0] } }
}
