/// The ordered half of the engine: takes what scanners found, input by input, and gives alerts.
///
/// Merger, Joiner and Correlator in a row. Not for several threads at once; scanning is what runs in parallel.
public final class Engine {
  private var merger = Merger()
  private var joiner = Joiner()
  private let correlator: Correlator
  public private(set) var scanned = ScanCounters()

  /// `onMatch` is called for each single match (`--every-match`), `emit` for each alert.
  public init(
    _ detectors: DetectorSet, options: Correlator.Options = .init(), onMatch: ((Alert) -> Void)? = nil,
    emit: @escaping (Alert) -> Void
  ) {
    correlator = Correlator(detectors, options: options, onMatch: onMatch, emit: emit)
  }

  public var counters: Correlator.Counters { correlator.counters }
  public var matchesByRule: [Int] { correlator.matchesByRule }

  /// Adds an input; its name breaks ties between records of the same time. Returns the number that its chunks carry.
  public func addInput(_ name: String) -> Int {
    let number = merger.add(name: name)
    correlator.inputNames = merger.inputs.map(\.name)
    return number
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
  public func vouch(_ input: Int, for time: Timestamp) {
    merger.vouch(input, for: time.microseconds)
    settle()
  }

  /// From now on these matches do not count.
  public func ignore(_ list: IgnoreList) { correlator.options.ignored = list }

  /// Everything has been read: open episodes close as if time went on.
  public func finish() {
    for input in merger.inputs.indices { merger.end(input) }
    merger.release { pass($0) }
    letGo(at: .max)
    correlator.advance(to: .max)
  }

  /// The input to read next, so that none runs ahead of the others; nil when all are at their end.
  public var furthestBehind: Int? { merger.furthestBehind }

  /// Event time at which something is due though nothing more comes, or nil.
  public var nextDeadline: Timestamp? {
    let joined = joiner.isEmpty ? nil : joiner.deadline.map { Timestamp(microseconds: $0.addingClamped(1)) }
    let held = merger.firstWaiting.map { Timestamp(microseconds: $0.addingClamped(1)) }
    return [correlator.nextDeadline, joined, held].compactMap { $0 }.min()
  }

  /// Matches held back because another input is behind.
  public var waiting: Int { merger.waiting }

  private func pass(_ released: Released) {
    letGo(at: released.clock)
    switch released.match.join {
    case .held:
      joiner.hold(released)
      return
    case .winner: joiner.win(released.match.joinKey, at: released.time)
    case .none: break
    }
    if released.match.rule >= 0 { correlator.process(released) }
  }

  /// What waited for its winner in vain counts now, and time has come that far: wherever chunks end, the order is the same.
  private func letGo(at clock: Int64) {
    joiner.expire(at: clock) { owned, due in
      correlator.advance(to: min(due, clock))
      correlator.process(owned)
    }
  }

  private func settle() {
    merger.release { pass($0) }
    let mark = merger.watermark
    // At the end of all inputs `finish` says so; until then their last times hold.
    guard mark != .max, mark != .min else { return }
    letGo(at: mark)
    correlator.advance(to: mark)
  }
}
