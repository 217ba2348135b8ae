/// How windows are forgotten: when nothing of them matters any more, and when there is no room.
extension Correlator {
  /// Windows are looked at when event time passes another multiple of this, in microseconds; it is a power of two.
  private static var sweepStep: Int64 { 1 << 23 }

  /// When a window holds nothing any more that could matter.
  @inline(__always)
  func due(_ place: WindowPlace, _ type: Int) -> Int64 { place.window.newest.addingClamped(types[type].timespan) }

  /// Forgets what is past in a family whose time has come to `due`: at the same instants of event time however often it is asked.
  @inline(__always)
  func sweep(_ family: Int, _ due: Int64) {
    let limit = due == .max ? .max : due & ~(Self.sweepStep - 1)
    if limit >= timelines[family].earliestExpiry { sweepAll(family, limit) }
  }

  @inline(never)
  private func sweepAll(_ family: Int, _ limit: Int64) {
    timelines[family].earliestExpiry = .max
    for type in timelines[family].types {
      if types[type].expiry.earliest <= limit { expire(type, limit) }
      timelines[family].earliestExpiry = min(timelines[family].earliestExpiry, types[type].expiry.earliest)
    }
  }

  private func expire(_ type: Int, _ limit: Int64) {
    while let place = types[type].expiry.popFirst(due: limit) {
      // Of windows that were not touched for long everything has to be fetched: one thing after the other, in time.
      types[type].expiry.coming(after: 12)?.prefetch()
      if let later = types[type].expiry.coming(after: 8) {
        later.window.prefetchParts()
        types[type].table.prefetchSlot(later.window.hash)
      }
      types[type].expiry.coming(after: 4)?.window.evidence.prefetch()
      let due = due(place, type)
      if let episode = place.window.episode {
        watch(place, type, max(due, episode.closesAt))
      } else if due <= limit {
        remove(place, type)
      } else {
        watch(place, type, due)
      }
    }
  }

  /// Looks at a window again when it is due; after a timespan or two at the latest, lest a bogus time far ahead block the others.
  func watch(_ place: WindowPlace, _ type: Int, _ due: Int64) {
    let timespan = types[type].timespan
    let family = types[type].family
    let latest = timelines[family].clock.addingClamped(timespan).addingClamped(timespan)
    let due = min(due, latest)
    place.window.isWatched = true
    types[type].expiry.insert(place, due: due)
    timelines[family].earliestExpiry = min(timelines[family].earliestExpiry, due)
  }

  /// So many windows are kept for other groups, none of which had taken more than so many bytes.
  private static var spareLimit: Int { 16_384 }
  private static var spareSize: Int { 2_048 }

  func remove(_ place: WindowPlace, _ type: Int) {
    types[type].table.remove(place)
    windowBytes -= place.window.cost
    counters.windows -= 1
    let isSmall = place.window.cost < Self.spareSize
    place.window.end(store)
    if isSmall, spareCount < Self.spareLimit {
      spareCount += 1
      types[type].spares.append(place)
    } else {
      place.destroy()
    }
  }

  /// Makes room by giving up the group that is furthest from its threshold among the oldest, of the type that has most groups:
  /// whoever floods one rule drives out no other's. An open episode is never given up.
  func evict(_ type: Int) -> Bool {
    counters.evictedWindows += 1
    let largest = types.indices.max { types[$0].table.count < types[$1].table.count } ?? type
    for candidate in largest == type ? [type] : [largest, type] {
      evicted.insert(candidate)
      guard let place = types[candidate].expiry.takeLeast(among: 16) else { continue }
      remove(place, candidate)
      return true
    }
    return false
  }
}
