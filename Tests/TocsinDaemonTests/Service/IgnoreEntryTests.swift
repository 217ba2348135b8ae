import Sigma
import Testing
import TocsinEngine

@testable import TocsinDaemon

@Suite struct IgnoreEntryTests {
  @Test(arguments: [
    ("10.0.0.0/8", Network(bytes: [10, 0, 0, 0], prefix: 8)), ("10.0.0.1", Network(bytes: [10, 0, 0, 1], prefix: 32)),
    ("2001:db8::/32", Network(bytes: [0x20, 1, 0xd, 0xb8] + Array(repeating: 0, count: 12), prefix: 32)),
    ("::ffff:10.0.0.1", Network(bytes: [10, 0, 0, 1], prefix: 32)),
    ("::ffff:10.0.0.0/104", Network(bytes: [10, 0, 0, 0], prefix: 8)),
    ("::ffff:0:0/96", Network(bytes: [0, 0, 0, 0], prefix: 0)),
  ])
  func aMappedNetworkIsOneOfIPv4(_ text: String, _ network: Network) throws {
    var configuration = Configuration()
    #expect(configuration.read(text: "ignore: [{networks: '\(text)'}]", path: "t.yaml") == [])
    let ignore = try #require(configuration.ignore.first)
    #expect(ignore.entry?.networks == [network])
  }
}
