/// Brings the matches of all inputs into one order: by running maximum of time, then input name, then ordinal.
///
/// A match is released when no other input can still bring one that belongs before it. An input that has ended, or that vouches
/// for the present, holds nobody back; a single input is handed through as it comes.
struct Merger {
  struct Input {
    var name: String
    /// Rank by name: what orders matches of the same time.
    var rank = 0
    var clock = InputClock()
    var pending: [Released] = []
    var head = 0
    var ended = false
    /// What an input that has read all there is vouches for: nothing earlier will come.
    var vouched = Int64.min
    var watermark: Int64 { ended ? .max : max(clock.maximum, vouched) }
  }

  private(set) var inputs: [Input] = []

  /// Inputs are numbered in the order added; names order ties.
  mutating func add(name: String) -> Int {
    inputs.append(Input(name: name))
    let order = inputs.indices.sorted { (inputs[$0].name, $0) < (inputs[$1].name, $1) }
    for (rank, index) in order.enumerated() { inputs[index].rank = rank }
    return inputs.count - 1
  }

  /// The input that is furthest behind among those that are not at their end: the one to read next, or nil.
  var furthestBehind: Int? {
    inputs.indices.filter { !inputs[$0].ended }.min {
      (inputs[$0].watermark, inputs[$0].rank) < (inputs[$1].watermark, inputs[$1].rank)
    }
  }

  mutating func end(_ input: Int) { inputs[input].ended = true }

  mutating func vouch(_ input: Int, for time: Int64) { inputs[input].vouched = max(inputs[input].vouched, time) }

  /// No input can bring a match whose running maximum lies before this.
  var watermark: Int64 { inputs.map(\.watermark).min() ?? .max }

  /// Gives the records of a batch their times and takes its matches in. Batches of one input come in its order.
  mutating func take(_ batch: MatchBatch, release: (Released) -> Void) {
    let index = batch.chunk.input
    let passesThrough = inputs.count == 1
    var next = 0
    let arrival = batch.chunk.arrival.microseconds
    let count = batch.matches.count
    for record in batch.times.indices {
      let time = inputs[index].clock.place(batch.times[record], arrival: arrival)
      while next < count, Int(batch.matches[next].record) == record {
        let released = Released(match: batch.matches[next], batch: batch, time: time, clock: inputs[index].clock.maximum)
        next += 1
        if passesThrough { release(released) } else { inputs[index].pending.append(released) }
      }
    }
  }

  /// Releases all that nothing can precede any more.
  mutating func release(_ body: (Released) -> Void) {
    guard inputs.count > 1 else { return }
    while true {
      var best = -1
      for index in inputs.indices where inputs[index].head < inputs[index].pending.count {
        if best < 0 || before(index, best) { best = index }
      }
      guard best >= 0 else { break }
      let time = inputs[best].pending[inputs[best].head].clock
      let isSafe = inputs.indices.allSatisfy { other in
        guard other != best, inputs[other].head == inputs[other].pending.count else { return true }
        let mark = inputs[other].watermark
        return mark > time || (mark == time && inputs[other].rank > inputs[best].rank)
      }
      guard isSafe else { break }
      body(inputs[best].pending[inputs[best].head])
      inputs[best].head += 1
    }
    for index in inputs.indices where inputs[index].head > 0 {
      if inputs[index].head == inputs[index].pending.count {
        inputs[index].pending.removeAll(keepingCapacity: true)
        inputs[index].head = 0
      } else if inputs[index].head > 4_096 {
        inputs[index].pending.removeFirst(inputs[index].head)
        inputs[index].head = 0
      }
    }
  }

  private func before(_ a: Int, _ b: Int) -> Bool {
    let first = inputs[a].pending[inputs[a].head]
    let second = inputs[b].pending[inputs[b].head]
    return first.clock != second.clock ? first.clock < second.clock : inputs[a].rank < inputs[b].rank
  }

  /// Event time of the earliest match that waits, or nil.
  var firstWaiting: Int64? {
    inputs.compactMap { $0.head < $0.pending.count ? $0.pending[$0.head].clock : nil }.min()
  }

  /// Matches that wait for other inputs.
  var waiting: Int { inputs.reduce(0) { $0 + $1.pending.count - $1.head } }
}
