/// Addresses, users and hosts that an alert names, each once, in the order named (ECS `related.*`).
struct Related {
  private(set) var ips: [String] = []
  private(set) var users: [String] = []
  private(set) var hosts: [String] = []

  mutating func add(_ field: String, _ value: String) { add(field, [value]) }

  /// Adds values under what their field says they are; an address that is no IP is a host.
  mutating func add(_ field: String, _ values: [String]) {
    guard let root = field.split(separator: ".").first, let leaf = field.split(separator: ".").last else { return }
    for value in values where !value.isEmpty {
      switch leaf {
      case "ip": if AddressText.isIP(value) { Self.add(value, to: &ips) }
      case "address": AddressText.isIP(value) ? Self.add(value, to: &ips) : Self.add(value, to: &hosts)
      case "domain" where root != "user": Self.add(value, to: &hosts)
      case "name" where root == "user" && !field.contains(".group."): Self.add(value, to: &users)
      case "name" where field == "host.name", "hostname" where root == "host": Self.add(value, to: &hosts)
      default: break
      }
    }
  }

  private static func add(_ value: String, to list: inout [String]) {
    if !list.contains(value) { list.append(value) }
  }
}
