import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct GroupTableTests {
  /// Against a dictionary, with hashes that collide often.
  @Test(arguments: Seeds.of(3), [UInt64.max, 0x3F, 0x3]) func agreesWithADictionary(_ seed: UInt64, _ hashMask: UInt64) {
    var random = Dice(seed: seed)
    var table = GroupTable()
    var expected: [[UInt8]: Window] = [:]
    for number in 0..<3_000 {
      let key = Array("k\(Int.random(in: 0..<150, using: &random))".utf8)
      let hash = key.withView { $0.hash() } & hashMask
      let found = key.withView { table.find($0, hash: hash) }
      #expect(found === expected[key])
      switch (found, Int.random(in: 0..<3, using: &random)) {
      case (nil, 0...1):
        let window = Window(QuietTally(timespan: 1))
        key.withView { window.begin(key: $0, hash: hash, number: number) }
        table.insert(window)
        expected[key] = window
      case (let window?, 1...2):
        table.remove(window)
        // Once more does nothing.
        table.remove(window)
        expected[key] = nil
      default: break
      }
      #expect(table.count == expected.count)
    }
    for (key, window) in expected {
      let found = key.withView { table.find($0, hash: window.hash) }
      #expect(found === window)
    }
  }
}
