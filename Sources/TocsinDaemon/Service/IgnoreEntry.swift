import Sigma
import TocsinEngine

extension Configuration.Ignore {
  /// The entry in the engine's form.
  var entry: IgnoreList.Entry? {
    let parsed = networks.compactMap(Self.network)
    // The configuration refuses what is no network.
    guard parsed.count == networks.count else { return nil }
    return IgnoreList.Entry(networks: parsed, users: users, hosts: hosts, until: until ?? .distantFuture)
  }

  private static func network(_ text: String) -> Network? {
    let parts = text.split(separator: "/", maxSplits: 1)
    guard let first = parts.first, let address = Array(first.utf8).withView({ IPAddress.parse($0) }) else { return nil }
    let bytes = address.isV4 ? Array(address.bytes.suffix(4)) : address.bytes
    let prefix = parts.count > 1 ? Int(parts[1]) : bytes.count * 8
    return prefix.map { Network(bytes: bytes, prefix: $0) }
  }
}
