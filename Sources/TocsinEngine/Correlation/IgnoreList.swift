import Sigma

/// Matches that the operator wants not to count: by network, user or host, until a date.
public struct IgnoreList: Sendable {
  public struct Entry: Sendable {
    /// Of each list that is not empty one member must fit.
    public var networks: [Network]
    public var users: Set<String>
    public var hosts: Set<String>
    /// Event time from which on the entry is without effect.
    public var until: Timestamp

    public init(networks: [Network], users: [String], hosts: [String], until: Timestamp = .distantFuture) {
      (self.networks, self.users, self.hosts, self.until) = (networks, Set(users), Set(hosts), until)
    }
  }

  private let entries: [Entry]

  public init(_ entries: [Entry] = []) { self.entries = entries }

  var isEmpty: Bool { entries.isEmpty }

  /// Whether a match with this payload is passed over. Its first values are host, user and source address.
  func covers(_ payload: inout PayloadIndex, at time: Int64) -> Bool {
    let (host, user, source) = (payload.value(0), payload.value(1), payload.value(2))
    return entries.contains { entry in
      guard time < entry.until.microseconds else { return false }
      if !entry.hosts.isEmpty, !Self.holds(entry.hosts, host) { return false }
      if !entry.users.isEmpty, !Self.holds(entry.users, user) { return false }
      guard !entry.networks.isEmpty else { return !entry.hosts.isEmpty || !entry.users.isEmpty }
      guard let source, let address = IPAddress.parse(source) else { return false }
      return entry.networks.contains { $0.contains(address) }
    }
  }

  private static func holds(_ names: Set<String>, _ value: ByteView?) -> Bool { value.map { names.contains($0.string) } ?? false }
}
