import Foundation
import Sigma
import TocsinDaemon
import TocsinEngine

/// A replay's counters as one JSON object.
enum StatsJSON {
  static func encode(_ summary: Replay.Summary, _ detectors: DetectorSet) -> String {
    var matches: [String: Int] = [:]
    for (index, count) in summary.matchesByRule.enumerated() where count > 0 {
      let metadata = detectors.rules[index].metadata
      matches[metadata.id ?? metadata.name ?? metadata.title] = count
    }
    let object: [String: Any] = [
      "records": summary.scanned.records, "bytes": summary.scanned.bytes,
      "matches": matches, "alerts": summary.correlated.alerts, "windows_peak": summary.correlated.peakWindows,
      "cut_lines": summary.scanned.cutLines, "without_time": summary.scanned.withoutTime,
      "undecoded": summary.scanned.undecoded, "dropped_fields": summary.scanned.droppedFields,
      "late": summary.correlated.late, "ungrouped": summary.correlated.ungrouped,
      "windows_evicted": summary.correlated.evictedWindows, "joiner_overflow": summary.correlated.joinerOverflow,
      "seconds": summary.seconds,
      "errors": summary.errors.count,
    ]
    let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
