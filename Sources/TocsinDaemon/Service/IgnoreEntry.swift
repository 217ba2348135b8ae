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
    guard parts.count > 1 else { return Network(bytes: bytes, prefix: bytes.count * 8) }
    // A mapped network such as ::ffff:10.0.0.0/104 is the one of IPv4; its first 96 bits say that it is.
    let isMapped = address.isV4 && first.contains(":")
    return Int(parts[1]).map { Network(bytes: bytes, prefix: isMapped ? max(0, $0 - 96) : $0) }
  }
}
