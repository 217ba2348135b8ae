/// Brings the matches of each family into one order: by running maximum of time, then input name, then ordinal.
///
/// A match is released when no input that feeds its family can still bring one that belongs before it. An input that has ended, or
/// that vouches for the present, holds nobody back; what a single input feeds is handed through as it comes.
struct Merger {
  struct Input {
    var name: String
    /// Rank by name: what orders matches of the same time.
    var rank = 0
    var clock = InputClock()
    var ended = false
    /// What an input that has read all there is vouches for: nothing earlier will come.
    var vouched = Int64.min
    var watermark: Int64 { ended ? .max : max(clock.maximum, vouched) }
  }

  private let families: Families
  private(set) var inputs: [Input] = []
  private var queues: [FamilyQueue]

  init(_ families: Families = .one) {
    self.families = families
    queues = Array(repeating: FamilyQueue(), count: families.count)
  }

  /// Inputs are numbered in the order added; names order ties.
  mutating func add(name: String, kind: InputKind = InputKind()) -> Int {
    inputs.append(Input(name: name))
    let order = inputs.indices.sorted { (inputs[$0].name, $0) < (inputs[$1].name, $1) }
    for (rank, index) in order.enumerated() { inputs[index].rank = rank }
    for (family, feeds) in families.fed(by: kind).enumerated() { queues[family].addInput(feeds: feeds) }
    return inputs.count - 1
  }

  /// From now on the input is of another kind.
  mutating func change(_ input: Int, to kind: InputKind) {
    for (family, feeds) in families.fed(by: kind).enumerated() { queues[family].change(input, feeds: feeds) }
  }

  /// The input that is furthest behind among those that are not at their end: the one to read next, or nil.
  var furthestBehind: Int? {
    inputs.indices.filter { !inputs[$0].ended }.min {
      (inputs[$0].watermark, inputs[$0].rank) < (inputs[$1].watermark, inputs[$1].rank)
    }
  }

  mutating func end(_ input: Int) { inputs[input].ended = true }

  mutating func vouch(_ input: Int, for time: Int64) { inputs[input].vouched = max(inputs[input].vouched, time) }

  /// The inputs that time waits for in a family: those that feed it. Where these have all ended, it goes on with the others.
  func awaited(by family: Int) -> [Int] {
    let open = queues[family].feeders.filter { !inputs[$0].ended }
    return open.isEmpty ? inputs.indices.filter { !inputs[$0].ended } : open
  }

  /// No input can bring a match of the family whose running maximum lies before this.
  func watermark(of family: Int) -> Int64 {
    var mark = Int64.max
    for input in queues[family].feeders { mark = min(mark, inputs[input].watermark) }
    return mark != .max ? mark : inputs.map(\.watermark).min() ?? .max
  }

  /// Gives the records of a batch their times and takes its matches in. Batches of one input come in its order.
  mutating func take(_ batch: MatchBatch, release: (Released) -> Void) {
    let index = batch.input
    var next = 0
    let arrival = batch.chunk.arrival.microseconds
    let count = batch.matches.count
    var clock = inputs[index].clock
    // One value for all matches, so that nothing is counted for each of them.
    var released = Released(match: .none, batch: batch, time: 0, clock: 0)
    for record in batch.times.indices {
      let time = clock.place(batch.times[record], arrival: arrival)
      guard next < count, Int(batch.matches[next].record) == record else { continue }
      inputs[index].clock = clock
      (released.time, released.clock) = (time, clock.maximum)
      while next < count, Int(batch.matches[next].record) == record {
        released.match = batch.matches[next]
        next += 1
        take(&released, from: index, release)
      }
    }
    inputs[index].clock = clock
  }

  /// A match enters its own family; that it is a winner concerns every family that holds some.
  @inline(__always)
  private mutating func take(_ match: inout Released, from input: Int, _ release: (Released) -> Void) {
    let rule = Int(match.match.rule)
    let own = rule >= 0 ? families.family(ofRule: rule) : -1
    if rule >= 0 {
      match.family = own
      pass(match, from: input, release)
    }
    guard match.match.join == .winner else { return }
    match.match.rule = -1
    for family in families.joining where family != own {
      match.family = family
      pass(match, from: input, release)
    }
  }

  @inline(__always)
  private mutating func pass(_ match: Released, from input: Int, _ release: (Released) -> Void) {
    assert(queues[match.family].feeders.contains(input), "an input brought what it was known not to")
    if queues[match.family].passesThrough(input) { release(match) } else { queues[match.family].append(match, from: input) }
  }

  /// Releases all matches of a family that nothing can precede any more.
  mutating func release(_ family: Int = 0, _ body: (Released) -> Void) { queues[family].release(inputs, body) }

  /// Event time of the earliest match of a family that waits, or nil.
  func firstWaiting(of family: Int) -> Int64? { queues[family].firstWaiting }

  /// Matches that wait for other inputs.
  var waiting: Int { queues.reduce(0) { $0 + $1.waiting } }
}
