import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct FramerTests {
  @Test func endingsAndStrangeBytes() {
    let bytes: [UInt8] = Array("a\r\n\n\r\nb\0c\nd\re\n".utf8) + [0xFF, 0xC3, 0x0A] + Array("last".utf8)
    let records = Framing.records(bytes)
    #expect(records.map(\.bytes) == [[0x61], [], [], [0x62, 0, 0x63], [0x64, 0x0D, 0x65], [0xFF, 0xC3], Array("last".utf8)])
    #expect(records.map(\.ordinal) == [1, 2, 3, 4, 5, 6, 7])
    #expect(records.map(\.offset) == [0, 3, 4, 6, 10, 14, 17])
  }

  @Test(arguments: [-1, 0, 1, 2, 3, 100], ["\n", "\r\n", ""])
  func linesAroundTheLimit(_ excess: Int, _ ending: String) {
    let limit = 100
    let line = String(repeating: "x", count: limit + excess)
    for step in [1, 7, 101, 102, 103, 1_000] {
      let records = Framing.records(Array("\(line)\(ending)".utf8), lineLimit: limit) { step }
      #expect(records.count == 1)
      #expect(records.first?.text == String(line.prefix(limit)), "in steps of \(step)")
      #expect(records.first?.isCut == (excess > 0))
    }
    // What follows a cut line is the next line.
    let two = Framing.records("\(line)\nnext\n", lineLimit: limit)
    #expect(two.map(\.text) == [String(line.prefix(limit)), "next"])
    #expect(two.last?.offset == limit + excess + 1)
    #expect(two.last?.ordinal == 2)
  }

  /// Any split of the bytes gives the records that splitting at newlines gives.
  @Test(arguments: Seeds.of(12)) func anySplitGivesTheSameLines(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let limit = Int.random(in: 1...80, using: &random)
    var bytes: [UInt8] = []
    while bytes.count < 3_000 {
      switch Int.random(in: 0..<8, using: &random) {
      case 0: bytes.append(0x0A)
      case 1: bytes += [0x0D, 0x0A]
      case 2: bytes += Array(repeating: 0x61, count: limit + Int.random(in: -1...3, using: &random))
      case 3: bytes += [0, 0xFF, 0xC3]
      // No line that begins like an audit record's or a journal entry's.
      default: for _ in 0..<Int.random(in: 0...60, using: &random) { bytes.append(UInt8.random(in: 0x20...0x5A, using: &random)) }
      }
    }
    let expected = Framing.naiveLines(bytes, lineLimit: limit)
    #expect(Framing.records(bytes, lineLimit: limit) == expected)
    #expect(Framing.records(bytes, lineLimit: limit) { 1 } == expected)
    for _ in 0..<5 {
      let largest = [3, 70, 500].randomElement(using: &random)!
      #expect(Framing.records(bytes, lineLimit: limit) { Int.random(in: 1...largest, using: &random) } == expected)
    }
  }

  /// Lines, journal entries and audit events in one stream: how it was read shows nowhere.
  @Test(arguments: Seeds.of(12) + [9_606_763_553_340_879_172]) func anySplitGivesTheSameRecordsOfMixedStreams(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let limit = [60, 200, 64 * 1024].randomElement(using: &random)!
    var bytes: [UInt8] = []
    while bytes.count < 6_000 { bytes += MixedStream.piece(&random, limit: limit) }
    let expected = Framing.records(bytes, lineLimit: limit)
    #expect(!expected.isEmpty)
    for steps in [1, 2, 5, 64, 300, 4_000] {
      let records = Framing.records(bytes, lineLimit: limit) { steps == 1 ? 1 : Int.random(in: 1...steps, using: &random) }
      #expect(records.count == expected.count)
      if let (one, other) = zip(records, expected).first(where: { $0 != $1 }) {
        Issue.record("seed \(seed), steps to \(steps): \(one) is not \(other)")
      }
    }
    // Each physical line belongs to one record, and each record's last line is its ordinal.
    #expect(expected.flatMap(\.lines).sorted() == Array(1...expected.flatMap(\.lines).count))
    for record in expected { #expect(record.lines.last == record.ordinal) }
  }

  @Test func positionsFollowTheInput() {
    var framing = Framing(offset: 1_000)
    framing.read(Array("one\ntwo\nthr".utf8))
    #expect(framing.records.map(\.offset) == [1_000, 1_004])
    #expect(framing.endOffset == 1_008)
    framing.read(Array("ee\n".utf8))
    #expect(framing.records.last?.offset == 1_008)
    #expect(framing.endOffset == 1_014)
  }

  @Test func endOfFileEndsALine() {
    var framing = Framing()
    framing.read(Array("one\ntwo".utf8))
    #expect(framing.records.map(\.text) == ["one"])
    framing.endFile()
    framing.read(Array("three\n".utf8))
    framing.endFile()
    framing.finish()
    #expect(framing.records.map(\.text) == ["one", "two", "three"])
    #expect(framing.records.map(\.offset) == [0, 4, 7])
  }

  @Test func endOfFileEndsACutLine() {
    var framing = Framing(lineLimit: 4)
    framing.read(Array("1234567890".utf8), { 3 })
    framing.endFile()
    framing.read(Array("next\n".utf8))
    #expect(framing.records.map(\.text) == ["1234", "next"])
  }

  /// A line of 100 MiB is read in the memory of a chunk.
  @Test func endlessLineTakesConstantMemory() {
    var framing = Framing()
    let block = Array(repeating: UInt8(ascii: "a"), count: 1 << 20)
    for _ in 0..<100 { framing.read(block) }
    #expect(framing.records.count == 1)
    #expect(framing.framer.bufferCapacity <= 1 << 20)
    framing.read(Array("\nnext\n".utf8))
    #expect(framing.records.map(\.bytes.count) == [64 * 1024, 4])
    #expect(framing.records.last?.offset == 100 << 20 + 1)
  }
}

extension Framer {
  fileprivate var bufferCapacity: Int {
    var capacity = 0
    _ = unsafe read { room in
      capacity = room.count
      return 0
    }
    return capacity
  }
}
