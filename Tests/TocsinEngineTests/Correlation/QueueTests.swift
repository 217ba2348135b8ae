import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

@Suite final class QueueTests {
  private var made: [WindowPlace] = []

  deinit { for place in made { place.destroy() } }

  private func window(_ number: Int, events: Int = 1, time: Int64 = 0) -> WindowPlace {
    let tally = CountTally(timespan: 100, bounds: Bounds(bounds: [.init(op: .gte, value: .integer(1_000))]))
    for _ in 0..<events { tally.add(time: time, reference: 0, values: nil, multiplicity: 1) }
    let place = WindowPlace(making: tally)
    place.window.begin(key: .empty, hash: 0, number: number)
    made.append(place)
    return place
  }

  private static func episode() -> Episode {
    Episode(silentSince: 0, 0)
  }

  @Test(arguments: Seeds.of(3)) func deadlinesComeInOrder(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var queue = DeadlineQueue()
    let episode = Self.episode()
    var waiting: [(Int64, Int, Int)] = []
    for number in 0..<2_000 {
      if Int.random(in: 0..<3, using: &random) > 0 {
        let item = (Int64.random(in: 0...50, using: &random), Int.random(in: 0...2, using: &random), number)
        queue.insert(.init(due: item.0, type: item.1, number: number, place: window(number), episode: episode))
        waiting.append(item)
      } else {
        let least = waiting.indices.min { waiting[$0] < waiting[$1] }
        #expect(queue.first?.number == least.map { waiting[$0].2 })
        #expect(queue.popFirst()?.number == least.map { waiting[$0].2 })
        if let least { waiting.remove(at: least) }
      }
    }
    var rest: [Int] = []
    while let item = queue.popFirst() { rest.append(item.number) }
    #expect(rest == waiting.sorted { $0 < $1 }.map(\.2))
    #expect(queue.first == nil)
  }

  @Test func windowsWaitInTheOrderPutIn() {
    var queue = ExpiryQueue()
    for number in 0..<1_000 { queue.insert(window(number), due: Int64(number)) }
    for number in 0..<900 {
      #expect(queue.popFirst(due: 899)?.window.number == number)
    }
    #expect(queue.popFirst(due: 899) == nil)
    #expect(queue.popFirst(due: 900)?.window.number == 900)
  }

  /// The smallest of a few goes; those that were spared are not looked at again before all others.
  @Test func theSmallestGoes() {
    var queue = ExpiryQueue()
    for number in 0..<40 { queue.insert(window(number, events: number % 16 == 5 ? 1 : 3), due: 0) }
    #expect(queue.takeLeast(among: 16)?.window.number == 5)
    #expect(queue.takeLeast(among: 16)?.window.number == 21)
    #expect(queue.takeLeast(among: 8)?.window.number == 37)
    var rest: Set<Int> = []
    while let place = queue.popFirst(due: 0) { #expect(rest.insert(place.window.number).inserted) }
    #expect(rest == Set(0..<40).subtracting([5, 21, 37]))
  }

  /// Thousands of open episodes ahead of the others are passed over a few at a time.
  @Test func openEpisodesAreSpared() {
    var queue = ExpiryQueue()
    for number in 0..<5_000 {
      let place = window(number)
      if number < 4_000 { place.window.episode = Self.episode() }
      queue.insert(place, due: 0)
    }
    var taken: [Int] = []
    for _ in 0..<1_000 { if let place = queue.takeLeast(among: 16) { taken.append(place.window.number) } }
    #expect(!taken.isEmpty)
    #expect(taken.min()! >= 4_000)
    #expect(Set(taken).count == taken.count)
  }
}
