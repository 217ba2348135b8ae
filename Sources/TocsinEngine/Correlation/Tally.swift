import Sigma

/// What one window has seen, and whether its condition holds. One subclass for each way of counting.
///
/// Times are microseconds of event time; a window at `t` covers `(t − timespan, t]`. Entries may come out of order and are placed
/// by their time.
class Tally {
  let timespan: Int64
  /// Whether what comes next is of the event that came last, which matched another rule, too.
  final var continuesEvent = false

  init(timespan: Int64) { self.timespan = timespan }

  /// The latest time seen.
  var newest: Int64 { preconditionFailure("a subclass counts") }

  func add(time: Int64, reference: Int, values: ByteView?, multiplicity: Int) {
    preconditionFailure("a subclass counts")
  }

  /// Whether the condition holds in the window that ends at `time`.
  func holds(at time: Int64) -> Bool { preconditionFailure("a subclass counts") }

  /// The first instant after `time`, at which it holds, when it no longer does, if nothing more comes.
  func heldUntil(from time: Int64) -> Int64 { preconditionFailure("a subclass counts") }

  /// Events in the window that ends at `time`, with their multiplicity, and the time of the first of them.
  func extent(at time: Int64) -> (count: Int, first: Int64) { preconditionFailure("a subclass counts") }

  /// The first of the later times than `time` at which an entry stands, not beyond `limit`, and at which the condition holds: a late
  /// entry may have made it true.
  func firstHolding(after time: Int64, through limit: Int64) -> Int64? { preconditionFailure("a subclass counts") }

  /// Forgets what no window that ends after `limit` can cover.
  func prune(before limit: Int64) { preconditionFailure("a subclass counts") }

  /// Forgets everything; the memory stays.
  func removeAll() { preconditionFailure("a subclass counts") }

  /// Bytes held, roughly.
  var cost: Int { 64 }
}

/// The bounds of a correlation's condition on a number.
struct Bounds {
  let bounds: [Correlation.Bound]

  func hold(_ value: Number) -> Bool {
    bounds.allSatisfy { bound in
      let order = NumberText.order(value, bound.value)
      return switch bound.op {
      case .gt: order > 0
      case .gte: order >= 0
      case .lt: order < 0
      case .lte: order <= 0
      case .eq: order == 0
      case .neq: order != 0
      }
    }
  }

  /// The count from which on the condition holds and goes on to hold, where it is such a one.
  var threshold: Int? {
    guard bounds.count == 1, let bound = bounds.first else { return nil }
    switch (bound.op, bound.value) {
    case (.gte, .integer(let value)): return Int(clamping: value)
    case (.gt, .integer(let value)): return Int(clamping: value.addingClamped(1))
    case (.gte, .real(let value)) where abs(value) < 1e15: return Int(value.rounded(.up))
    case (.gt, .real(let value)) where abs(value) < 1e15: return Int(value.rounded(.down)) + 1
    default: return nil
    }
  }
}
