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
  /// For each family, by input, the matches that wait.
  private var held: [[Int]]

  init(_ families: Families = .one) {
    self.families = families
    queues = Array(repeating: FamilyQueue(), count: families.count)
    held = Array(repeating: [], count: families.count)
  }

  /// Inputs are numbered in the order added; names order ties.
  mutating func add(name: String, kind: InputKind = InputKind()) -> Int {
    inputs.append(Input(name: name))
    let order = inputs.indices.sorted { (inputs[$0].name, $0) < (inputs[$1].name, $1) }
    for (rank, index) in order.enumerated() { inputs[index].rank = rank }
    for (family, feeds) in families.fed(by: kind).enumerated() {
      queues[family].addInput(feeds: feeds)
      held[family].append(0)
    }
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

  /// The inputs that have yet to come to a time, for the family to come there: of those that feed it. Where these have all ended, it
  /// goes on with the others.
  func awaited(by family: Int, at time: Int64) -> [Int] {
    let open = queues[family].feeders.filter { !inputs[$0].ended }
    return (open.isEmpty ? inputs.indices.filter { !inputs[$0].ended } : open).filter { inputs[$0].watermark < time }
  }

  /// When the first match of a family that waits can go, and the inputs that have to say so: those that have brought none that waits.
  func release(of family: Int) -> (time: Int64, inputs: [Int])? {
    guard let time = queues[family].firstWaiting?.addingClamped(1) else { return nil }
    return (time, awaited(by: family, at: time).filter { held[family][$0] == 0 })
  }

  /// No input can bring a match of the family whose running maximum lies before this.
  func watermark(of family: Int) -> Int64 {
    var mark = Int64.max
    for input in queues[family].feeders { mark = min(mark, inputs[input].watermark) }
    return mark != .max ? mark : inputs.map(\.watermark).min() ?? .max
  }

  /// Gives the records of a batch their times and takes its matches in. Batches of one input come in its order.
  mutating func take(_ batch: MatchBatch, release: (Released) -> Void) {
    let arrival = batch.chunk.arrival.microseconds
    batch.withTimes { times in
      var clock = inputs[batch.input].clock
      var released = Released(from: batch)
      var record = 0
      let matches = batch.matches.view
      while released.place < matches.count {
        let own = Int(matches[released.place].record)
        // Several matches of one record stand in a row.
        if record <= own {
          clock.pass(times, record, own, arrival: arrival)
          released.time = clock.place(times[own], arrival: arrival)
          released.clock = clock.maximum
          record = own + 1
        }
        released.rule = Int(matches[released.place].rule)
        released.isLast = !isFollowed(released.place, matches)
        take(&released, of: batch, release)
        released.place += 1
      }
      clock.pass(times, record, times.count, arrival: arrival)
      inputs[batch.input].clock = clock
    }
  }

  /// Whether a later match of the same record belongs to the same family.
  @inline(__always)
  private func isFollowed(_ place: Int, _ matches: Table<Match>) -> Bool {
    var next = place + 1
    while next < matches.count, matches[next].record == matches[place].record {
      if families.family(ofRule: Int(matches[next].rule)) == families.family(ofRule: Int(matches[place].rule)) { return true }
      next += 1
    }
    return false
  }

  /// A match enters its own family; that it is a winner concerns every family that holds some.
  @inline(__always)
  private mutating func take(_ match: inout Released, of batch: MatchBatch, _ release: (Released) -> Void) {
    let own = match.rule >= 0 ? families.family(ofRule: match.rule) : -1
    if match.rule >= 0 {
      match.family = own
      pass(match, of: batch, release)
    }
    guard match.match.join == .winner else { return }
    match.rule = -1
    for family in families.joining where family != own {
      match.family = family
      pass(match, of: batch, release)
    }
  }

  @inline(__always)
  private mutating func pass(_ match: Released, of batch: MatchBatch, _ release: (Released) -> Void) {
    assert(queues[match.family].feeders.contains(batch.input), "an input brought what it was known not to")
    if queues[match.family].passesThrough(batch.input) {
      release(match)
    } else {
      queues[match.family].append(match, of: batch)
      held[match.family][batch.input] += 1
    }
  }

  /// Releases all matches of a family that nothing can precede any more.
  mutating func release(_ family: Int = 0, _ body: (Released) -> Void) {
    queues[family].release(inputs) { released in
      held[family][released.input] -= 1
      body(released)
    }
  }

  /// Matches that wait for other inputs.
  var waiting: Int { queues.reduce(0) { $0 + $1.waiting } }

  /// Those of one input.
  func waiting(of input: Int) -> Int { held.reduce(0) { $0 + $1[input] } }
}
