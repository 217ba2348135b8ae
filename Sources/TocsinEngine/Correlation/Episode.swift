/// A condition that holds: from the record that made it true until one timespan after it last held.
final class Episode {
  /// Values remembered of one field; more are only counted.
  private static let valuesNamed = 20
  private static let valuesKnown = 1_024

  let id: String
  /// Time of the record that opened it.
  let opened: Int64
  let group: [(name: String, value: String)]
  let host: String
  let sequence: Int
  let evidence: [Alert.Evidence]
  var first: Int64
  var last: Int64
  var count: Int
  /// When it closes if nothing more comes; not before one timespan after `heldFrom`, where that still has to be worked out.
  var closesAt: Int64
  /// The latest instant at which the condition was seen to hold, until it is known how long it held from there.
  var heldFrom: Int64?
  /// When the next full day of it is over.
  var nextDay: Int64
  var flags: Set<String> = []
  /// Messages about what is new, so far: an episode opens once and closes once.
  private var updates = 0
  /// Nobody can choose a value that is taken for one that was seen.
  private let seed = HashSeed.own
  /// Whether it has closed.
  var isOver = false
  /// In the order first seen.
  private var seen: [Seen] = []
  /// For each of these its field, and the value that came last.
  private var latest = Row<Latest>()
  /// Bytes held, roughly.
  private(set) var cost: Int

  private struct Latest: BitwiseCopyable {
    let slot: Int
    var hash: UInt64
  }

  private struct Seen {
    let field: String
    var known = HashSet()
    var named: [String] = []
    /// Whether there were more values than are known.
    var isCut = false
  }

  static let day: Int64 = 86_400_000_000

  init(
    id: String, opened: Int64, group: [(name: String, value: String)], host: String, sequence: Int, evidence: [Alert.Evidence],
    first: Int64, count: Int
  ) {
    (self.id, self.opened, self.group, self.host, self.sequence) = (id, opened, group, host, sequence)
    (self.evidence, self.first, self.last, self.count, closesAt) = (evidence, first, opened, count, opened)
    nextDay = opened.addingClamped(Self.day)
    cost = 512 + evidence.reduce(0) { $0 + 64 + $1.text.utf8.count } + group.reduce(0) { $0 + 64 + $1.value.utf8.count }
  }

  /// One that only feeds others: nothing is told of it.
  convenience init(silentSince time: Int64, _ sequence: Int) {
    self.init(id: "", opened: time, group: [], host: "", sequence: sequence, evidence: [], first: time, count: 0)
  }

  /// Takes a value of a field, which has a number of its own, in; true where it is a new one.
  @inline(__always)
  func see(_ slot: Int, _ value: ByteView, of fields: @autoclosure () -> [String]) -> Bool {
    guard !value.isEmpty else { return false }
    let hash = HashSet.valid(value.hash(seed: seed))
    var index = 0
    while index < latest.count, latest[index].slot != slot { index += 1 }
    // Mostly it is the one that came last.
    if index < latest.count, latest[index].hash == hash { return false }
    return add(hash, index, slot, value, fields)
  }

  @inline(never)
  private func add(_ hash: UInt64, _ index: Int, _ slot: Int, _ value: ByteView, _ fields: () -> [String]) -> Bool {
    if index == latest.count {
      latest.append(Latest(slot: slot, hash: hash))
      seen.append(Seen(field: fields()[slot]))
    }
    if seen[index].known.contains(hash) {
      latest[index].hash = hash
      return false
    }
    guard seen[index].known.count < Self.valuesKnown else {
      if !seen[index].isCut { flags.insert("distinct") }
      seen[index].isCut = true
      return false
    }
    seen[index].known.insert(hash)
    latest[index].hash = hash
    cost += 16
    if seen[index].named.count < Self.valuesNamed {
      let name = SecretMask.masked(value, of: seen[index].field)
      seen[index].named.append(name)
      cost += 16 + name.utf8.count
    }
    return true
  }

  var distinct: [Alert.Distinct] {
    seen.map { Alert.Distinct(field: $0.field, values: $0.named, total: $0.known.count) }
  }

  /// The next message of a kind about this episode.
  func alert(_ action: Alert.Action, _ rule: AlertRule, at time: Int64) -> Alert {
    if action == .updated { updates += 1 }
    let ordinal = action == .updated ? updates : 1
    return Alert(
      id: AlertID.message(episode: id, action: action, ordinal: ordinal), episode: id, action: action, rule: rule,
      time: Timestamp(microseconds: time), first: Timestamp(microseconds: first), last: Timestamp(microseconds: last),
      count: count, group: group, host: host, sequence: sequence, evidence: evidence, distinct: distinct,
      flags: flags.isEmpty ? [] : flags.sorted())
  }
}

extension SecretMask {
  /// A value as text, with what must not leave masked.
  static func masked(_ value: ByteView) -> String {
    if let masked = mask(value) { return String(decoding: masked, as: UTF8.self) }
    return value.string
  }

  /// A field's value as text: masked whole where the field's name says that it is a secret.
  static func masked(_ value: ByteView, of field: String) -> String {
    if !value.isEmpty, field.withView({ isSecretName($0) }) { return "***" }
    return masked(value)
  }
}
