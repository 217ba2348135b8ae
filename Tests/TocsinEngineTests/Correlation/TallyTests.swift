import Sigma
import TestSupport
import Testing

@testable import TocsinEngine

/// Every way of counting against a list that is counted anew each time.
@Suite struct TallyTests {
  struct Entry {
    var time: Int64
    var reference: Int
    var value: Int
  }

  static let span: Int64 = 100

  /// What the condition says of the entries of one window, in order of time.
  typealias Condition = ([Entry]) -> Bool

  private func bounds(_ list: [Correlation.Bound], _ value: Double) -> Bool {
    list.allSatisfy { bound in
      let other: Double =
        switch bound.value {
        case .integer(let whole): Double(whole)
        case .real(let real): real
        }
      return switch bound.op {
      case .gt: value > other
      case .gte: value >= other
      case .lt: value < other
      case .lte: value <= other
      case .eq: value == other
      case .neq: value != other
      }
    }
  }

  private func payload(_ values: [String?]) -> [UInt8] {
    let bytes = MatchBytes()
    for value in values {
      if let value { Array(value.utf8).withView { Payload.append($0, to: bytes) } } else { Payload.append(nil, to: bytes) }
    }
    return bytes.view.bytes
  }

  /// Random entries, a third of them out of order, compared after each.
  private func compare(
    _ tally: Tally, seed: UInt64, references: Int = 1, rounds: Int = 150, value: (Int) -> String = { String($0) },
    _ condition: Condition
  ) {
    var random = Dice(seed: seed)
    var entries: [Entry] = []
    var now: Int64 = 1_000
    for _ in 0..<rounds {
      now += Int64.random(in: 0...40, using: &random)
      let late = Int.random(in: 0..<3, using: &random) == 0 ? Int64.random(in: 0...120, using: &random) : 0
      let entry = Entry(
        time: now - late, reference: Int.random(in: 0..<references, using: &random), value: Int.random(in: 0...5, using: &random))
      payload([value(entry.value)]).withView {
        tally.add(time: entry.time, reference: entry.reference, values: $0, multiplicity: 1)
      }
      let index = entries.firstIndex { $0.time > entry.time } ?? entries.count
      entries.insert(entry, at: index)
      #expect(tally.newest == entries.last?.time)
      for time in [entry.time, now, now + Int64.random(in: -150...150, using: &random)] {
        let window = entries.filter { $0.time > time - Self.span && $0.time <= time }
        let holds = condition(window)
        #expect(tally.holds(at: time) == holds, "seed \(seed): at \(time) of \(window)")
        let extent = tally.extent(at: time)
        #expect(extent.count == window.count)
        #expect(extent.first == window.first?.time ?? time)
        let first = entries.map(\.time).first { end in
          end > time && end <= time + 50 && condition(entries.filter { $0.time > end - Self.span && $0.time <= end })
        }
        #expect(tally.firstHolding(after: time, through: time + 50) == first, "seed \(seed): after \(time) of \(entries)")
        // If nothing more comes: looked at, one instant after the other.
        if holds {
          let known = entries.filter { $0.time <= time }
          let until = (time + 1...time + Self.span).first { later in
            !condition(known.filter { $0.time > later - Self.span && $0.time <= later })
          }
          #expect(tally.heldUntil(from: time) == until ?? time + Self.span, "seed \(seed): from \(time) of \(window)")
        }
      }
      // What is forgotten is what no window needs any more.
      if Bool.random(using: &random) {
        tally.prune(before: now - 400)
        entries.removeAll { $0.time <= now - 400 - Self.span }
      }
    }
  }

  @Test func aWholeRankIsAValueItself() {
    var numbers = OrderedNumbers()
    for value in (0...20).shuffled() { numbers.insert(Double(value * 100)) }
    let percentile = numbers.percentile(55)
    #expect(percentile == 1_100)
  }

  /// Full windows that are asked at each event, in order and late, and at their end: nothing is reckoned anew for each of them.
  @Test(arguments: [Correlation.Kind.valueSum, .valuePercentile, .valueCount]) func aFloodCostsLittle(_ kind: Correlation.Kind) {
    let correlation = Correlating.correlation("n", kind, over: [.rule(0)], seconds: 1_000) {
      $0.bounds = [.init(op: .gte, value: .integer(1 << 40))]
      $0.percentile = 95
    }
    let tally: Tally =
      kind == .valueCount
      ? ValueTally(timespan: correlation.timespan, bounds: Bounds(bounds: correlation.bounds), fieldCount: 1)
      : NumberTally(correlation)
    let start = ContinuousClock.now
    for event in 0..<20_000 as Range<Int64> {
      let isLate = event % 1_000 == 999
      let time = isLate ? event - 900 : event
      payload([String(event &* 7_919 % 10_007)]).withView { tally.add(time: time, reference: 0, values: $0, multiplicity: 1) }
      #expect(!tally.holds(at: time))
      if isLate { #expect(tally.firstHolding(after: time, through: time + correlation.timespan - 1) == nil) }
    }
    _ = tally.heldUntil(from: 20_000)
    // It takes a second or two without optimisation; sorting or counting each window anew took minutes.
    #expect(ContinuousClock.now - start < .seconds(40))
  }

  static let conditions: [[Correlation.Bound]] = [
    [.init(op: .gte, value: .integer(3))], [.init(op: .gt, value: .integer(2))], [.init(op: .gte, value: .real(2.5))],
    [.init(op: .lt, value: .integer(3))], [.init(op: .eq, value: .integer(2))], [.init(op: .neq, value: .integer(2))],
    [.init(op: .gt, value: .integer(1)), .init(op: .lte, value: .integer(4))],
  ]

  @Test(arguments: conditions, Seeds.of(3)) func eventCount(_ list: [Correlation.Bound], _ seed: UInt64) {
    compare(CountTally(timespan: Self.span, bounds: Bounds(bounds: list)), seed: seed) { bounds(list, Double($0.count)) }
  }

  @Test(arguments: conditions, Seeds.of(3)) func valueCount(_ list: [Correlation.Bound], _ seed: UInt64) {
    compare(ValueTally(timespan: Self.span, bounds: Bounds(bounds: list), fieldCount: 1), seed: seed) { window in
      bounds(list, Double(Set(window.map(\.value)).count))
    }
  }

  @Test(arguments: [Correlation.Kind.valueSum, .valueAvg, .valueMedian, .valuePercentile], Seeds.of(3))
  func numbers(_ kind: Correlation.Kind, _ seed: UInt64) {
    for list in Self.conditions {
      let correlation = Correlating.correlation("n", kind, over: [.rule(0)], seconds: 0.0001) {
        $0.bounds = list
        $0.percentile = 90
      }
      compare(NumberTally(correlation), seed: seed, rounds: 50) { window in
        guard !window.isEmpty else { return false }
        let sorted = window.map { Double($0.value) }.sorted()
        let sum = sorted.reduce(0, +)
        switch kind {
        case .valueSum: return bounds(list, sum)
        case .valueAvg: return bounds(list, sum / Double(sorted.count))
        default:
          let rank = (kind == .valueMedian ? 0.5 : 0.9) * Double(sorted.count - 1)
          let low = sorted[Int(rank)]
          let high = sorted[min(Int(rank) + 1, sorted.count - 1)]
          return bounds(list, low + (high - low) * (rank - rank.rounded(.down)))
        }
      }
    }
  }

  @Test(arguments: [Correlation.Kind.temporal, .temporalOrdered], Seeds.of(5))
  func temporal(_ kind: Correlation.Kind, _ seed: UInt64) {
    let correlation = Correlating.correlation("t", kind, over: [.rule(0), .rule(1), .rule(2)], seconds: 0.0001)
    compare(TemporalTally(correlation), seed: seed, references: 3) { window in
      guard kind == .temporalOrdered else { return Set(window.map(\.reference)).count == 3 }
      var next = 0
      for entry in window where entry.reference == next { next += 1 }
      return next == 3
    }
  }

  @Test(arguments: Seeds.of(3)) func temporalLogic(_ seed: UInt64) {
    let correlation = Correlating.correlation("t", .temporal, over: [.rule(0), .rule(1), .rule(2)], seconds: 0.0001) {
      $0.logic = .and([.or([.reference(0), .reference(1)]), .not(.reference(2))])
    }
    compare(TemporalTally(correlation), seed: seed, references: 3) { window in
      let seen = Set(window.map(\.reference))
      return (seen.contains(0) || seen.contains(1)) && !seen.contains(2)
    }
  }

  /// An event that matches two rules is not before itself, also where others came late in between.
  @Test func anEventIsOneStepOfAnOrder() {
    let tally = TemporalTally(Correlating.correlation("t", .temporalOrdered, over: [.rule(0), .rule(1)], seconds: 1_000))
    func add(_ time: Int64, _ references: Int...) -> Bool {
      for (index, reference) in references.enumerated() {
        tally.continuesEvent = index > 0
        tally.add(time: time, reference: reference, values: nil, multiplicity: 1)
      }
      return tally.holds(at: tally.newest)
    }
    #expect(!add(10, 0, 1))
    #expect(!add(5, 1))
    #expect(add(11, 1))
    tally.removeAll()
    #expect(!add(10, 1, 0))
    #expect(!add(9, 1))
    #expect(add(8, 0, 1))
  }

  @Test func multiplicityCounts() {
    let tally = CountTally(timespan: Self.span, bounds: Bounds(bounds: [.init(op: .gte, value: .integer(5))]))
    tally.add(time: 10, reference: 0, values: nil, multiplicity: 4)
    #expect(!tally.holds(at: 10))
    tally.add(time: 11, reference: 0, values: nil, multiplicity: 1)
    #expect(tally.holds(at: 11))
    #expect(tally.extent(at: 11).count == 5)
    #expect(tally.heldUntil(from: 11) == 110)
  }

  @Test func severalFieldsAreOneValue() {
    let tally = ValueTally(timespan: Self.span, bounds: Bounds(bounds: [.init(op: .gte, value: .integer(2))]), fieldCount: 2)
    for (time, values) in [(1, ["ab", "c"]), (2, ["ab", nil]), (3, ["ab", "c"])] as [(Int64, [String?])] {
      payload(values).withView { tally.add(time: time, reference: 0, values: $0, multiplicity: 1) }
    }
    #expect(!tally.holds(at: 3))
    payload(["a", "bc"]).withView { tally.add(time: 4, reference: 0, values: $0, multiplicity: 1) }
    #expect(tally.holds(at: 4))
  }

  /// However long a flood lasts, what is kept is bounded, and the newest is what is kept.
  @Test func entriesAreBounded() {
    let bound = Bounds(bounds: [.init(op: .gte, value: .integer(10))])
    let count = CountTally(timespan: 1 << 40, bounds: bound)
    let temporal = TemporalTally(Correlating.correlation("t", .temporal, over: [.rule(0), .rule(1)], seconds: 1_000_000))
    for time in 0..<Int64(20_000) {
      count.add(time: time, reference: 0, values: nil, multiplicity: 1)
      temporal.add(time: time, reference: time == 19_990 ? 1 : 0, values: nil, multiplicity: 1)
    }
    #expect(count.cost < 4_096)
    #expect(temporal.cost < 4_096)
    #expect(count.holds(at: 20_000))
    #expect(temporal.holds(at: 20_000))
  }

  /// A bound at the end of the numbers overflowed.
  @Test func greatestThresholds() {
    #expect(Bounds(bounds: [.init(op: .gt, value: .integer(.max))]).threshold == .max)
    #expect(Bounds(bounds: [.init(op: .gte, value: .integer(.max))]).threshold == .max)
    #expect(Bounds(bounds: [.init(op: .gt, value: .real(2.5))]).threshold == 3)
    #expect(Bounds(bounds: [.init(op: .gte, value: .real(2.5))]).threshold == 3)
    #expect(Bounds(bounds: [.init(op: .lt, value: .integer(3))]).threshold == nil)
  }

  @Test func quietHoldsAtItsInstant() {
    let tally = QuietTally(timespan: Self.span)
    tally.add(time: 5, reference: 0, values: nil, multiplicity: 1)
    tally.add(time: 3, reference: 0, values: nil, multiplicity: 1)
    #expect(tally.newest == 5)
    #expect(tally.heldUntil(from: 3) == 3)
  }
}
