import Testing

@testable import TocsinEngine

@Suite struct PlainTextTests {
  @Test(
    arguments: [
      ("2026-11-24 15:46:27,123 ERROR login failed", "2026-11-24T15:46:27.123000Z", "ERROR login failed"),
      ("[28/Mar/2026:10:00:00 +0200] refused", "2026-03-28T08:00:00.000000Z", "refused"),
      ("[2026-11-24T15:46:27Z] refused", "2026-11-24T15:46:27.000000Z", "refused"),
      ("1795535187 refused", "2026-11-24T15:46:27.000000Z", "refused"),
      ("1795535187.5: refused", "2026-11-24T15:46:27.500000Z", "refused"),
      ("Tue Nov 24 15:46:27 2026 [pid 4] FAIL LOGIN", "2026-11-24T15:46:27.000000Z", "[pid 4] FAIL LOGIN"),
      ("Failed password for root", nil, "Failed password for root"), ("12345 apples", nil, "12345 apples"),
      ("2026-99-24 15:46:27 refused", nil, "refused"), ("1795535187x refused", nil, "1795535187x refused"),
      ("2026-11-24 15:46:27", "2026-11-24T15:46:27.000000Z", "2026-11-24 15:46:27"), ("", nil, ""),
      ("\u{0}\u{1}", nil, "\u{0}\u{1}"),
    ] as [(String, String?, String)])
  func leadingTimes(_ text: String, _ time: String?, _ message: String) {
    let line = RecordReading()(text)
    #expect(line.format == .plain)
    #expect(line.time == time)
    #expect(line.message == message)
    #expect(line.fields.isEmpty)
  }
}
