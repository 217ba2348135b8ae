import Testing

@testable import TocsinEngine

@Suite struct AlertSentenceTests {
  @Test func saysWhoWhatWhereHowOften() {
    let sentence = AlertSentence(AlertFixtures.alert())
    #expect(sentence.text == "5 matches from 203.0.113.9 in 40 seconds on web1, users root, admin, git and 2 more.")
    #expect(sentence.titled == "Password guessing over SSH: " + sentence.text)
    #expect(AlertSentence(AlertFixtures.alert(.closed)).titled == "Password guessing over SSH is over: " + sentence.text)
  }

  @Test func oneMatch() {
    var alert = AlertFixtures.alert()
    (alert.count, alert.last, alert.distinct) = (1, alert.first, [])
    alert.group = [(name: "user.name", value: "root"), (name: "host.name", value: "web1")]
    #expect(AlertSentence(alert).text == "one match for user root on web1.")
    (alert.count, alert.group) = (0, [(name: "event.code", value: "")])
    #expect(AlertSentence(alert).text == "no events with event.code (empty) on web1.")
  }

  @Test func limitsAreNamed() {
    var alert = AlertFixtures.alert()
    (alert.flags, alert.distinct) = (["late", "windows"], [])
    #expect(AlertSentence(alert).text.hasSuffix("on web1 (limits reached: late, windows)."))
  }

  @Test(arguments: [
    (0, "under a second"), (1_000_000, "1 second"), (65_000_000, "1 minute 5 seconds"), (3_600_000_000, "1 hour"),
    (3_601_000_000, "1 hour"), (187_200_000_000, "2 days 4 hours"),
  ])
  func durations(microseconds: Int64, text: String) {
    #expect(String(writing: { AlertSentence.write(duration: microseconds, to: &$0) }) == text)
  }

  @Test func listsOfOneTwoAndMore() {
    func list(_ values: [String], _ total: Int) -> String {
      String(writing: { AlertSentence.write(list: Alert.Distinct(field: "user.name", values: values, total: total), to: &$0) })
    }
    #expect(list(["a"], 1) == "user a")
    #expect(list(["a", "b"], 2) == "users a and b")
    #expect(list(["a", "b", "c", "d"], 40) == "users a, b, c and 37 more")
  }

  @Test func longValuesAreCut() {
    let phrase = String(writing: { AlertSentence.write(phrase: "user.name", String(repeating: "x", count: 5_000), to: &$0) })
    #expect(phrase.count < 100 && phrase.hasSuffix("…"))
  }
}
