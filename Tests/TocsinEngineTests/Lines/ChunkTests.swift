import Testing

@testable import TocsinEngine

@Suite struct ChunkTests {
  @Test func buffersComeBackWhenChunksGo() {
    let pool = ChunkBufferPool()
    let buffer = pool.take(1_000)
    #expect(buffer.capacity == 1_000)
    pool.give(buffer)
    #expect(pool.take(600) === buffer)
    pool.give(buffer)
    // Neither one that is too small nor one that is far too large.
    #expect(pool.take(1_001) !== buffer)
    #expect(pool.take(499) !== buffer)
  }

  /// Blocks of 64 are read up to the end of the last one.
  @Test func buffersHaveRoomBehindTheirEnd() {
    for length in [0, 1, 63, 64, 65, 127, 128, 129] {
      let text = String(repeating: "x", count: length)
      #expect(Framing.records("\(text)\n").map(\.text) == [text])
    }
  }

  @Test func constantsAreKeptOnce() {
    let pool = ConstantPool()
    let one = pool.view("value")
    let other = pool.view(Array("value".utf8))
    #expect(one.offset(of: other) == 0)
    #expect(pool.view("").isEmpty)
    for index in 0..<1_000 { _ = pool.view("constant \(index)") }
    #expect(one.string == "value")
  }
}
