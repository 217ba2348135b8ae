import Testing

@testable import TocsinEngine

@Suite struct PartGroupingTests {
  private let at = "2026-11-24T15:46:27.123456789Z"

  @Test func partsOfCRILinesAreOneRecord() {
    let text = """
      \(at) stdout P one
      \(at) stderr P left
      \(at) stdout P two
      \(at) stdout F three
      \(at) stdout F alone
      \(at) stderr F right

      """
    let records = Framing.records(text)
    #expect(
      records.map(\.text) == ["\(at) stdout P onetwothree", "\(at) stdout F alone", "\(at) stderr P leftright"])
    #expect(records.map(\.ordinal) == [1, 2, 3])
    #expect(records.map(\.offset) == [0, records[1].offset, at.utf8.count + 14])
    let read = RecordReading()
    #expect(read(records[0].bytes).message == "onetwothree")
    #expect(read(records[0].bytes).format == .cri)
  }

  @Test(arguments: ["2026-11-24T15:46:27Z", "2026-11-24T15:46:27.123456+02:00", "2026-11-24T15:46:27.123456789+02:00"])
  func anyTimeOfCRI(_ time: String) {
    #expect(Framing.records("\(time) stdout P a\n\(time) stdout F b\n").map(\.text) == ["\(time) stdout P ab"])
  }

  @Test func partsWithoutAnEndAreReadAtTheEnd() {
    let records = Framing.records("\(at) stdout P a\n\(at) stderr P b\nplain\n")
    #expect(records.map(\.text) == ["plain", "\(at) stdout P a", "\(at) stderr P b"])
    #expect(records.map(\.ordinal) == [1, 2, 3])
  }

  @Test func aLineOfPartsIsBounded() {
    let text = String(repeating: "\(at) stdout P 0123456789\n", count: 1_000) + "\(at) stdout F end\n\(at) stdout F next\n"
    let records = Framing.records(text, lineLimit: 100)
    #expect(records.count == 2)
    #expect(records[0].bytes.count == 100)
    #expect(records.map(\.isCut) == [true, false])
  }

  private func docker(_ text: String, _ stream: String = "stdout", second: Int = 1) -> String {
    "{\"log\":\"\(text)\",\"stream\":\"\(stream)\",\"time\":\"2026-11-24T15:46:0\(second)Z\"}\n"
  }

  @Test func dockersPartsAreOneRecord() {
    let long = String(repeating: "x", count: 16_384)
    let text =
      docker(long) + docker("other\\n", "stderr") + docker(long, second: 2) + docker("end\\n", second: 3) + docker("next\\n")
    let records = Framing.records(text)
    #expect(
      records.map(\.bytes.count) == [
        docker("other\\n", "stderr").utf8.count - 1, 2 * 16_384 + docker("end\\n").utf8.count - 1,
        docker("next\\n").utf8.count - 1,
      ])
    let line = RecordReading()(records[1].bytes)
    #expect(line.format == .docker)
    #expect(line.message == long + long + "end")
    #expect(line.time == "2026-11-24T15:46:01.000000Z")
  }

  @Test func dockerLinesThatOnlyLackANewlineAreWhole() {
    let long = String(repeating: "x", count: 16_384)
    #expect(Framing.records(docker("short") + docker("next\\n")).count == 2)
    // A whole line of just that length, and one whose newline is text.
    #expect(Framing.records(docker(long + "\\n") + docker("next\\n")).count == 2)
    #expect(Framing.records(docker(long + "\\\\n") + docker("next\\n")).count == 1)
    // A container that ended in the middle of a line.
    #expect(Framing.records(docker(long) + docker("end") + docker("next\\n")).count == 2)
  }

  @Test(arguments: [
    "2026-11-24T15:46:27Z stdout PF x", "2026-11-24T15:46:27Z stdouts P x", "2026-11-24T15:46:27Z standard P x",
    "2026-11-24T15:46:27Z stdout P", "{\"log\":\"x", "{\"log\":\"x\",\"time\":\"t\"}",
  ])
  func nearMissesAreNoParts(_ line: String) {
    let part = Array(line.utf8).withView { PartLine($0).map { ($0.isLast, $0.stream) } }
    #expect(part == nil || line.contains(" PF "))
    #expect(Framing.records("\(line)\n\(line)\n").count == (line.contains(" PF ") ? 1 : 2))
  }
}
