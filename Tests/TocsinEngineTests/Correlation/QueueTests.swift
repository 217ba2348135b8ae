import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct QueueTests {
  private func window(_ number: Int, events: Int = 1, time: Int64 = 0) -> Window {
    let tally = CountTally(timespan: 100, bounds: Bounds(bounds: [.init(op: .gte, value: .integer(1_000))]))
    for _ in 0..<events { tally.add(time: time, reference: 0, values: nil, multiplicity: 1) }
    let window = Window(tally)
    window.begin(key: .empty, hash: 0, number: number)
    return window
  }

  @Test(arguments: Seeds.of(3)) func deadlinesComeInOrder(_ seed: UInt64) {
    var random = Dice(seed: seed)
    var queue = DeadlineQueue()
    var waiting: [(Int64, Int, Int)] = []
    for number in 0..<2_000 {
      if Int.random(in: 0..<3, using: &random) > 0 {
        let item = (Int64.random(in: 0...50, using: &random), Int.random(in: 0...2, using: &random), number)
        queue.insert(.init(due: item.0, type: item.1, window: window(number)))
        waiting.append(item)
      } else {
        let least = waiting.indices.min { waiting[$0] < waiting[$1] }
        #expect(queue.first?.window.number == least.map { waiting[$0].2 })
        #expect(queue.popFirst()?.window.number == least.map { waiting[$0].2 })
        if let least { waiting.remove(at: least) }
      }
    }
    var rest: [Int] = []
    while let item = queue.popFirst() { rest.append(item.window.number) }
    #expect(rest == waiting.sorted { $0 < $1 }.map(\.2))
    #expect(queue.first == nil)
  }

  @Test func windowsWaitInTheOrderPutIn() {
    var queue = ExpiryQueue()
    for number in 0..<1_000 { queue.insert(window(number), due: Int64(number)) }
    for number in 0..<900 {
      #expect(queue.popFirst(due: 899)?.number == number)
    }
    #expect(queue.popFirst(due: 899) == nil)
    #expect(queue.popFirst(due: 900)?.number == 900)
  }

  /// The smallest of a few goes; those that were spared are not looked at again before all others.
  @Test func theSmallestGoes() {
    var queue = ExpiryQueue()
    for number in 0..<40 { queue.insert(window(number, events: number % 16 == 5 ? 1 : 3), due: 0) }
    #expect(queue.takeLeast(among: 16)?.number == 5)
    #expect(queue.takeLeast(among: 16)?.number == 21)
    #expect(queue.takeLeast(among: 8)?.number == 37)
    var rest: Set<Int> = []
    while let window = queue.popFirst(due: 0) { #expect(rest.insert(window.number).inserted) }
    #expect(rest == Set(0..<40).subtracting([5, 21, 37]))
  }

  /// Thousands of open episodes ahead of the others are passed over a few at a time.
  @Test func openEpisodesAreSpared() {
    var queue = ExpiryQueue()
    for number in 0..<5_000 {
      let window = window(number)
      if number < 4_000 {
        window.episode = Episode(
          id: "", opened: 0, group: [], host: "", sequence: 0, evidence: [], first: 0, count: 1, closesAt: 1)
      }
      queue.insert(window, due: 0)
    }
    var taken: [Int] = []
    for _ in 0..<1_000 { if let window = queue.takeLeast(among: 16) { taken.append(window.number) } }
    #expect(!taken.isEmpty)
    #expect(taken.min()! >= 4_000)
    #expect(Set(taken).count == taken.count)
  }
}
