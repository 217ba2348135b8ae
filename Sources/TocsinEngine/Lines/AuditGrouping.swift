/// Brings the lines of one audit event together: interleaved with others' and across reads.
///
/// An event is whole at EOE or PROCTITLE, at once for types that come alone, else when a record two seconds later has come.
struct AuditGrouping {
  static let patience: Int64 = 2_000_000
  /// More lines than this make an event whole; more events waiting than this make the oldest whole.
  static let lineLimit = 64
  static let eventLimit = 1_024
  /// Bytes that all waiting lines may take; the kernel's are a few KiB at most.
  static let byteLimit = 8 << 20

  struct Pending {
    var key: [UInt8]
    var time: Int64
    var text: [UInt8]
    var ordinals: [Int]
    var offset: Int
  }

  /// What the head of an audit line says about the event it belongs to.
  struct Head {
    var key: [UInt8]
    var time: Int64
    var ends: Bool
    var isAlone: Bool

    /// Reads a record that starts at `start`, behind the syslog header of `host` where it has one.
    init?(_ line: ByteView, at start: Int = 0, host: ByteView = .empty) {
      guard let header = AuditHeader(line, at: start) else { return nil }
      time = Int64(header.seconds) * 1_000_000 + Int64(header.milliseconds) * 1_000
      key = host.bytes + [0x20] + header.node.bytes + [0x20] + header.stamp.bytes
      ends = header.type == "EOE" || header.type == "PROCTITLE"
      isAlone = Self.comesAlone(header.type)
    }

    /// Whether records of a type are events of their own: all that user space sends, and a login.
    private static func comesAlone(_ type: ByteView) -> Bool {
      type.has("USER_") || type.has("CRED_") || type.has("SERVICE_") || type.has("ADD_") || type.has("DEL_") || type.has("GRP_")
        || type.has("ACCT_") || type.has("DAEMON_") || type.has("SYSTEM_") || type.has("CRYPTO_") || type.has("VIRT_")
        || type.has("CHGRP_") || type.has("CHUSER_") || type.has("ROLE_") || type.has("LABEL_") || type == "LOGIN"
        || type == "TEST" || type == "TRUSTED_APP" || type == "USYS_CONFIG"
    }
  }

  private var pending: [Pending] = []
  private var bytes = 0

  var isEmpty: Bool { pending.isEmpty }

  func contains(_ key: [UInt8]) -> Bool { pending.contains { $0.key == key } }

  /// Adds a line and returns the events that are whole now, in order.
  mutating func add(_ head: Head, _ line: ByteView, ordinal: Int, offset: Int) -> [Pending] {
    let index: Int
    if let known = pending.lastIndex(where: { $0.key == head.key }) {
      index = known
      pending[index].text.append(0x0A)
    } else {
      pending.append(Pending(key: head.key, time: head.time, text: [], ordinals: [], offset: offset))
      index = pending.count - 1
    }
    line.append(to: &pending[index].text)
    bytes += line.count
    pending[index].ordinals.append(ordinal)
    if head.ends || pending[index].ordinals.count >= Self.lineLimit { return [take(index)] }
    return pending.count > Self.eventLimit || bytes > Self.byteLimit ? [take(0)] : []
  }

  private mutating func take(_ index: Int) -> Pending {
    let event = pending.remove(at: index)
    bytes -= event.text.count - (event.ordinals.count - 1)
    return event
  }

  /// Removes and returns the events whose time lies before `limit` (microseconds), oldest first.
  mutating func flush(before limit: Int64) -> [Pending] {
    guard !pending.isEmpty, pending.contains(where: { $0.time < limit }) else { return [] }
    let whole = pending.filter { $0.time < limit }
    pending.removeAll { $0.time < limit }
    bytes -= whole.reduce(0) { $0 + $1.text.count - ($1.ordinals.count - 1) }
    return whole
  }
}
