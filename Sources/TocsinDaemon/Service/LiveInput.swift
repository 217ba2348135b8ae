import Sigma
import TocsinEngine

/// An input of the running service, on a thread of its own.
protocol LiveInput: AnyObject, Sendable {
  /// Whether it reads what `input` names, though perhaps under other settings: then it goes on over a reload.
  func reads(_ input: Configuration.Input) -> Bool
  /// Opens what there is to open and makes it known to the engine; what is written from here on is read. Files that `positions`
  /// names, by chain, begin there and not at their end.
  func open(at positions: [String: FilePosition]) throws(InputError)
  /// Begins to follow. All inputs are known to the engine before the first one begins, so that none runs ahead of another.
  func begin()
  /// Makes its streams known to the engine of `context`, which `change` will turn to.
  func announce(to context: LiveContext)
  /// What it reads from now on goes by these settings and to this engine; no record is lost or read twice.
  func change(to input: Configuration.Input, _ context: LiveContext)
  /// Ends following, waits until the thread has gone, and says how far each chain was read, in whole records.
  func stop() -> [String: FilePosition]
}

/// What inputs share: how they scan, whom they tell.
struct LiveContext: Sendable {
  let detectors: DetectorSet
  let engine: LiveEngine
  let timers: Timers
  let zone: Zone
  let lineLimit: Int
  /// Log sources that inputs are declared to be, as the detectors number them.
  let sources: [LogSource?]
  /// Says something to the operator, at a level that says whether to act.
  let warn: @Sendable (String) -> Void
}
