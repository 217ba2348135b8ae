import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct GroupTableTests {
  /// Against a dictionary, with hashes that collide often.
  @Test(arguments: Seeds.of(3), [UInt64.max, 0x3F, 0x3]) func agreesWithADictionary(_ seed: UInt64, _ hashMask: UInt64) {
    var random = Dice(seed: seed)
    var table = GroupTable()
    var expected: [[UInt8]: WindowPlace] = [:]
    var made: [WindowPlace] = []
    defer { for place in made { place.destroy() } }
    for number in 0..<3_000 {
      let key = Array("k\(Int.random(in: 0..<150, using: &random))".utf8)
      let hash = key.withView { $0.hash() } & hashMask
      let found = key.withView { table.find($0, hash: hash) }
      #expect(found == expected[key])
      switch (found, Int.random(in: 0..<3, using: &random)) {
      case (nil, 0...1):
        let place = WindowPlace(making: QuietTally(timespan: 1))
        made.append(place)
        key.withView { place.window.begin(key: $0, hash: hash, number: number) }
        table.insert(place)
        expected[key] = place
      case (let place?, 1...2):
        table.remove(place)
        // Once more does nothing.
        table.remove(place)
        expected[key] = nil
      default: break
      }
      #expect(table.count == expected.count)
    }
    for (key, place) in expected {
      let found = key.withView { table.find($0, hash: place.window.hash) }
      #expect(found == place)
    }
    #expect(table.places.count == expected.count)
  }
}
