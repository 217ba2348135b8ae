/// How windows are forgotten: when nothing of them matters any more, and when there is no room.
extension Correlator {
  /// When a window holds nothing any more that could matter.
  func due(_ window: Window, _ type: Int) -> Int64 {
    window.newest.addingClamped(wiring.windows[type].timespan)
  }

  func expire(_ type: Int, _ limit: Int64) {
    while let window = expiry[type].popFirst(due: limit) {
      if window.episode != nil {
        watch(window, type, max(due(window, type), window.episode?.closesAt ?? 0))
      } else if due(window, type) <= limit {
        remove(window, type)
      } else {
        watch(window, type, due(window, type))
      }
    }
  }

  /// So many windows of a type are kept for other groups, none of which had taken more than so many bytes.
  private static var spareLimit: Int { 1_024 }
  private static var spareSize: Int { 1_024 }

  func remove(_ window: Window, _ type: Int) {
    tables[type].remove(window)
    windowBytes -= window.cost
    counters.windows -= 1
    let isSmall = window.cost < Self.spareSize
    window.end()
    if isSmall, spares[type].count < Self.spareLimit { spares[type].append(window) }
  }

  /// Makes room by giving up the group that is furthest from its threshold among the oldest, of the type that has most groups:
  /// whoever floods one rule drives out no other's. An open episode is never given up.
  func evict(_ type: Int) -> Bool {
    counters.evictedWindows += 1
    let largest = tables.indices.max { tables[$0].count < tables[$1].count } ?? type
    for candidate in largest == type ? [type] : [largest, type] {
      evicted.insert(candidate)
      guard let window = expiry[candidate].takeLeast(among: 16) else { continue }
      remove(window, candidate)
      return true
    }
    return false
  }
}
