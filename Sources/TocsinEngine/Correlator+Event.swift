/// Events that match several rules: what holds over time is asked once, when the event is there with all that it matches.
extension Correlator {
  /// A window that one match of the event at hand has entered.
  struct Entered {
    var feed: Wiring.FeedPlace
    var event: Incoming
    var place: WindowPlace
    var isCounting: Bool
    var isLate: Bool
    /// Held until the window is judged.
    var evidence: Evidence
  }

  func enterUnjudged(_ feed: Wiring.FeedPlace, _ event: Incoming, _ place: WindowPlace, _ isCounting: Bool, _ isLate: Bool) {
    let evidence = ownEvidence()
    evidence.hold()
    entered.append(
      Entered(feed: feed, event: event, place: place, isCounting: isCounting, isLate: isLate, evidence: evidence))
  }

  /// What the event before has entered is judged, should its last match not have come.
  @inline(__always)
  func finishEvent(before input: Int, _ ordinal: Int) {
    if let other = entered.first?.event, other.input != input || other.ordinal != ordinal { judgeEntered() }
  }

  /// Judges what the event at hand has entered.
  @inline(__always)
  func judgeEntered() {
    if !entered.isEmpty, !isJudging { judgeAll() }
  }

  /// Inner correlations first: what holds in them enters the outer ones, which then are judged with it.
  private func judgeAll() {
    isJudging = true
    while let depth = entered.map(\.feed.it.depth).min(), let first = entered.first(where: { $0.feed.it.depth == depth }) {
      let same = entered.filter { $0.place == first.place }
      entered.removeAll { $0.place == first.place }
      let isCounting = same.contains(where: \.isCounting)
      let wasOpen = first.place.window.episode != nil
      for (index, one) in same.enumerated() {
        evidence = one.evidence
        payload.read(one.evidence.payload)
        if index == same.count - 1 {
          judge(one.feed, one.event, one.place, isCounting, one.isLate)
        } else if let episode = one.place.window.episode {
          // The values of the event's other matches are worth naming, too.
          note(one.feed, one.event, episode, announces: wasOpen && one.feed.it.alerts)
        }
      }
      for one in same { store.letGo(one.evidence) }
    }
    (evidence, isJudging) = (nil, false)
  }
}
