import Sigma

/// Matches → alerts: the stateful door. Holds every window, keyed by rule and group.
///
/// It has no clock: time reaches it only with matches and watermarks, and the same matches in the same order always give the same
/// alerts.
public final class Correlator {
  public struct Options: Sendable {
    /// Microseconds that records may come late and still be placed by their time.
    public var lateness: Int64
    /// Bytes that windows may take together.
    public var windowLimit: Int
    /// Matches that do not count.
    public var ignored: IgnoreList
    public init(lateness: Int64 = 60_000_000, windowLimit: Int = 64 << 20, ignored: IgnoreList = IgnoreList()) {
      (self.lateness, self.windowLimit, self.ignored) = (lateness, windowLimit, ignored)
    }
  }

  public struct Counters: Sendable, Equatable {
    public var matches = 0
    /// Matches passed over because the operator said so.
    public var ignored = 0
    /// Matches that lacked a field of their group.
    public var ungrouped = 0
    /// Matches later than `lateness`.
    public var late = 0
    public var alerts = 0
    public var windows = 0
    public var peakWindows = 0
    /// Windows given up because the limit was reached.
    public var evictedWindows = 0
    /// Matches that could not wait for their winner, because too many did.
    public var joinerOverflow = 0

    public init() {}
  }

  let detectors: DetectorSet
  let wiring: Wiring
  var options: Options
  /// The windows of each type.
  let types: Rack<WindowRoom>
  /// For each family of rules how far its time has come.
  let timelines: Rack<Timeline>
  var windowNumber = 0
  var windowBytes = 0
  var evicted: Set<Int> = []
  var keyScratch = Row<UInt8>()
  var valueScratch = Row<UInt8>()
  /// Windows of all types that wait for another group.
  var spareCount = 0
  let store: EvidenceStore
  /// The event at hand: its values, where it came from, and what it is as evidence once that was asked for.
  var payload = PayloadIndex()
  private var passing: Released?
  var evidence: Evidence?
  /// Windows that the event at hand has entered with one of its matches, to be judged when it has with all.
  var entered: [Entered] = []
  var isJudging = false
  public internal(set) var counters = Counters()
  /// Matches of each rule, with their multiplicity.
  public var matchesByRule: [Int] { ruleMatches.indices.map { ruleMatches[$0] } }
  let ruleMatches: Rack<Int>
  /// Names of inputs, for evidence.
  public var inputNames: [String] = []
  let emit: (Alert) -> Void
  let onMatch: ((Alert) -> Void)?
  /// What messages about single matches say of their rules.
  var singleRules: [Int: AlertRule] = [:]

  /// `emit` is called for each alert, in order.
  public convenience init(
    _ detectors: DetectorSet, options: Options = Options(), onMatch: ((Alert) -> Void)? = nil, emit: @escaping (Alert) -> Void
  ) { self.init(detectors, families: .one, store: EvidenceStore(), options: options, onMatch: onMatch, emit: emit) }

  init(
    _ detectors: DetectorSet, families: Families, store: EvidenceStore, options: Options, onMatch: ((Alert) -> Void)?,
    emit: @escaping (Alert) -> Void
  ) {
    (self.detectors, self.store, self.options, self.onMatch, self.emit) = (detectors, store, options, onMatch, emit)
    wiring = Wiring(rules: detectors.rules, correlations: detectors.correlations, layout: detectors.payloads)
    ruleMatches = Rack(count: detectors.rules.count) { _ in 0 }
    let familyOf = wiring.familiesOfWindows(families)
    types = Rack(count: wiring.windows.count) { [windows = wiring.windows] type in
      WindowRoom(family: familyOf[type], timespan: windows[type].timespan)
    }
    timelines = Rack(count: families.count) { family in
      Timeline(types: familyOf.indices.filter { familyOf[$0] == family })
    }
  }

  deinit {
    for type in types.indices {
      for place in types[type].table.places {
        place.window.end(store)
        place.destroy()
      }
      for index in 0..<types[type].spares.count { types[type].spares[index].destroy() }
    }
  }

  /// One event on its way through the windows.
  struct Incoming {
    var rule: Int
    var time: Int64
    /// How far time had come when it was its turn.
    var clock: Int64
    var ordinal: Int
    var input: Int
    var multiplicity: Int
    /// Whether no other match of the record follows.
    var isLast: Bool
  }

  // MARK: Doors

  func process(_ released: Released) {
    finishEvent(before: released.input, released.match.ordinal)
    advance(to: released.clock, released.family)
    passing = released
    released.withBatch { batch in
      batch.withPayload(released.match) { bytes in
        payload.read(bytes)
        take(
          Incoming(
            rule: released.rule, time: released.time, clock: timelines[released.family].clock, ordinal: released.match.ordinal,
            input: released.input, multiplicity: Int(released.match.multiplicity), isLast: released.isLast))
      }
    }
    if let made = evidence { store.letGo(made) }
    evidence = nil
    if released.isLast { judgeEntered() }
  }

  /// The evidence stays its owner's.
  func process(_ owned: OwnedMatch, _ family: Int, isLast: Bool) {
    finishEvent(before: owned.evidence.input, owned.ordinal)
    evidence = owned.evidence
    payload.read(owned.evidence.payload)
    take(
      Incoming(
        rule: owned.evidence.rule, time: owned.time, clock: timelines[family].clock, ordinal: owned.ordinal,
        input: owned.evidence.input, multiplicity: owned.multiplicity, isLast: isLast))
    evidence = nil
    if isLast { judgeEntered() }
  }

  /// The event at hand as evidence, made once for all windows that keep it.
  @inline(__always)
  func ownEvidence() -> Evidence {
    if let evidence { return evidence }
    guard let made = passing?.evidence(store) else { preconditionFailure("an event that waited brought its evidence") }
    evidence = made
    return made
  }

  /// Event time of a family has come this far: closes what is due and forgets what is past. `.max` at the end of everything.
  func advance(to time: Int64, _ family: Int) {
    guard time > timelines[family].clock else { return }
    judgeEntered()
    timelines[family].clock = time
    let due = time == .max ? Int64.max : time.subtractingClamped(options.lateness)
    if timelines[family].deadlines.earliest <= due { settleDue(family, due) }
    sweep(family, due)
  }

  @inline(never)
  private func settleDue(_ family: Int, _ due: Int64) {
    while timelines[family].deadlines.earliest <= due, let item = timelines[family].deadlines.popFirst() {
      guard !item.episode.isOver else { continue }
      settle(item.episode, of: item.place, item.type, at: item.due)
      if !item.episode.isOver { watch(item.episode, of: item.place, item.type) }
    }
  }

  /// When the next episode of a family is due to close (event time), or nil.
  func nextDeadline(of family: Int) -> Timestamp? {
    timelines[family].deadlines.first.map { Timestamp(microseconds: $0.due.addingClamped(options.lateness)) }
  }

  // MARK: Windows

  func take(_ event: Incoming) {
    if !options.ignored.isEmpty, options.ignored.covers(&payload, at: event.time) {
      counters.ignored += 1
      return
    }
    counters.matches += 1
    let isLate = event.clock.subtractingClamped(event.time) > options.lateness
    if isLate { counters.late += 1 }
    ruleMatches[event.rule] += event.multiplicity
    if let onMatch { onMatch(single(event)) }
    let feeds = wiring.feeds[event.rule]
    if feeds.count > 1 { prefetch(feeds) }
    var index = 0
    while index < feeds.count {
      enter(Wiring.FeedPlace(feeds, index), event, isLate)
      index += 1
    }
  }

  func enter(_ feed: Wiring.FeedPlace, _ event: Incoming, _ isLate: Bool) {
    if !feed.counts(&payload) { return }
    guard let place = place(for: feed, event) else { return }
    // One event counts once, however many of the referenced rules it matches.
    let isCounting = place.window.lastInput != event.input || place.window.lastOrdinal != event.ordinal
    if !isCounting, !feed.it.isTemporal { return }
    place.window.lastInput = event.input
    place.window.lastOrdinal = event.ordinal
    // What was over by then is over, though time as a whole may not have come so far: one record after a long silence moves nothing.
    while let episode = place.window.episode, min(episode.closesAt, episode.nextDay) <= event.time {
      settle(episode, of: place, feed.it.window, at: min(episode.closesAt, episode.nextDay))
    }
    count(feed, event, place, continues: !isCounting)
    if feed.it.isTemporal, isJudging || !event.isLast || feed.it.awaitsInner || !entered.isEmpty {
      // What holds over time is asked when the event is there with all that it matches.
      enterUnjudged(feed, event, place, isCounting, isLate)
    } else {
      judge(feed, event, place, isCounting, isLate)
    }
  }

  /// Looks whether a window's condition holds with the event at hand.
  @inline(__always)
  func judge(_ feed: Wiring.FeedPlace, _ event: Incoming, _ place: WindowPlace, _ isCounting: Bool, _ isLate: Bool) {
    let wasOpen = place.window.episode != nil
    let holdsAt = place.window.withTally { holds($0, feed, event) }
    if let holdsAt, !wasOpen { open(feed, event, place, at: holdsAt, isLate: isLate) }
    place.window.withEpisode { episode in
      if let holdsAt {
        episode.heldFrom = max(episode.heldFrom ?? holdsAt, holdsAt)
        episode.closesAt = max(episode.closesAt, holdsAt.addingClamped(feed.it.timespan))
      } else {
        // Before the tally forgets what it held.
        settleEnd(episode, of: place, wiring.windows[feed.it.window])
      }
      if wasOpen {
        if isCounting { episode.count += event.multiplicity }
        episode.last = max(episode.last, event.time)
        episode.first = min(episode.first, event.time)
      }
      if isLate { episode.flags.insert("late") }
      note(feed, event, episode, announces: wasOpen && feed.it.alerts)
    }
    place.window.withTally { $0.prune(before: min(event.clock, event.time).subtractingClamped(options.lateness)) }
    charge(place)
    guard holdsAt != nil else { return }
    for index in 0..<feed.it.outer.count {
      let outer = Wiring.FeedPlace(feed.it.outer, index)
      // A chain over time sees every event at which the inner condition holds; a counting one its openings.
      if wasOpen, !outer.it.isTemporal { continue }
      enter(outer, event, isLate)
    }
  }

  /// A match as a message of its own.
  func single(_ event: Incoming) -> Alert {
    let rule = singleRules[event.rule] ?? AlertRule(detectors.rules[event.rule].metadata)
    singleRules[event.rule] = rule
    let time = Timestamp(microseconds: event.time)
    let host = payload.value(0).map { SecretMask.masked($0) } ?? ""
    let group = [(2, "source.address"), (1, "user.name")].compactMap { index, name in
      payload.value(index).map { (name: name, value: SecretMask.masked($0)) }
    }
    let episode = AlertID.hex128(host, rule.id, String(event.time), String(event.ordinal))
    return Alert(
      id: AlertID.message(episode: episode, action: .matched, ordinal: 1), episode: episode, action: .matched, rule: rule,
      time: time, first: time, last: time, count: event.multiplicity, group: group, host: host, sequence: event.ordinal,
      evidence: [shown(ownEvidence())], distinct: [], flags: [])
  }

  func shown(_ item: Evidence) -> Alert.Evidence {
    Alert.Evidence(
      time: Timestamp(microseconds: item.time), text: SecretMask.masked(item.text),
      input: inputNames.indices.contains(item.input) ? inputNames[item.input] : "", offset: item.offset)
  }

  @inline(__always)
  func charge(_ place: WindowPlace) {
    let cost = place.window.size
    windowBytes += cost - place.window.cost
    place.window.cost = cost
  }

  /// Counts an event, and keeps it as evidence where it may be shown.
  @inline(__always)
  private func count(_ feed: Wiring.FeedPlace, _ event: Incoming, _ place: WindowPlace, continues: Bool) {
    place.window.see(event.time)
    place.window.withTally {
      $0.continuesEvent = continues
      count(feed, event, $0)
    }
    if !place.window.isWatched { watch(place, feed.it.window, due(place, feed.it.window)) }
    if place.window.episode != nil || continues { return }
    if feed.it.evidenceThreshold > 0, !place.window.withTally({ isNear(feed, $0, event.time) }) { return }
    place.window.evidence.forget(before: event.time.subtractingClamped(feed.it.timespan.addingClamped(options.lateness)), store)
    place.window.evidence.keep(ownEvidence(), store)
  }

  /// When the condition holds with the event that was counted last, if it does.
  @inline(__always)
  private func holds(_ tally: Tally, _ feed: Wiring.FeedPlace, _ event: Incoming) -> Int64? {
    if tally.holds(at: event.time) { return event.time }
    // Those that stand behind a late one may have waited for it.
    return tally.newest <= event.time
      ? nil : tally.firstHolding(after: event.time, through: event.time.addingClamped(feed.it.timespan - 1))
  }

  @inline(__always)
  private func count(_ feed: Wiring.FeedPlace, _ event: Incoming, _ tally: Tally) {
    let values: ByteView?
    if feed.it.values.isEmpty {
      values = nil
    } else if feed.it.values.count == 1, let entry = payload.entry(feed.it.values[0]) {
      values = entry
    } else {
      valueScratch.removeAll()
      for index in feed.it.values { Payload.append(payload.value(index), to: &valueScratch) }
      values = valueScratch.bytes
    }
    tally.add(time: event.time, reference: feed.it.reference, values: values, multiplicity: event.multiplicity)
  }

  /// Only the last ten records before an episode opens are shown: a group far from its threshold keeps none.
  private func isNear(_ feed: Wiring.FeedPlace, _ tally: Tally, _ time: Int64) -> Bool {
    tally.extent(at: max(time, tally.newest)).count > feed.it.evidenceThreshold - EvidenceRow.limit
  }
}
