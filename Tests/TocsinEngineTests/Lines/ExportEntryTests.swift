import Testing

@testable import TocsinEngine

@Suite struct ExportEntryTests {
  @Test func entriesEndAtEmptyLines() {
    let first = Array("__CURSOR=a\nMESSAGE=one\n_PID=1\n".utf8)
    let second = Array("__REALTIME_TIMESTAMP=5\n".utf8) + Framing.binaryField("MESSAGE", Array("two\n\nlines".utf8))
    let bytes = first + [0x0A] + second + [0x0A] + Array("plain\n".utf8)
    // Every read ends somewhere else: inside the length, too.
    for step in 1...60 {
      let records = Framing.records(bytes) { step }
      #expect(records.map(\.bytes) == [first, second, Array("plain".utf8)], "in steps of \(step)")
      #expect(records.map(\.offset) == [0, first.count + 1, first.count + second.count + 2])
      #expect(records.map(\.ordinal) == [1, 2, 3])
    }
  }

  @Test func fieldMayBeLongerThanALine() {
    let value = Array(repeating: UInt8(ascii: "\n"), count: 300_000)
    let entry = Array("__CURSOR=a\nLONG=\(String(repeating: "l", count: 200_000))\n".utf8) + Framing.binaryField("MESSAGE", value)
    let records = Framing.records(entry + [0x0A] + Array("x\n".utf8)) { 10_000 }
    #expect(records.map(\.bytes.count) == [entry.count, 1])
    #expect(records.first?.isCut == false)
  }

  @Test func lastEntryNeedsNoEmptyLine() {
    #expect(Framing.records("__CURSOR=a\nMESSAGE=x\n").map(\.text) == ["__CURSOR=a\nMESSAGE=x\n"])
    #expect(Framing.records("__CURSOR=a\nMESSAGE=x").map(\.text) == ["__CURSOR=a\nMESSAGE=x"])
  }

  /// An entry of one field without its newline was lost at the end of the input.
  @Test func entryOfOneUnfinishedLineIsKept() {
    #expect(Framing.records("__CURSOR=a").map(\.text) == ["__CURSOR=a"])
  }

  /// The first field was taken for a line and cut when it was read in parts.
  @Test func firstFieldLongerThanALineIsNotCut() {
    let entry = "__CURSOR=\(String(repeating: "c", count: 500))\nMESSAGE=x\n"
    for step in [1, 100, 10_000] {
      let records = Framing.records(Array("\(entry)\nnext\n".utf8), lineLimit: 100) { step }
      #expect(records.map(\.text) == [entry, "next"], "in steps of \(step)")
    }
  }

  /// The cut lay wherever the read ended that passed the limit.
  @Test func hugeEntryIsCutAtTheSamePlace() {
    let entry = "__CURSOR=a\nLONG=\(String(repeating: "l", count: 5 << 20))\n\nnext\n"
    for step in [65_536, 100_001, 8 << 20] {
      let records = Framing.records(Array(entry.utf8)) { step }
      #expect(records.first?.bytes.count == ExportEntry.sizeLimit, "in steps of \(step)")
      #expect(records.last?.text == "next")
      #expect(records.count == 3)
    }
  }

  @Test func absurdLengthEndsTheEntry() {
    let bytes = Array("__CURSOR=a\nMESSAGE\n".utf8) + Array(repeating: 0xFF, count: 8) + Array("\nplain\n".utf8)
    let records = Framing.records(bytes)
    #expect(records.first?.text == "__CURSOR=a\nMESSAGE")
    #expect(records.last?.text == "plain")
  }
}
