/// Addresses, users and hosts that an alert names, each once, in the order named (ECS `related.*`).
struct Related {
  private(set) var ips: [String] = []
  private(set) var users: [String] = []
  private(set) var hosts: [String] = []

  /// What a field's name says its values are.
  enum Kind {
    case ip, user, host
    /// An IP address; else a host.
    case address
  }

  static func kind(of field: ByteView) -> Kind? {
    // What most alerts name.
    if field == "source.address" { return .address }
    if field == "user.name" { return .user }
    if field == "host.name" { return .host }
    var start = 0
    var end = field.count
    let dot = UInt8(ascii: ".")
    while start < end, field[start] == dot { start += 1 }
    while end > start, field[end - 1] == dot { end -= 1 }
    let name = field.slice(start, end)
    let root = name.slice(0, name.firstIndex(of: dot) ?? name.count)
    let leaf = name.from(name.lastIndex(of: dot).map { $0 + 1 } ?? 0)
    if leaf == "ip" { return .ip }
    if leaf == "address" { return .address }
    if leaf == "domain" { return root == "user" ? nil : .host }
    if leaf == "hostname" { return root == "host" ? .host : nil }
    guard leaf == "name", root == "user" else { return nil }
    return (0..<field.count).contains { field.has(".group.", at: $0) } ? nil : .user
  }

  /// Forgets all, for another alert.
  mutating func removeAll() {
    while ips.popLast() != nil {}
    while users.popLast() != nil {}
    while hosts.popLast() != nil {}
  }

  /// Adds a value under what its field says it is.
  mutating func add(_ field: String, _ value: String) {
    if let kind = field.withView({ Self.kind(of: $0) }) { add(kind, value) }
  }

  mutating func add(_ field: String, _ values: [String]) {
    guard let kind = field.withView({ Self.kind(of: $0) }) else { return }
    for value in values { add(kind, value) }
  }

  private mutating func add(_ kind: Kind, _ value: String) {
    if value.isEmpty { return }
    switch kind {
    case .user: Self.add(value, to: &users)
    case .host: Self.add(value, to: &hosts)
    case .ip, .address:
      if ips.contains(value) { return }
      if AddressText.isIP(value) { ips.append(value) } else if kind == .address { Self.add(value, to: &hosts) }
    }
  }

  private static func add(_ value: String, to list: inout [String]) {
    if !list.contains(value) { list.append(value) }
  }
}
