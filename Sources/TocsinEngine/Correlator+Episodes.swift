import Sigma

/// How episodes open, are told of, and close.
extension Correlator {
  func open(
    _ feed: Wiring.FeedPlace, _ event: Incoming, _ place: WindowPlace, at time: Int64, isLate: Bool
  ) {
    let type = wiring.windows[feed.it.window]
    let episode = type.alerts ? shownEpisode(type, event, place, at: time) : Episode(silentSince: time, event.ordinal)
    episode.closesAt = time.addingClamped(type.timespan)
    if evicted.contains(feed.it.window) { episode.flags.insert("windows") }
    if isLate { episode.flags.insert("late") }
    place.window.evidence.removeAll(store)
    place.window.episode = episode
    watch(episode, of: place, feed.it.window)
    if type.alerts {
      // The record that opens it is named even where evidence of it was cut.
      note(rule: event.rule, payload.bytes, type, episode)
      send(episode.alert(.opened, type.alertRule, at: time))
    }
  }

  /// An episode with all that its alerts say.
  private func shownEpisode(_ type: Wiring.WindowType, _ event: Incoming, _ place: WindowPlace, at time: Int64) -> Episode {
    let extent = place.window.withTally { $0.extent(at: time) }
    let group = group(type, place)
    let host = payload.value(0).map { SecretMask.masked($0) } ?? ""
    let id = AlertID.episode(host: host, ruleID: type.alertRule.id, group: group, time: Timestamp(microseconds: time))
    let shown = (0..<place.window.evidence.count).map { place.window.evidence[$0] }
      .filter { $0.time > time.subtractingClamped(type.timespan) && $0.time <= time }
    let episode = Episode(
      id: id, opened: time, group: group, host: host, sequence: event.ordinal, evidence: shown.map(self.shown),
      first: extent.first, count: max(extent.count, event.multiplicity))
    for item in shown { note(rule: item.rule, item.payload, type, episode) }
    return episode
  }

  /// Remembers the values worth naming.
  private func note(rule: Int, _ payload: ByteView, _ type: Wiring.WindowType, _ episode: Episode) {
    for named in type.namedByRule[rule] ?? [] {
      if let value = Payload.value(named.index, in: payload) { _ = episode.see(named.slot, value, of: type.fields) }
    }
  }

  /// The same for an event that came while the episode was open, or opened it.
  func note(_ feed: Wiring.FeedPlace, _ event: Incoming, _ episode: Episode, announces: Bool) {
    var isNew = false
    var index = 0
    while index < feed.it.named.count {
      let named = feed.it.named[index]
      index += 1
      guard let value = payload.value(named.index) else { continue }
      if episode.see(named.slot, value, of: wiring.windows[feed.it.window].fields), named.isDistinct { isNew = true }
    }
    if isNew, announces { send(episode.alert(.updated, wiring.windows[feed.it.window].alertRule, at: event.time)) }
  }

  func group(_ type: Wiring.WindowType, _ place: WindowPlace) -> [(name: String, value: String)] {
    place.window.key.withView { key in
      if type.isByEntity {
        guard !key.isEmpty, let value = Payload.value(0, in: key.from(1)) else { return [] }
        let name = key[0] == 1 ? "source.address" : key[0] == 2 ? "user.name" : "host.name"
        return [(name, SecretMask.masked(value))]
      }
      return type.groupBy.enumerated().map { index, name in
        (name, Payload.value(index, in: key).map { SecretMask.masked($0, of: name) } ?? "")
      }
    }
  }

  /// An episode whose deadline has come: closed, or told of once a day, or it has gone on and waits again.
  func settle(_ episode: Episode, of place: WindowPlace, _ number: Int, at time: Int64) {
    let type = wiring.windows[number]
    if time >= episode.closesAt { settleEnd(episode, of: place, type) }
    if time >= episode.closesAt {
      if type.alerts { send(episode.alert(.closed, type.alertRule, at: episode.closesAt)) }
      episode.isOver = true
      place.window.episode = nil
      charge(place)
    } else if time >= episode.nextDay {
      if type.alerts { send(episode.alert(.updated, type.alertRule, at: episode.nextDay)) }
      episode.nextDay = episode.nextDay.addingClamped(Episode.day)
    }
  }

  func watch(_ episode: Episode, of place: WindowPlace, _ type: Int) {
    timelines[types[type].family].deadlines.insert(
      .init(
        due: min(episode.closesAt, episode.nextDay), type: type, number: place.window.number, place: place, episode: episode))
  }

  /// Works out how long the condition went on to hold, which is done once for each run of events that keep it true.
  func settleEnd(_ episode: Episode, of place: WindowPlace, _ type: Wiring.WindowType) {
    guard let held = episode.heldFrom else { return }
    episode.heldFrom = nil
    let end = place.window.withTally { $0.heldUntil(from: held) }
    episode.closesAt = max(episode.closesAt, end.addingClamped(type.timespan))
  }

  func send(_ alert: Alert) {
    counters.alerts += 1
    emit(alert)
  }
}
