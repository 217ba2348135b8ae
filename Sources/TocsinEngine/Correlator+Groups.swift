import Sigma

/// How the window of an event's group is found, and made.
extension Correlator {
  /// The window of the event's group, made if need be; nil where the event has no such group or no room is left.
  @inline(__always)
  func place(for feed: Wiring.FeedPlace, _ event: Incoming) -> WindowPlace? {
    if feed.it.isByOneValue {
      guard let key = payload.key(feed.it.key[0]) else {
        counters.ungrouped += 1
        return nil
      }
      return types[feed.it.window].table.find(key.entry, hash: key.hash) ?? make(key.entry, key.hash, feed.it.window)
    }
    guard composeKey(feed, event) else { return nil }
    let key = keyScratch.bytes
    let hash = key.hash(seed: payload.seed)
    return types[feed.it.window].table.find(key, hash: hash) ?? make(key, hash, feed.it.window)
  }

  /// Groups are many and seldom met: what the feeds by one value will look at is asked for beforehand, all of it at once.
  @inline(__always)
  func prefetch(_ feeds: Table<Wiring.Feed>) {
    var first = 0
    while first < feeds.count, !Wiring.FeedPlace(feeds, first).it.isByOneValue { first += 1 }
    guard first < feeds.count, let key = payload.key(Wiring.FeedPlace(feeds, first).it.key[0]) else { return }
    let index = Wiring.FeedPlace(feeds, first).it.key[0]
    var place = first
    while place < feeds.count {
      let feed = Wiring.FeedPlace(feeds, place)
      if feed.it.isByOneValue, feed.it.key[0] == index { types[feed.it.window].table.prefetchSlot(key.hash) }
      place += 1
    }
    place = first
    while place < feeds.count {
      let feed = Wiring.FeedPlace(feeds, place)
      if feed.it.isByOneValue, feed.it.key[0] == index { types[feed.it.window].table.prefetchWindow(key.hash) }
      place += 1
    }
  }

  /// Puts a key of several values, or of an entity, together; false where the event lacks one.
  private func composeKey(_ feed: Wiring.FeedPlace, _ event: Incoming) -> Bool {
    keyScratch.removeAll()
    if feed.it.isByEntity {
      // The entity it is about: an address, else a user, else the host.
      for (index, tag) in [(2, 1), (1, 2), (0, 3)] as [(Int, UInt8)] {
        guard let value = payload.value(index), !value.isEmpty else { continue }
        keyScratch.append(tag)
        Payload.append(value, to: &keyScratch)
        break
      }
      return true
    }
    guard feed.it.hasWholeKey else { return false }
    for index in feed.it.key {
      guard let value = payload.entry(index) else {
        counters.ungrouped += 1
        return false
      }
      keyScratch.append(value)
    }
    return true
  }

  @inline(never)
  private func make(_ key: ByteView, _ hash: UInt64, _ type: Int) -> WindowPlace? {
    if windowBytes > options.windowLimit, !evict(type) { return nil }
    windowNumber += 1
    let place: WindowPlace
    if types[type].spares.isEmpty {
      place = WindowPlace(making: tally(type))
    } else {
      place = types[type].spares[types[type].spares.count - 1]
      types[type].spares.removeLast()
      spareCount -= 1
    }
    place.window.begin(key: key, hash: hash, number: windowNumber)
    types[type].table.insert(place)
    charge(place)
    counters.windows += 1
    counters.peakWindows = max(counters.peakWindows, counters.windows)
    return place
  }

  private func tally(_ type: Int) -> Tally {
    switch wiring.windows[type].source {
    case .rule: QuietTally(timespan: Wiring.quiet)
    case .correlation(let correlation):
      switch correlation.kind {
      case .eventCount: CountTally(timespan: correlation.timespan, bounds: Bounds(bounds: correlation.bounds))
      case .valueCount:
        ValueTally(
          timespan: correlation.timespan, bounds: Bounds(bounds: correlation.bounds), fieldCount: correlation.fields.count)
      case .temporal, .temporalOrdered: TemporalTally(correlation)
      case .valueSum, .valueAvg, .valueMedian, .valuePercentile: NumberTally(correlation)
      }
    }
  }
}
