import Sigma
import Testing

@testable import TocsinEngine

@Suite struct IgnoreListTests {
  private func alerts(_ address: String, ignoring network: Network) -> [String] {
    let entry = IgnoreList.Entry(networks: [network], users: [], hosts: [])
    return Correlating(["a"], options: .init(ignored: IgnoreList([entry]))).run([.init(0, "a", address)]).map(\.action.rawValue)
  }

  /// Dual-stack servers log IPv4 addresses so. Rules' `cidr` goes by how they are written; who ignores a network means its hosts.
  @Test(arguments: [
    ("10.0.0.1", true), ("::ffff:10.0.0.1", true), ("::FFFF:a00:1", true), ("0:0:0:0:0:ffff:10.0.0.1", true),
    ("11.0.0.1", false), ("::ffff:11.0.0.1", false), ("::a00:1", false), ("elsewhere", false),
  ])
  func aMappedAddressIsTheOneItMeans(_ address: String, _ isIgnored: Bool) {
    #expect(alerts(address, ignoring: Network(bytes: [10, 0, 0, 0], prefix: 8)).isEmpty == isIgnored)
  }
}
