import Testing
import TocsinEngine

@Suite struct AlertIDTests {
  /// Receivers keep these ids: a change would repeat every alert that they have. Computed apart, with another implementation.
  @Test func idsStayWhatTheyAre() {
    let group = [(name: "source.address", value: "203.0.113.9"), (name: "user.name", value: "root")]
    let episode = AlertID.episode(host: "web1", ruleID: "rule-1", group: group, time: Timestamp(seconds: 1_795_535_147))
    #expect(episode == "92d15cc787706a21229bd69f05502c08")
    #expect(AlertID.message(episode: episode, action: .opened, ordinal: 1) == "e26a6b70545f0cb6f1451b04a696e329")
  }

  @Test func partsAreNotJoinedBlindly() {
    #expect(AlertID.hex128("ab", "c") != AlertID.hex128("a", "bc"))
    #expect(AlertID.hex128("a", "") != AlertID.hex128("a"))
    #expect(AlertID.hex128("a").count == 32)
    let time = Timestamp(seconds: 1)
    let a = AlertID.episode(host: "h", ruleID: "r", group: [("a", "b")], time: time)
    #expect(a != AlertID.episode(host: "h", ruleID: "ra", group: [("", "b")], time: time))
    #expect(a != AlertID.episode(host: "h", ruleID: "r", group: [("a", "b")], time: time.advanced(by: 1)))
    #expect(a != AlertID.episode(host: "g", ruleID: "r", group: [("a", "b")], time: time))
  }

  @Test func eachMessageHasItsOwn() {
    var ids: Set<String> = []
    for action in [Alert.Action.opened, .updated, .closed] {
      for ordinal in 1...20 { ids.insert(AlertID.message(episode: "e", action: action, ordinal: ordinal)) }
    }
    #expect(ids.count == 60)
  }
}
