import Sigma
import Testing

@testable import TocsinEngine

@Suite struct NetworkTests {
  private func contains(_ network: String, _ prefix: Int, _ address: String) -> Bool {
    let base = Array(network.utf8).withView { IPAddress.parse($0) }!
    let other = Array(address.utf8).withView { IPAddress.parse($0) }!
    return Network(bytes: base.isV4 ? Array(base.bytes.suffix(4)) : base.bytes, prefix: prefix).contains(other)
  }

  @Test(arguments: [
    ("10.0.0.0", 8, "10.255.255.255", true), ("10.0.0.0", 8, "11.0.0.0", false), ("192.0.2.128", 25, "192.0.2.127", false),
    ("192.0.2.128", 25, "192.0.2.128", true), ("192.0.2.1", 32, "192.0.2.1", true), ("192.0.2.1", 32, "192.0.2.0", false),
    ("0.0.0.0", 0, "203.0.113.9", true), ("0.0.0.0", 0, "::1", false), ("::", 0, "203.0.113.9", false),
    ("::", 0, "2001:db8::1", true),
    ("2001:db8::", 32, "2001:db8:ffff::1", true), ("2001:db8::", 32, "2001:db9::", false), ("fe80::", 10, "febf::1", true),
    ("fe80::", 10, "fec0::1", false), ("10.0.0.0", 8, "::ffff:10.1.1.1", true), ("::1", 128, "::1", true),
    ("::1", 128, "::2", false),
  ])
  func networks(_ network: String, _ prefix: Int, _ address: String, _ expected: Bool) {
    #expect(contains(network, prefix, address) == expected)
  }
}
