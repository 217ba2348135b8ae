import TestSupport

/// Correlations over the rules `a` to `d`, and events that feed them: with ties, exact edges of timespans, and missing fields.
struct RandomCorrelation {
  var dice: Dice
  static let kinds = ["a", "b", "c", "d"]

  // MARK: Correlations

  /// One over rules, and perhaps one or two over what is there by then.
  mutating func correlations(_ kind: SlowCorrelation.Kind) -> [SlowCorrelation] {
    // A chain is over rules of its own at each step, or sees what completes the one below.
    let isChain = dice.chance(60)
    var result = [correlation("one", kind, over: isChain ? ["a", "b"] : Self.kinds)]
    // What is counted are openings, so the inner one is of a kind whose episodes are plain.
    guard isChain, result[0].isMonotone else { return result }
    let outer = dice.chance(35) ? .temporal : dice.pick(SlowCorrelation.Kind.allCases)
    result.append(correlation("two", outer, over: [dice.chance(outer == .temporal ? 60 : 0) ? "a" : "d"], with: "one"))
    if result[1].isMonotone, dice.chance(40) {
      result.append(correlation("three", dice.pick(SlowCorrelation.Kind.allCases), over: ["c"], with: "two"))
    }
    return result
  }

  private mutating func correlation(
    _ name: String, _ kind: SlowCorrelation.Kind, over rules: [String], with inner: String? = nil
  ) -> SlowCorrelation {
    let count = inner != nil ? dice.roll(0...1) : dice.roll(kind.isTemporal ? 2...3 : 1...3)
    let references = ((inner.map { [$0] } ?? []) + rules.shuffled(using: &dice).prefix(count)).shuffled(using: &dice)
    var result = SlowCorrelation(name: name, kind: kind, references: references, timespan: dice.pick([3, 5, 10, 20]))
    if inner != nil { result.timespan *= 2 }
    switch dice.roll(0...9) {
    case 0: break
    case 1...2: result.groupBy = ["g2", "g1"]
    case 3 where inner == nil:
      result.groupBy = ["who"]
      result.aliases = ["who": references.map { _ in dice.pick(["g1", "g2"]) }]
    default: result.groupBy = ["g1"]
    }
    if kind == .valueCount { result.fields = dice.chance(25) ? ["v", "g2"] : ["v"] }
    if kind.isOfNumbers { result.fields = ["v"] }
    if kind == .valuePercentile { result.percentile = dice.pick([0, 10, 25, 50, 55, 75, 90, 95, 100]) }
    bound(&result, isChained: inner != nil)
    return result
  }

  private mutating func bound(_ correlation: inout SlowCorrelation, isChained: Bool) {
    if correlation.kind == .temporalOrdered { return }
    if correlation.kind == .temporal {
      if dice.chance(25) {
        let operation = dice.chance(60) ? "gte" : dice.pick(["gt", "lt", "lte", "eq", "neq"])
        correlation.bounds = [.init(operation: operation, quarters: 4 * dice.roll(1...correlation.references.count))]
      } else if dice.chance(45), correlation.references.count > 1 {
        let names = correlation.references.map { SlowRule.Condition.name($0) }
        let rest: SlowRule.Condition = names.count == 2 ? names[1] : .or(Array(names[1...]))
        correlation.logic = .and([names[0], dice.chance(45) ? .not(rest) : rest])
      }
      return
    }
    let center = correlation.kind.isOfNumbers ? dice.roll(0...28) : 4 * dice.roll(1...(isChained ? 2 : 4))
    let operation = dice.chance(60) ? dice.pick(["gte", "gt"]) : dice.pick(["gt", "gte", "lt", "lte", "eq", "neq"])
    let sum = correlation.kind == .valueSum ? 3 : 1
    correlation.bounds = [.init(operation: operation, quarters: center * sum + (dice.chance(15) ? dice.roll(-2...2) : 0))]
    if dice.chance(10) { correlation.bounds.append(.init(operation: "lte", quarters: center * sum + 8)) }
    // Two of the same name would be one key.
    if correlation.bounds.count == 2, operation == "lte" { correlation.bounds.removeLast() }
  }

  // MARK: Events

  /// In order of time.
  mutating func events(_ count: Int, for correlations: [SlowCorrelation]) -> [Happening] {
    var time: Int64 = 0
    let pace = dice.pick([1, 2, 4])
    // Where some of them match two rules, one of these is counted; over time each is seen, at once.
    let isSingle = dice.chance(50)
    return (0..<count).map { _ in
      // On a grid of half seconds, so that times meet and windows end exactly on events; a few a microsecond off.
      time += Int64(dice.roll(0...pace)) * 500_000
      if dice.chance(4) { time = time / 500_000 * 500_000 + 500_000 }
      if dice.chance(4) { time += 1 }
      var kinds = dice.pick(Self.kinds)
      if !isSingle, dice.chance(25) { kinds = kinds == "a" ? "ab" : "a" + kinds }
      var fields: [Datum.Member] = []
      if !dice.chance(10) { fields.append(.init("g1", text(dice.pick(["x", "x", "y", "X"])))) }
      if !dice.chance(15) { fields.append(.init("g2", dice.chance(8) ? .null : text(dice.pick(["x", "p", "p"])))) }
      if let value = value() { fields.append(.init("v", value)) }
      return Happening(time: time, kinds: kinds, fields: fields)
    }
  }

  private func text(_ text: String) -> Datum { .text(Array(text.utf8)) }

  private mutating func value() -> Datum? {
    switch dice.roll(0...19) {
    case 0: nil
    case 1: .null
    case 2: text("n/a")
    case 3...4: text(String(dice.roll(0...7)))
    case 5: .number(dice.pick(["1.5", "2.25", "-3", "6.0"]))
    default: .number(String(dice.roll(0...7)))
    }
  }

  /// The events in an order in which none comes later than `lateness` microseconds allow; those of the same time stay in theirs
  /// where it counts.
  mutating func shuffled(_ events: [Happening], lateness: Int64, keepsTies: Bool) -> [Happening] {
    var delay: Int64 = 0
    var last = Int64.min
    let delayed = events.map { event in
      if !keepsTies || event.time != last { delay = dice.chance(50) ? 0 : Int64.random(in: 0...lateness, using: &dice) }
      last = event.time
      return (event: event, at: event.time + delay)
    }
    return delayed.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element.event)
  }
}
