import Foundation
import TocsinEngine

/// The engine of the running service: inputs hand it what they scanned, from their own threads, and it wakes when something is due
/// though nothing more comes. A rule's alerts wait only for the inputs that can feed it.
///
/// What waits has a limit, beyond which inputs that are ahead are not read on. The one furthest behind never is: nothing of its own
/// waits. So what the others wait for always moves, and lets them go on.
///
/// Unchecked, because the engine and all else here are used under the lock.
final class LiveEngine: @unchecked Sendable {
  private struct Input {
    /// Microseconds after an event at which its record is there for certain.
    var delay: Int64
    /// Called when the input may be read on, under the lock.
    let resume: @Sendable () -> Void
    /// Everything that is there has been read.
    var isCaughtUp = false
    /// It is ahead, and told to wait.
    var isPaused = false
  }

  /// Without a word from the operator: times are in seconds, and where several inputs feed one rule a second more.
  private static let defaultDelay = Duration.seconds(2)
  /// Bytes of one match that waits, besides its chunk, roughly.
  private static let matchCost = 256

  private let lock = NSLock()
  private let engine: Engine
  private var inputs: [Input] = []
  private var held = HeldBatches()
  /// Bytes that may wait for inputs that are behind.
  private var limit: Int
  /// Set while something is due.
  private var timer: Timers.Timer?
  private var isStopped = false

  init(
    _ detectors: DetectorSet, _ timers: Timers, limit: Int, options: Correlator.Options, emit: @escaping (Alert) -> Void
  ) {
    self.limit = limit
    engine = Engine(detectors, order: .byFamily, options: options, emit: emit)
    timer = timers.timer { [weak self] in self?.wake() }
  }

  /// Adds an input. Until it has caught up, what it may still bring holds back the rules that it can feed. `resume` is called when it
  /// may be read on; it must not wait.
  func addInput(_ name: String, delay: Duration?, kind: InputKind, resume: @escaping @Sendable () -> Void) -> Int {
    lock.withLock {
      inputs.append(Input(delay: Self.microseconds(delay), resume: resume))
      return engine.addInput(name, kind: kind)
    }
  }

  /// From now on the input is declared to be this.
  func change(_ input: Int, delay: Duration?, kind: InputKind) {
    lock.withLock {
      inputs[input].delay = Self.microseconds(delay)
      engine.change(input, to: kind)
      resumeInputs()
    }
  }

  private static func microseconds(_ delay: Duration?) -> Int64 { (delay ?? defaultDelay).microseconds }

  /// From now on these matches do not count.
  func ignore(_ list: IgnoreList) { lock.withLock { engine.ignore(list) } }

  /// From now on so many bytes may wait.
  func limitWaiting(to bytes: Int) {
    lock.withLock {
      limit = bytes
      resumeInputs()
    }
  }

  func take(_ batches: [MatchBatch]) {
    lock.withLock {
      guard !isStopped else { return }
      for batch in batches {
        inputs[batch.chunk.input].isCaughtUp = false
        engine.take(batch)
        if engine.waiting(of: batch.chunk.input) > 0 { held.note(batch) }
      }
      resumeInputs()
    }
  }

  /// Whether the input may be read on. If not, it is ahead of another for which too much waits already, and is told when it may.
  func mayRead(_ input: Int) -> Bool {
    lock.withLock {
      // Inputs that have caught up vouch for what is due, though nothing comes from anywhere.
      if isAhead(input) { vouch() }
      inputs[input].isPaused = isAhead(input)
      return !inputs[input].isPaused
    }
  }

  private func isAhead(_ input: Int) -> Bool { !isStopped && engine.waiting(of: input) > 0 && waitingBytes > limit }

  /// Bytes that wait for inputs that are behind, roughly.
  private var waitingBytes: Int { engine.waiting * Self.matchCost + held.bytes() }

  /// Lets inputs that were told to wait go on, where half of what may wait is left or nothing of their own.
  private func resumeInputs() {
    guard inputs.contains(where: \.isPaused) else { return }
    let isFull = !isStopped && waitingBytes > limit / 2
    for input in inputs.indices where inputs[input].isPaused && !(isFull && engine.waiting(of: input) > 0) {
      inputs[input].isPaused = false
      inputs[input].resume()
    }
  }

  /// The input has read all there is: it vouches for the present from now on.
  func caughtUp(_ input: Int) {
    lock.withLock {
      guard !isStopped else { return }
      inputs[input].isCaughtUp = true
      vouch()
    }
  }

  /// There is more to read: the input vouches for nothing until it has caught up again.
  func isBehind(_ input: Int) { lock.withLock { inputs[input].isCaughtUp = false } }

  /// Nothing more comes from the input: it holds nobody back.
  func end(_ input: Int) {
    lock.withLock {
      guard !isStopped else { return }
      inputs[input].isCaughtUp = false
      engine.end(input)
      resumeInputs()
    }
  }

  private func wake() {
    lock.withLock {
      guard !isStopped else { return }
      vouch()
    }
  }

  private func vouch() {
    let now = HostZone.now
    engine.vouch(
      inputs.indices.filter { inputs[$0].isCaughtUp }.map { (input: $0, time: now.advanced(by: -inputs[$0].delay)) })
    resumeInputs()
    guard let due = engine.deadlines.compactMap({ wake(for: $0) }).min() else {
      timer?.clear()
      return
    }
    let wait = max(1_000, due - now.microseconds + 1_000)
    // Further away than a day: looked at again then.
    timer?.set(after: .microseconds(min(wait, 86_400_000_000)))
  }

  /// When all inputs that something waits for can vouch for its time; nil where one of them is behind, and will tell when it is not.
  private func wake(for deadline: (time: Timestamp, inputs: [Int])) -> Int64? {
    guard deadline.inputs.allSatisfy({ inputs[$0].isCaughtUp }) else { return nil }
    return deadline.inputs.map { deadline.time.microseconds + inputs[$0].delay }.max()
  }

  /// Nothing more is taken in; what waited for other inputs counts now.
  func stop() {
    lock.withLock {
      for input in inputs.indices where !isStopped { engine.end(input) }
      isStopped = true
      resumeInputs()
      timer?.clear()
    }
  }

  /// What waits for inputs that are behind, in bytes, roughly, and how many inputs are told to wait for them.
  var backlog: (bytes: Int, paused: Int) { lock.withLock { (waitingBytes, inputs.count { $0.isPaused }) } }

  /// In a few words; waits for whoever is at work.
  var status: String {
    lock.withLock {
      let counters = engine.counters
      return
        "\(engine.scanned.records) records, \(counters.matches) matches, \(counters.alerts) alerts, \(counters.windows) windows"
        + (engine.waiting > 0 ? ", \(engine.waiting) wait for inputs that are behind" : "")
        + (counters.ignored > 0 ? ", \(counters.ignored) ignored" : "")
        + (counters.evictedWindows > 0 ? ", \(counters.evictedWindows) windows given up" : "")
    }
  }
}

extension Duration {
  /// Whole microseconds, as the engine counts.
  var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}
