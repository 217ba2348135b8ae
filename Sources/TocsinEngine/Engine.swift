/// The ordered half of the engine: takes what scanners found, input by input, and gives alerts.
///
/// Merger, Joiner and Correlator in a row. Not for several threads at once; scanning is what runs in parallel.
public final class Engine {
  /// Whether alerts of all rules come in one order, or each as soon as the inputs that can feed its rule allow.
  public enum Order: Sendable {
    /// By event time across all rules and inputs, the same on every run.
    case global
    /// By event time among rules that the same inputs feed. Each rule's alerts are those of the global order.
    case byFamily
  }

  private var merger: Merger
  /// For each family what it holds.
  private let joiners: Rack<Joiner>
  private let correlator: Correlator
  public private(set) var scanned = ScanCounters()

  /// `onMatch` is called for each single match (`--every-match`), `emit` for each alert.
  public init(
    _ detectors: DetectorSet, order: Order = .global, options: Correlator.Options = .init(), onMatch: ((Alert) -> Void)? = nil,
    emit: @escaping (Alert) -> Void
  ) {
    let families = order == .global ? Families.one : Families(detectors)
    merger = Merger(families)
    let store = EvidenceStore()
    joiners = Rack(count: families.count) { _ in Joiner(store) }
    correlator = Correlator(detectors, families: families, store: store, options: options, onMatch: onMatch, emit: emit)
  }

  public var counters: Correlator.Counters {
    var counters = correlator.counters
    counters.joinerOverflow = joiners.indices.reduce(0) { $0 + joiners[$1].overflow }
    return counters
  }
  public var matchesByRule: [Int] { correlator.matchesByRule }

  /// Adds an input; its name breaks ties between records of the same time. Returns the number that its chunks carry.
  public func addInput(_ name: String, kind: InputKind = InputKind()) -> Int {
    let number = merger.add(name: name, kind: kind)
    correlator.inputNames = merger.inputs.map(\.name)
    return number
  }

  /// From the next chunk on the input is of another kind.
  public func change(_ input: Int, to kind: InputKind) {
    merger.change(input, to: kind)
    settle()
  }

  /// What one chunk held. Batches of one input come in its order.
  public func take(_ batch: MatchBatch) {
    scanned += batch.counters
    merger.take(batch) { pass($0) }
    settle()
  }

  /// The input has been read to its end.
  public func end(_ input: Int) {
    merger.end(input)
    settle()
  }

  /// The input has been read as far as there is anything, and nothing from before this moment will come.
  public func vouch(_ input: Int, for time: Timestamp) { vouch([(input, time)]) }

  /// The same for several inputs at once.
  public func vouch(_ words: [(input: Int, time: Timestamp)]) {
    for (input, time) in words { merger.vouch(input, for: time.microseconds) }
    settle()
  }

  /// From now on these matches do not count.
  public func ignore(_ list: IgnoreList) { correlator.options.ignored = list }

  /// Everything has been read: open episodes close as if time went on.
  public func finish() {
    for input in merger.inputs.indices { merger.end(input) }
    for family in joiners.indices {
      merger.release(family) { pass($0) }
      letGo(family, at: .max)
      correlator.advance(to: .max, family)
    }
  }

  /// The input to read next, so that none runs ahead of the others; nil when all are at their end.
  public var furthestBehind: Int? { merger.furthestBehind }

  /// Event time at which something is due though nothing more comes, or nil.
  public var nextDeadline: Timestamp? { deadlines.map(\.time).min() }

  /// What is due in families though nothing more comes: when, in event time, and which inputs have yet to come there.
  public var deadlines: [(time: Timestamp, inputs: [Int])] {
    joiners.indices.flatMap { family in
      let joined = joiners[family].isEmpty ? nil : joiners[family].deadline.map { Timestamp(microseconds: $0.addingClamped(1)) }
      let due = [correlator.nextDeadline(of: family), joined].compactMap { $0 }.min()
      let held = merger.release(of: family).map { (time: Timestamp(microseconds: $0.time), inputs: $0.inputs) }
      return [due.map { (time: $0, inputs: merger.awaited(by: family, at: $0.microseconds)) }, held].compactMap { $0 }
    }
  }

  /// Matches held back because another input is behind.
  public var waiting: Int { merger.waiting }

  /// Those that this input brought: none where it is the one furthest behind.
  public func waiting(of input: Int) -> Int { merger.waiting(of: input) }

  private func pass(_ released: Released) {
    letGo(released.family, at: released.clock)
    switch released.match.join {
    case .held:
      joiners[released.family].hold(released)
      return
    case .winner: joiners[released.family].win(released.match.joinKey, at: released.time)
    case .none: break
    }
    if released.rule >= 0 { correlator.process(released) }
  }

  /// What waited for its winner in vain counts now, and time has come that far: wherever chunks end, the order is the same.
  private func letGo(_ family: Int, at clock: Int64) {
    joiners[family].expire(at: clock) { owned, due, isLast in
      correlator.advance(to: min(due, clock), family)
      correlator.process(owned, family, isLast: isLast)
    }
  }

  private func settle() {
    for family in joiners.indices {
      merger.release(family) { pass($0) }
      let mark = merger.watermark(of: family)
      // At the end of all inputs `finish` says so; until then their last times hold.
      guard mark != .max, mark != .min else { continue }
      letGo(family, at: mark)
      correlator.advance(to: mark, family)
    }
  }
}
