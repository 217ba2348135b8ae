import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct AlertTextTests {
  @Test func golden() throws {
    var text = ""
    for level in AlertLevel.allCases {
      text += AlertText.render(AlertFixtures.alert(level: level), color: false, width: 120) + "\n"
    }
    for action in [Alert.Action.updated, .closed] {
      text += AlertText.render(AlertFixtures.alert(action), color: false, width: 120)
    }
    try AlertFixtures.expectGolden(text, "alerts.txt")
  }

  @Test func goldenInColour() throws {
    let text = AlertLevel.allCases.map { AlertText.render(AlertFixtures.alert(level: $0), color: true, width: 80) + "\n" }
      .joined()
    let visible = String(text.map { $0 == "\u{1b}" ? "␛" : $0 })
    try AlertFixtures.expectGolden(visible, "alerts-colour.txt")
  }

  @Test func controlsAreShownNotSent() {
    var alert = AlertFixtures.alert()
    alert.evidence = [
      Alert.Evidence(time: alert.time, text: "a\u{1b}[2Jb\nc\r\td\u{202e}e\u{9b}f\u{7f}\u{200b}\u{0}", input: "-", offset: 0)
    ]
    let text = AlertText.render(alert, color: false, width: 0)
    #expect(text.contains(#"a\x1b[2Jb\nc\r\td\u{202e}e\u{9b}f\x7f\u{200b}\x00"#))
  }

  @Test(arguments: [30, 41, 80, 200])
  func noLineIsWiderThanTheScreen(width: Int) {
    var alert = AlertFixtures.alert()
    alert.rule = AlertFixtures.rule(title: String(repeating: "long title 日本 ", count: 9))
    alert.evidence[0].text = String(repeating: "界", count: 500)
    for line in AlertText.render(alert, color: false, width: width).split(separator: "\n") {
      let columns = line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 && $1.value < 0xA000 ? 2 : 1) }
      #expect(columns <= width, "\(line)")
    }
  }

  @Test func atMostTenLinesOfEvidence() {
    var alert = AlertFixtures.alert()
    alert.evidence = Array(repeating: alert.evidence[0], count: 25)
    let lines = AlertText.render(alert, color: false, width: 100).split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("  │ ") } == 10)
  }

  @Test func updatesAndEndsTakeOneLine() {
    for action in [Alert.Action.updated, .closed] {
      #expect(AlertText.render(AlertFixtures.alert(action), color: true, width: 100).count { $0 == "\n" } == 1)
    }
  }

  @Test func colourChangesNothingElse() throws {
    let plain = AlertText.render(AlertFixtures.alert(), color: false, width: 90)
    var bare = AlertText.render(AlertFixtures.alert(), color: true, width: 90)
    while let start = bare.firstIndex(of: "\u{1b}"), let end = bare[start...].firstIndex(of: "m") {
      bare.removeSubrange(start...end)
    }
    #expect(bare == plain)
  }

  @Test func noiseSendsNothingButLineEnds() {
    var noise = Dice(seed: 5)
    for round in 0..<200 {
      func text() -> String { String(decoding: noise.bytes(atMost: 40), as: UTF8.self) }
      var alert = AlertFixtures.alert()
      alert.rule = AlertFixtures.rule(title: text(), playbook: [text()], owner: text())
      (alert.host, alert.group) = (text(), [(name: text(), value: text())])
      alert.evidence = [Alert.Evidence(time: alert.time, text: text(), input: text(), offset: nil)]
      alert.distinct = [Alert.Distinct(field: "user.name", values: [text(), text()], total: 2)]
      let shown = AlertText.render(alert, color: false, width: Int.random(in: 0...100, using: &noise))
      #expect(!shown.unicodeScalars.contains { $0 != "\n" && ByteView.isControl($0.value) }, "round \(round)")
    }
  }

  /// A record full of combining marks once grew a line without taking a column.
  @Test func marksTakeRoom() {
    var line = ScreenLine(width: 20)
    line.add("a" + String(repeating: "\u{301}", count: 10_000))
    #expect(line.render(color: false).unicodeScalars.count < 60)
  }
}
