import Synchronization

/// What leaves Tocsin: one message about one episode.
///
/// Everything in it is owned and already masked (P7): a sink may write it as it is.
public struct Alert: Sendable, Equatable {
  public enum Action: String, Sendable, CaseIterable {
    case opened, updated, closed
    /// One match by itself, told only where every match is asked for.
    case matched
  }

  /// `event.id`: 32 hexadecimal digits, the same on every derivation of this message.
  public var id: String
  /// `tocsin.episode`: 32 hexadecimal digits, the same for all messages of the episode.
  public var episode: String
  public var action: Action
  public var rule: AlertRule
  /// Event time of the record that caused this message.
  public var time: Timestamp
  /// Event times of the episode's first and last match so far.
  public var first: Timestamp
  public var last: Timestamp
  /// Matches so far, each with its multiplicity.
  public var count: Int
  /// Names and values that the episode is about, in the rule's order (`source.address` → `203.0.113.9`).
  public var group: [(name: String, value: String)]
  /// Host that wrote the opening record, or empty.
  public var host: String
  /// `event.sequence`: ordinal, from 1 within its input, of the record that opened the episode.
  public var sequence: Int
  /// At most ten, oldest first.
  public var evidence: [Evidence]
  /// Values seen of the fields worth naming (users, addresses, the rule's `tocsin.distinct`), each list bounded.
  public var distinct: [Distinct]
  /// Limits that were hit and may have changed this alert (`late`, `windows`, …), sorted.
  public var flags: [String]

  public init(
    id: String, episode: String, action: Action, rule: AlertRule, time: Timestamp, first: Timestamp, last: Timestamp,
    count: Int, group: [(name: String, value: String)], host: String, sequence: Int, evidence: [Evidence],
    distinct: [Distinct], flags: [String]
  ) {
    (self.id, self.episode, self.action, self.rule, self.time) = (id, episode, action, rule, time)
    (self.first, self.last, self.count, self.group, self.host) = (first, last, count, group, host)
    (self.sequence, self.evidence, self.distinct, self.flags) = (sequence, evidence, distinct, flags)
  }

  public static func == (a: Alert, b: Alert) -> Bool {
    a.id == b.id && a.count == b.count && a.evidence == b.evidence && a.distinct == b.distinct && a.flags == b.flags
      && a.time == b.time && a.first == b.first && a.last == b.last
  }

  /// A record that contributed, masked, with where it stands.
  public struct Evidence: Sendable, Equatable {
    public var time: Timestamp
    /// The record's text, masked; control characters are still in it, and each output escapes them its own way.
    public var text: String
    /// Name of the input (`log.file.path` for files).
    public var input: String
    /// Byte offset of the record in its input, where that means something.
    public var offset: Int?

    public init(time: Timestamp, text: String, input: String, offset: Int?) {
      (self.time, self.text, self.input, self.offset) = (time, text, input, offset)
    }
  }

  /// The values that one field took.
  public struct Distinct: Sendable, Equatable {
    public var field: String
    /// At most twenty, in the order first seen.
    public var values: [String]
    /// How many there were; more than `values` holds where the list was cut.
    public var total: Int

    public init(field: String, values: [String], total: Int) {
      (self.field, self.values, self.total) = (field, values, total)
    }
  }
}

/// What an alert says of the rule behind it. All alerts of a rule share one.
public final class AlertRule: Sendable {
  public let id: String
  public let title: String
  public let description: String
  /// `informational`, `low`, `medium`, `high` or `critical`.
  public let level: AlertLevel
  public let tags: [String]
  public let references: [String]
  /// What to do, in Markdown lines (`tocsin.playbook`).
  public let playbook: [String]
  /// Who answers for it (`tocsin.owner`), or empty.
  public let owner: String
  private let encoded = AtomicLazyReference<RuleJSON>()

  public init(
    id: String, title: String, description: String, level: AlertLevel, tags: [String], references: [String],
    playbook: [String], owner: String
  ) {
    (self.id, self.title, self.description, self.level) = (id, title, description, level)
    (self.tags, self.references, self.playbook, self.owner) = (tags, references, playbook, owner)
  }

  /// Its part of every alert as JSON, made for the first. Where two threads come at once, one's work is dropped.
  var json: RuleJSON { encoded.load() ?? encoded.storeIfNil(RuleJSON(self)) }
}

/// Sigma's levels, ascending.
public enum AlertLevel: Int, Comparable, Sendable, CaseIterable {
  case informational, low, medium, high, critical

  public init?(name: String) {
    guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = level
  }

  public var name: String { String(describing: self) }

  public static func < (a: AlertLevel, b: AlertLevel) -> Bool { a.rawValue < b.rawValue }
}
