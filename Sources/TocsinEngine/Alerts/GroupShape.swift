/// How an alert's group and host stand in its JSON. It depends on their names and on which values are addresses: few in a run.
final class GroupShape {
  private let names: [String]
  private let namesHost: Bool
  /// Whether the host stands beside the group.
  private let hasHost: Bool
  /// Values under `….address` that stand under `….ip`, too, where they are one.
  private let addresses: [(index: Int, isIP: Bool)]
  /// Members of the alert itself, and for each of its values the place in the group, or -1 for the host.
  let top: NestedShape
  let sources: [Int]
  /// Members of `tocsin.group`.
  let group: NestedShape

  init(_ alert: Alert) {
    let names = alert.group.map(\.name)
    let namesHost = names.contains("host.name")
    let hasHost = !alert.host.isEmpty && !namesHost
    var addresses: [(index: Int, isIP: Bool)] = []
    var shown: [(name: String, source: Int)] = hasHost ? [("host.name", -1)] : []
    for (index, name) in names.enumerated() where name.withView({ Self.hasPlace($0) }) {
      shown.append((name, index))
      let ip = name.dropLast("address".count) + "ip"
      guard name.hasSuffix(".address"), !names.contains(String(ip)) else { continue }
      addresses.append((index, AddressText.isIP(alert.group[index].value)))
      if addresses[addresses.count - 1].isIP { shown.append((String(ip), index)) }
    }
    (self.names, self.namesHost, self.hasHost, self.addresses) = (names, namesHost, hasHost, addresses)
    top = NestedShape(shown.map(\.name))
    sources = shown.map(\.source)
    group = NestedShape(names)
  }

  func fits(_ alert: Alert) -> Bool {
    guard names.count == alert.group.count, hasHost == (!alert.host.isEmpty && !namesHost) else { return false }
    for index in names.indices where names[index] != alert.group[index].name { return false }
    for (index, isIP) in addresses where AddressText.isIP(alert.group[index].value) != isIP { return false }
    return true
  }

  /// Whether a group's name may stand at the top: an ECS name (they all have a dot) that the alert does not use for itself.
  private static func hasPlace(_ name: ByteView) -> Bool {
    guard let dot = name.firstIndex(of: UInt8(ascii: ".")) else { return false }
    let root = name.slice(0, dot)
    return !own.contains { root == $0 }
  }

  private static let own: [StaticString] = [
    "event", "message", "rule", "threat", "vulnerability", "tags", "tocsin", "ecs", "related", "log", "@timestamp",
  ]
}
