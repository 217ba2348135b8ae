import Foundation
import TocsinEngine

/// Zones of the host's database in the engine's form.
public enum HostZone {
  /// A zone by its name (`Europe/Berlin`, `UTC`), or nil where the host does not know it; the host's own for nil.
  public static func zone(_ name: String?) -> Zone? {
    let zone: TimeZone
    if let name {
      guard let known = TimeZone(identifier: name) else { return nil }
      zone = known
    } else {
      zone = .current
    }
    var transitions: [Zone.Transition] = []
    var moment = Date(timeIntervalSince1970: 0)
    let end = Date(timeIntervalSince1970: 4_102_444_800)
    transitions.append(.init(from: Timestamp(seconds: 0), offsetSeconds: Int64(zone.secondsFromGMT(for: moment))))
    while let next = zone.nextDaylightSavingTimeTransition(after: moment), next < end {
      transitions.append(
        .init(from: Timestamp(seconds: Int64(next.timeIntervalSince1970)), offsetSeconds: Int64(zone.secondsFromGMT(for: next))))
      moment = next
    }
    if transitions.count == 1, transitions[0].offsetSeconds == 0 { return .utc }
    return Zone(transitions: transitions)
  }

  /// The present.
  public static var now: Timestamp { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
}
