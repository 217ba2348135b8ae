import Sigma
import Testing

@testable import TocsinEngine

@Suite struct NetworkTests {
  private func network(_ text: String, _ prefix: Int) -> Network {
    let base = Array(text.utf8).withView { IPAddress.parse($0) }!
    return Network(bytes: text.contains(":") ? base.bytes : Array(base.bytes.suffix(4)), prefix: prefix)
  }

  @Test(arguments: [
    ("10.0.0.0", 8, "10.255.255.255", true), ("10.0.0.0", 8, "11.0.0.0", false), ("192.0.2.128", 25, "192.0.2.127", false),
    ("192.0.2.128", 25, "192.0.2.128", true), ("192.0.2.1", 32, "192.0.2.1", true), ("192.0.2.1", 32, "192.0.2.0", false),
    ("0.0.0.0", 0, "203.0.113.9", true), ("0.0.0.0", 0, "::1", false), ("::", 0, "203.0.113.9", false),
    ("::", 0, "2001:db8::1", true),
    ("2001:db8::", 32, "2001:db8:ffff::1", true), ("2001:db8::", 32, "2001:db9::", false), ("fe80::", 10, "febf::1", true),
    ("fe80::", 10, "fec0::1", false), ("10.0.0.0", 8, "::ffff:10.1.1.1", false), ("::1", 128, "::1", true),
    ("::1", 128, "::2", false), ("::ffff:10.0.0.0", 104, "::ffff:10.1.1.1", true), ("::ffff:10.0.0.0", 104, "10.1.1.1", false),
    ("::", 0, "::ffff:10.1.1.1", true), ("10.0.0.0", 8, "::FFFF:a01:101", false),
  ])
  func valuesAreOfTheFamilyTheyAreWrittenIn(_ text: String, _ prefix: Int, _ value: String, _ expected: Bool) {
    #expect(Array(value.utf8).withView { network(text, prefix).contains($0) } == expected)
  }

  @Test(arguments: [
    ("10.0.0.0", 8, "::ffff:10.1.1.1", true), ("10.0.0.0", 8, "::FFFF:a01:101", true), ("10.0.0.0", 8, "10.1.1.1", true),
    ("10.0.0.0", 8, "::ffff:11.1.1.1", false), ("::", 0, "::ffff:10.1.1.1", false), ("::", 0, "::1", true),
  ])
  func addressesAreWhatTheyMean(_ text: String, _ prefix: Int, _ address: String, _ expected: Bool) {
    let address = Array(address.utf8).withView { IPAddress.parse($0) }!
    #expect(network(text, prefix).contains(address) == expected)
  }
}
