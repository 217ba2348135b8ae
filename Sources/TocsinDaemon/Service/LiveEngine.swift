import Dispatch
import Foundation
import TocsinEngine

/// The engine of the running service: inputs hand it what they scanned, from their own threads, and it wakes when something is due
/// though nothing more comes. A rule's alerts wait only for the inputs that can feed it.
///
/// Unchecked, because the engine and all else here are used under the lock.
final class LiveEngine: @unchecked Sendable {
  private struct Input {
    /// Microseconds after an event at which its record is there for certain.
    var delay: Int64
    /// Everything that is there has been read.
    var isCaughtUp: Bool
  }

  /// Without a word from the operator: times are in seconds, and where several inputs feed one rule a second more.
  private static let defaultDelay = Duration.seconds(2)

  private let lock = NSLock()
  private let engine: Engine
  private var inputs: [Input] = []
  private let timer: any DispatchSourceTimer
  private var isStopped = false

  init(_ detectors: DetectorSet, options: Correlator.Options, emit: @escaping (Alert) -> Void) {
    engine = Engine(detectors, order: .byFamily, options: options, emit: emit)
    timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "tocsin.deadlines"))
    timer.setEventHandler { [weak self] in self?.wake() }
    timer.resume()
  }

  /// Adds an input. Until it has caught up, what it may still bring holds back the rules that it can feed.
  func addInput(_ name: String, delay: Duration?, kind: InputKind) -> Int {
    lock.withLock {
      inputs.append(Input(delay: Self.microseconds(delay), isCaughtUp: false))
      return engine.addInput(name, kind: kind)
    }
  }

  /// From now on the input is declared to be this.
  func change(_ input: Int, delay: Duration?, kind: InputKind) {
    lock.withLock {
      inputs[input].delay = Self.microseconds(delay)
      engine.change(input, to: kind)
    }
  }

  private static func microseconds(_ delay: Duration?) -> Int64 { (delay ?? defaultDelay).microseconds }

  /// From now on these matches do not count.
  func ignore(_ list: IgnoreList) { lock.withLock { engine.ignore(list) } }

  func take(_ batches: [MatchBatch]) {
    lock.withLock {
      guard !isStopped else { return }
      for batch in batches {
        inputs[batch.chunk.input].isCaughtUp = false
        engine.take(batch)
      }
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
    guard let due = engine.deadlines.compactMap({ wake(for: $0) }).min() else { return }
    let wait = max(1_000, due - now.microseconds + 1_000)
    // Further away than a day: looked at again then.
    timer.schedule(deadline: .now() + .microseconds(Int(min(wait, 86_400_000_000))), leeway: .milliseconds(1))
  }

  /// When all inputs that something waits for can vouch for its time; nil where one of them is behind, and will tell when it is not.
  private func wake(for deadline: (time: Timestamp, inputs: [Int])) -> Int64? {
    guard deadline.inputs.allSatisfy({ inputs[$0].isCaughtUp }) else { return nil }
    return deadline.inputs.map { deadline.time.microseconds + inputs[$0].delay }.max()
  }

  /// Waits for whoever is at work; false means that the engine hangs.
  func isAlive(within limit: TimeInterval) -> Bool {
    guard lock.lock(before: Date().addingTimeInterval(limit)) else { return false }
    lock.unlock()
    return true
  }

  /// Nothing more is taken in; what waited for other inputs counts now.
  func stop() {
    lock.withLock {
      for input in inputs.indices where !isStopped { engine.end(input) }
      isStopped = true
    }
    timer.cancel()
  }

  var status: String {
    lock.withLock {
      let counters = engine.counters
      return
        "\(engine.scanned.records) records, \(counters.matches) matches, \(counters.alerts) alerts, \(counters.windows) windows"
        + (counters.ignored > 0 ? ", \(counters.ignored) ignored" : "")
        + (counters.evictedWindows > 0 ? ", \(counters.evictedWindows) windows given up" : "")
    }
  }
}

extension Duration {
  /// Whole microseconds, as the engine counts.
  var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}
