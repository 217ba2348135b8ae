import Testing

@testable import TocsinEngine

@Suite struct RecordReaderTests {
  @Test func forcedFormatIsTheOnlyOneTried() {
    let syslog = "Nov  3 04:05:06 gate sshd[1]: text"
    #expect(RecordReading(forced: .rfc3164)(syslog).format == .rfc3164)
    #expect(RecordReading(forced: .json)(syslog).format == .plain)
    #expect(RecordReading(forced: .plain)(syslog).format == .plain)
    #expect(RecordReading(forced: .plain)(syslog).program == "")
    #expect(RecordReading(forced: .keyValue)("__X=1 b=2").format == .keyValue)
    #expect(RecordReading(forced: .cri)("2026-11-24T15:46:27Z stdout F x").format == .cri)
  }

  @Test func formatDependsOnTheRecordAlone() {
    let read = RecordReading(keepsAll: true)
    let samples = FormatFuzzTests.samples
    let alone = samples.map { RecordReading(keepsAll: true)($0) }
    for (first, before) in samples.enumerated() {
      for (second, text) in samples.enumerated() where first != second {
        _ = read(before)
        let line = read(text)
        #expect(line.format == alone[second].format)
        #expect(line.time == alone[second].time)
        #expect(line.message == alone[second].message)
        #expect(line.fields.map(\.value) == alone[second].fields.map(\.value))
      }
    }
  }
}
