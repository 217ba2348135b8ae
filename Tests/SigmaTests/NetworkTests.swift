import Sigma
import Testing

/// SPEC 4: `cidr`.
struct NetworkTests {
  @Test(arguments: [
    ("10.0.0.0/8", Network(bytes: [10, 0, 0, 0], prefix: 8)), ("172.16.0.0/12", Network(bytes: [172, 16, 0, 0], prefix: 12)),
    ("192.0.2.7", Network(bytes: [192, 0, 2, 7], prefix: 32)), ("0.0.0.0/0", Network(bytes: [0, 0, 0, 0], prefix: 0)),
    ("10.0.0.0/255.128.0.0", Network(bytes: [10, 0, 0, 0], prefix: 9)),
    ("2001:DB8::/32", Network(bytes: [0x20, 1, 0x0d, 0xb8] + Array(repeating: 0, count: 12), prefix: 32)),
    ("::/0", Network(bytes: Array(repeating: 0, count: 16), prefix: 0)),
    ("::1", Network(bytes: Array(repeating: 0, count: 15) + [1], prefix: 128)),
    ("fe80::/10", Network(bytes: [0xfe, 0x80] + Array(repeating: 0, count: 14), prefix: 10)),
    ("::ffff:10.0.0.0/104", Network(bytes: Array(repeating: 0, count: 10) + [0xff, 0xff, 10, 0, 0, 0], prefix: 104)),
    ("1:2:3:4:5:6:7:8", Network(bytes: [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8], prefix: 128)),
  ])
  func networks(_ text: String, _ network: Network) {
    #expect(expression("F|cidr: '\(text)'") == .field("F", .network(network)))
  }

  @Test(arguments: [
    "192.168.1.1/24", "10.0.0.0/33", "10.0.0/8", "10.0.0.256", "010.0.0.0/8", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/255.0.255.0",
    "2001:db8::1/64",
    "2001:db8::/129", "1::2::3", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "fe80::1%eth0", "", "host", "10.*",
    "10.0.0.0/8/8",
  ])
  func othersAreRefused(_ text: String) {
    #expect(expression("F|cidr: '\(text)'") == nil)
  }

  @Test func hostBitsAreRefusedWithTheNetwork() {
    #expect(problems("F|cidr: 192.168.1.1/24").first?.message.contains("`192.168.1.0/24`") == true)
    #expect(problems("F|cidr: '2001:db8::1/64'").first?.message.contains("`2001:db8::/64`") == true)
  }
}
