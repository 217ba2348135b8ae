/// The values of a record's keys that mean something to the event itself.
struct RoleValues {
  private(set) var message = ByteView.empty
  private(set) var time = ByteView.empty
  private(set) var date = ByteView.empty
  /// The value of a key `time`, which firewalls split from the date.
  private(set) var clockTime = ByteView.empty
  private(set) var host = ByteView.empty
  private(set) var program = ByteView.empty
  private(set) var level = ByteView.empty
  private(set) var log = ByteView.empty
  private(set) var hasLog = false
  private(set) var stream = ByteView.empty
  private(set) var journal = JournalValues()
  private var messageRank = UInt8.max
  private var timeRank = UInt8.max
  private var hostRank = UInt8.max
  private var programRank = UInt8.max
  private var levelRank = UInt8.max

  /// Notes a value; of several with one meaning the lowest rank wins, then the first.
  @inline(__always)
  mutating func note(_ role: KeyRole, _ value: ByteView) {
    switch role.kind {
    case .none: return
    case .message: Self.take(value, role.rank, &message, &messageRank)
    case .log:
      if !hasLog { (log, hasLog) = (value, true) }
      Self.take(value, role.rank, &message, &messageRank)
    case .time:
      if role.rank == KeyRole.clockTimeRank, clockTime.isEmpty { clockTime = value }
      Self.take(value, role.rank, &time, &timeRank)
    case .date:
      if date.isEmpty { date = value }
      Self.take(value, role.rank, &time, &timeRank)
    case .host: Self.take(value, role.rank, &host, &hostRank)
    case .program: Self.take(value, role.rank, &program, &programRank)
    case .level: Self.take(value, role.rank, &level, &levelRank)
    case .stream: if stream.isEmpty { stream = value }
    case .journalMessage:
      Self.take(value, role.rank, &message, &messageRank)
      journal.note(role.kind, value)
    default: journal.note(role.kind, value)
    }
  }

  @inline(__always)
  private static func take(_ value: ByteView, _ rank: UInt8, _ held: inout ByteView, _ heldRank: inout UInt8) {
    if rank < heldRank { (held, heldRank) = (value, rank) }
  }
}
