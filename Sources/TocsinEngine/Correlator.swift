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
  var tables: [GroupTable]
  /// For each window type, when to look whether windows are still needed.
  var expiry: [ExpiryQueue]
  /// For each family of rules how far its time has come.
  var timelines: [Timeline]
  /// For each window type its family.
  let familyOf: [Int]
  /// Unknown to whoever writes the logs, so that nobody can choose groups that collide. It decides nothing but places in a table.
  let hashSeed = UInt64.random(in: 0 ... .max)
  var windowNumber = 0
  var windowBytes = 0
  var evicted: Set<Int> = []
  private var lastKey = LastKey()
  private var keyScratch = Row<UInt8>()
  private var valueScratch = Row<UInt8>()
  /// Windows whose groups are forgotten, by type.
  var spares: [ContiguousArray<Window>]
  /// The event at hand: as it came from its batch, and once it had to be copied.
  private var passing: PassingMatch?
  private var evidence: Evidence?
  public internal(set) var counters = Counters()
  /// Matches of each rule, with their multiplicity.
  public private(set) var matchesByRule: [Int] = []
  /// Names of inputs, for evidence.
  public var inputNames: [String] = []
  let emit: (Alert) -> Void
  let onMatch: ((Alert) -> Void)?
  /// What messages about single matches say of their rules.
  private var singleRules: [Int: AlertRule] = [:]

  /// `emit` is called for each alert, in order.
  public convenience init(
    _ detectors: DetectorSet, options: Options = Options(), onMatch: ((Alert) -> Void)? = nil, emit: @escaping (Alert) -> Void
  ) { self.init(detectors, families: .one, options: options, onMatch: onMatch, emit: emit) }

  init(
    _ detectors: DetectorSet, families: Families, options: Options, onMatch: ((Alert) -> Void)?, emit: @escaping (Alert) -> Void
  ) {
    (self.detectors, self.options, self.onMatch, self.emit) = (detectors, options, onMatch, emit)
    wiring = Wiring(rules: detectors.rules, correlations: detectors.correlations, layout: detectors.payloads)
    matchesByRule = Array(repeating: 0, count: detectors.rules.count)
    tables = Array(repeating: GroupTable(), count: wiring.windows.count)
    expiry = wiring.windows.map { _ in ExpiryQueue() }
    spares = wiring.windows.map { _ in [] }
    familyOf = wiring.familiesOfWindows(families)
    timelines = Array(repeating: Timeline(), count: families.count)
    for (type, family) in familyOf.enumerated() { timelines[family].types.append(type) }
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
    var payload: ByteView
  }

  // MARK: Doors

  func process(_ released: Released) {
    advance(to: released.clock, released.family)
    (evidence, passing) = (nil, PassingMatch(released))
    defer { passing = nil }
    released.batch.withPayload(released.match) { payload in
      take(
        Incoming(
          rule: Int(released.match.rule), time: released.time, clock: timelines[released.family].clock,
          ordinal: released.match.ordinal, input: released.batch.input, multiplicity: Int(released.match.multiplicity),
          payload: payload))
    }
  }

  func process(_ owned: OwnedMatch, _ family: Int) {
    evidence = owned.evidence
    owned.evidence.withPayload { payload in
      take(
        Incoming(
          rule: owned.evidence.rule, time: owned.time, clock: timelines[family].clock, ordinal: owned.ordinal,
          input: owned.evidence.input,
          multiplicity: owned.multiplicity, payload: payload))
    }
  }

  /// The event at hand as evidence, made once for all windows that keep it.
  @inline(__always)
  private func withEvidence<R>(_ body: (Evidence) -> R) -> R {
    if evidence == nil { evidence = passing?.evidence }
    guard let evidence else { preconditionFailure("an event that waited brought its evidence") }
    return unsafe Unmanaged.passUnretained(evidence)._withUnsafeGuaranteedRef(body)
  }

  /// Event time of a family has come this far: closes what is due and forgets what is past. `.max` at the end of everything.
  func advance(to time: Int64, _ family: Int) {
    guard time > timelines[family].clock else { return }
    timelines[family].clock = time
    let due = time == .max ? Int64.max : time.subtractingClamped(options.lateness)
    while let item = timelines[family].deadlines.first, item.due <= due {
      _ = timelines[family].deadlines.popFirst()
      guard let episode = item.window.episode, episode === item.episode else { continue }
      settle(episode, of: item.window, item.type, at: item.due)
      if item.window.episode != nil { watch(episode, of: item.window, item.type) }
    }
    guard due >= timelines[family].earliestExpiry else { return }
    timelines[family].earliestExpiry = .max
    for type in timelines[family].types {
      var earliest = expiry[type].earliest
      if earliest <= due {
        expire(type, due)
        earliest = expiry[type].earliest
      }
      timelines[family].earliestExpiry = min(timelines[family].earliestExpiry, earliest)
    }
  }

  /// When the next episode of a family is due to close (event time), or nil.
  func nextDeadline(of family: Int) -> Timestamp? {
    timelines[family].deadlines.first.map { Timestamp(microseconds: $0.due.addingClamped(options.lateness)) }
  }

  // MARK: Windows

  func take(_ event: Incoming) {
    if !options.ignored.isEmpty, options.ignored.covers(event.payload, at: event.time) {
      counters.ignored += 1
      return
    }
    counters.matches += 1
    let isLate = event.clock.subtractingClamped(event.time) > options.lateness
    if isLate { counters.late += 1 }
    matchesByRule[event.rule] += event.multiplicity
    if let onMatch { onMatch(single(event)) }
    lastKey = LastKey()
    let feeds = wiring.feeds[event.rule]
    var index = 0
    while index < feeds.count {
      enter(feeds[index], event, isLate)
      index += 1
    }
  }

  func enter(_ feed: Wiring.Feed, _ event: Incoming, _ isLate: Bool) {
    if !feed.values.isEmpty, !feed.counts(event.payload) { return }
    guard let window = window(for: feed, event) else { return }
    // One event counts once, however many of the referenced rules it matches.
    let isCounting = window.lastInput != event.input || window.lastOrdinal != event.ordinal
    if !isCounting, !feed.isTemporal { return }
    window.lastInput = event.input
    window.lastOrdinal = event.ordinal
    // What was over by then is over, though time as a whole may not have come so far: one record after a long silence moves nothing.
    while let episode = window.episode, min(episode.closesAt, episode.nextDay) <= event.time {
      settle(episode, of: window, feed.window, at: min(episode.closesAt, episode.nextDay))
    }
    let holdsAt = window.withTally { add(feed, event, window, $0, continues: !isCounting) }
    let wasOpen = window.episode != nil
    if let holdsAt {
      if window.episode == nil { open(feed, event, window, at: holdsAt, isLate: isLate) }
      if let episode = window.episode {
        episode.heldFrom = max(episode.heldFrom ?? holdsAt, holdsAt)
        episode.closesAt = max(episode.closesAt, holdsAt.addingClamped(feed.timespan))
      }
    } else {
      // Before the tally forgets what it held.
      if window.episode != nil { settleEnd(window, wiring.windows[feed.window]) }
    }
    window.withTally { $0.prune(before: min(event.clock, event.time).subtractingClamped(options.lateness)) }
    if let episode = window.episode {
      if wasOpen {
        if isCounting { episode.count += event.multiplicity }
        episode.last = max(episode.last, event.time)
        episode.first = min(episode.first, event.time)
      }
      if isLate { episode.flags.insert("late") }
      note(feed, event, episode, announces: wasOpen && feed.alerts)
    }
    charge(window)
    guard holdsAt != nil else { return }
    for outer in feed.outer {
      // A chain over time sees every event at which the inner condition holds; a counting one its openings.
      if wasOpen, !outer.isTemporal { continue }
      enter(outer, event, isLate)
    }
  }

  /// A match as a message of its own.
  func single(_ event: Incoming) -> Alert {
    let rule = singleRules[event.rule] ?? AlertRule(detectors.rules[event.rule].metadata)
    singleRules[event.rule] = rule
    let time = Timestamp(microseconds: event.time)
    let host = Payload.value(0, in: event.payload).map { SecretMask.masked($0) } ?? ""
    let group = [(2, "source.address"), (1, "user.name")].compactMap { index, name in
      Payload.value(index, in: event.payload).map { (name: name, value: SecretMask.masked($0)) }
    }
    let episode = AlertID.hex128(host, rule.id, String(event.time), String(event.ordinal))
    return Alert(
      id: AlertID.message(episode: episode, action: .matched, ordinal: 1), episode: episode, action: .matched, rule: rule,
      time: time, first: time, last: time, count: event.multiplicity, group: group, host: host, sequence: event.ordinal,
      evidence: [withEvidence { shown($0) }], distinct: [], flags: [])
  }

  func shown(_ item: Evidence) -> Alert.Evidence {
    Alert.Evidence(
      time: Timestamp(microseconds: item.time), text: item.withText { SecretMask.masked($0) },
      input: inputNames.indices.contains(item.input) ? inputNames[item.input] : "", offset: item.offset)
  }

  /// The window of the event's group, made if need be; nil where the event has no such group or no room is left.
  func window(for feed: Wiring.Feed, _ event: Incoming) -> Window? {
    if feed.key.count == 1, feed.hasWholeKey, !feed.isByEntity {
      if lastKey.index != feed.key[0] { lastKey = LastKey(feed.key[0], in: event.payload, seed: hashSeed) }
      guard let key = lastKey.entry else {
        counters.ungrouped += 1
        return nil
      }
      return window(key, lastKey.hash, feed.window)
    }
    guard composeKey(feed, event) else { return nil }
    let key = keyScratch.bytes
    return window(key, key.hash(seed: hashSeed), feed.window)
  }

  @inline(__always)
  private func window(_ key: ByteView, _ hash: UInt64, _ type: Int) -> Window? {
    tables[type].find(key, hash: hash) ?? make(key, hash, type)
  }

  /// A value of the event at hand that many of its windows are found by.
  private struct LastKey {
    /// Payload index, or -1.
    var index = -1
    var entry: ByteView?
    var hash: UInt64 = 0

    init() {}

    init(_ index: Int, in payload: ByteView, seed: UInt64) {
      self.index = index
      entry = Payload.entry(index, in: payload)
      hash = entry?.hash(seed: seed) ?? 0
    }
  }

  /// Puts a key of several values, or of an entity, together; false where the event lacks one.
  private func composeKey(_ feed: Wiring.Feed, _ event: Incoming) -> Bool {
    keyScratch.removeAll()
    if feed.isByEntity {
      // The entity it is about: an address, else a user, else the host.
      for (index, tag) in [(2, 1), (1, 2), (0, 3)] as [(Int, UInt8)] {
        guard let value = Payload.value(index, in: event.payload), !value.isEmpty else { continue }
        keyScratch.append(tag)
        Payload.append(value, to: &keyScratch)
        break
      }
      return true
    }
    guard feed.hasWholeKey else { return false }
    for index in feed.key {
      guard let value = Payload.entry(index, in: event.payload) else {
        counters.ungrouped += 1
        return false
      }
      keyScratch.append(value)
    }
    return true
  }

  func make(_ key: ByteView, _ hash: UInt64, _ type: Int) -> Window? {
    if windowBytes > options.windowLimit, !evict(type) { return nil }
    windowNumber += 1
    let window = spares[type].popLast() ?? Window(tally(type))
    window.begin(key: key, hash: hash, number: windowNumber)
    tables[type].insert(window)
    charge(window)
    counters.windows += 1
    counters.peakWindows = max(counters.peakWindows, counters.windows)
    return window
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

  func charge(_ window: Window) {
    let cost = window.size
    windowBytes += cost - window.cost
    window.cost = cost
  }

  /// Counts an event, and keeps it as evidence where it may be shown; says when the condition holds with it, if it does.
  @inline(__always)
  private func add(_ feed: Wiring.Feed, _ event: Incoming, _ window: Window, _ tally: Tally, continues: Bool) -> Int64? {
    let wasNewest = event.time >= tally.newest
    tally.continuesEvent = continues
    window.see(event.time)
    count(feed, event, tally)
    if !window.isWatched { watch(window, feed.window, due(window, feed.window)) }
    if window.episode == nil, wantsEvidence(feed, tally, event.time) {
      window.evidence.forget(before: event.time.subtractingClamped(feed.timespan.addingClamped(options.lateness)))
      withEvidence { window.evidence.keep($0) }
    }
    if tally.holds(at: event.time) { return event.time }
    // Those that stand behind a late one may have waited for it.
    return wasNewest
      ? nil
      : tally.times(after: event.time, through: event.time.addingClamped(feed.timespan - 1)).first { tally.holds(at: $0) }
  }

  @inline(__always)
  private func count(_ feed: Wiring.Feed, _ event: Incoming, _ tally: Tally) {
    let values: ByteView?
    if feed.values.isEmpty {
      values = nil
    } else if feed.values.count == 1, let entry = Payload.entry(feed.values[0], in: event.payload) {
      values = entry
    } else {
      valueScratch.removeAll()
      for index in feed.values { Payload.append(Payload.value(index, in: event.payload), to: &valueScratch) }
      values = valueScratch.bytes
    }
    tally.add(time: event.time, reference: feed.reference, values: values, multiplicity: event.multiplicity)
  }

  /// Looks at a window again when it is due; after a timespan or two at the latest, lest a bogus time far ahead block the others.
  func watch(_ window: Window, _ type: Int, _ due: Int64) {
    let family = familyOf[type]
    let timespan = wiring.windows[type].timespan
    let latest = timelines[family].clock.addingClamped(timespan).addingClamped(timespan)
    window.isWatched = true
    expiry[type].insert(window, due: min(due, latest))
    timelines[family].earliestExpiry = min(timelines[family].earliestExpiry, due, latest)
  }

  /// Only the last ten records before an episode opens are shown: a group far from its threshold keeps none.
  private func wantsEvidence(_ feed: Wiring.Feed, _ tally: Tally, _ time: Int64) -> Bool {
    let threshold = feed.evidenceThreshold
    if threshold == 0 { return true }
    return tally.extent(at: max(time, tally.newest)).count > threshold - EvidenceRow.limit
  }
}
