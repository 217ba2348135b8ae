import TocsinEngine

/// Messages that wait, in the order they came, within limits.
///
/// Where there is no room the least important give way, newest first: first those below the new message's level, else the new
/// message itself. What came first of the highest level is the last to go.
public struct OutboxQueue {
  struct Entry {
    var message: AlertMessage
    var offered: Duration
    fileprivate var ordinal: Int
  }

  public struct Limits: Sendable, Equatable {
    public var messages: Int
    public var bytes: Int
    public init(messages: Int = 100_000, bytes: Int = 64 << 20) { (self.messages, self.bytes) = (messages, bytes) }
  }

  let limits: Limits
  /// One queue per level, lowest first.
  private var levels = [Lane](repeating: Lane(), count: AlertLevel.allCases.count)
  private var ordinal = 0

  init(limits: Limits) { self.limits = limits }

  var count: Int { levels.reduce(0) { $0 + $1.count } }
  var bytes: Int { levels.reduce(0) { $0 + $1.bytes } }
  var isEmpty: Bool { count == 0 }

  /// Returns what was dropped for it, or the message itself where there is no room.
  mutating func append(_ message: AlertMessage, at time: Duration) -> [AlertMessage] {
    let level = message.level.rawValue
    let lowerCount = levels[..<level].reduce(0) { $0 + $1.count }
    let lowerBytes = levels[..<level].reduce(0) { $0 + $1.bytes }
    guard count - lowerCount < limits.messages, bytes - lowerBytes + message.cost <= limits.bytes else { return [message] }
    var dropped: [AlertMessage] = []
    while count >= limits.messages || bytes + message.cost > limits.bytes, let victim = dropLowest() { dropped.append(victim) }
    ordinal += 1
    levels[level].append(Entry(message: message, offered: time, ordinal: ordinal))
    return dropped
  }

  /// The message that came first of those that are left.
  mutating func popFirst() -> Entry? {
    let heads = levels.indices.compactMap { level in levels[level].first.map { (level, $0.ordinal) } }
    guard let (level, _) = heads.min(by: { $0.1 < $1.1 }) else { return nil }
    return levels[level].removeFirst()
  }

  private mutating func dropLowest() -> AlertMessage? {
    guard let level = levels.firstIndex(where: { $0.count > 0 }) else { return nil }
    return levels[level].removeLast()?.message
  }

  /// The messages of one level.
  private struct Lane {
    /// Those before `start` are gone; they are cleared away once they are half of all.
    private var entries: [Entry?] = []
    private var start = 0
    private(set) var bytes = 0

    var count: Int { entries.count - start }
    var first: Entry? { count > 0 ? entries[start] : nil }

    mutating func append(_ entry: Entry) {
      entries.append(entry)
      bytes += entry.message.cost
    }

    mutating func removeFirst() -> Entry? {
      guard let entry = first else { return nil }
      entries[start] = nil
      start += 1
      if start * 2 >= entries.count {
        entries.removeFirst(start)
        start = 0
      }
      bytes -= entry.message.cost
      return entry
    }

    mutating func removeLast() -> Entry? {
      guard count > 0, let entry = entries.removeLast() else { return nil }
      bytes -= entry.message.cost
      return entry
    }
  }
}
