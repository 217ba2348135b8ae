import CByteScan
import TestSupport
import Testing

@testable import TocsinEngine

/// What is written in C for each kind of processor says the same on all of them.
@Suite struct ByteScanTests {
  @Test(arguments: Seeds.of(6)) func linesEndAtNewlines(_ seed: UInt64) {
    var random = Dice(seed: seed)
    for _ in 0..<200 {
      let blocks = Int.random(in: 0...5, using: &random)
      let every = [1, 2, 10, 100].randomElement(using: &random)!
      let bytes = (0..<64 + blocks * 64).map { _ in
        Int.random(in: 0..<every, using: &random) == 0 ? 0x0A : [0x8A, 0x0B, 0, 0x61].randomElement(using: &random)! as UInt8
      }
      var start = Int.random(in: 0...64, using: &random)
      var expected: [[UInt32]] = []
      let first = start
      for index in 64..<bytes.count where bytes[index] == 0x0A {
        expected.append([UInt32(start), UInt32(index)])
        start = index + 1
      }
      for lines in [tocsin_lines, tocsin_lines_by64] {
        let room = UnsafeMutablePointer<tocsin_line>.allocate(capacity: blocks * 64 + 1)
        defer { room.deallocate() }
        let count = lines(bytes, 64, blocks, first, room)
        #expect((0..<count).map { [room[$0].start, room[$0].end] } == expected, "seed \(seed)")
      }
    }
  }

  @Test(arguments: Seeds.of(4)) func frontsAreComparedByteByByte(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var front = tocsin_front()
    for _ in 0..<5_000 {
      var line = (0..<160).map { _ in UInt8.random(in: 0x61...0x63, using: &random) }
      let count = Int.random(in: 17...Int(TOCSIN_FRONT), using: &random)
      tocsin_take_front(&front, line, count)
      #expect(front.count == count)
      let free = Int.random(in: 16...count, using: &random)
      let freed = min(count - free, Int.random(in: 0...3, using: &random))
      tocsin_free_front(&front, free, freed)
      let at = Int.random(in: 0..<line.count, using: &random)
      line[at] ^= 1
      #expect((tocsin_has_front(line, &front) != 0) == (at >= count || (free..<free + freed).contains(at)), "seed \(seed)")
    }
  }

  @Test(arguments: Seeds.of(2)) func masksOfSixteen(_ seed: UInt64) {
    var random = Dice(seed: seed)
    for _ in 0..<1_000 {
      let block = (0..<16).map { _ in [0x20, 0x21, 0xA0].randomElement(using: &random)! as UInt8 }
      let mask = tocsin_mask16(block, 0x20)
      #expect((0..<16).allSatisfy { (mask >> $0 & 1 == 1) == (block[$0] == 0x20) } && mask >> 16 == 0)
      if mask != 0 { #expect(block.firstIndex(of: 0x20) == tocsin_first(mask)) }
    }
  }

  @Test func digitsAreCounted() {
    for count in 0...16 {
      for byte in UInt8.min...UInt8.max where !(0x30...0x39).contains(byte) {
        let block = (0..<16).map { $0 < count ? UInt8(0x30 + $0 % 10) : $0 == count ? byte : 0x39 }
        #expect(tocsin_digits16(block) == count)
      }
    }
  }
}
