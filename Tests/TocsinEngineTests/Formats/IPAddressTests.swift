import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct IPAddressTests {
  private func parse(_ text: String) -> IPAddress? { Array(text.utf8).withView { IPAddress.parse($0) } }

  @Test func v4() {
    let address = parse("192.0.2.255")
    #expect(address?.isV4 == true)
    #expect(address?.bytes == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 192, 0, 2, 255])
    #expect(parse("::ffff:192.0.2.255") == address)
    #expect(parse("::FFFF:c000:02ff") == address)
  }

  @Test(arguments: [
    ("::", [UInt8](repeating: 0, count: 16)), ("::1", [UInt8](repeating: 0, count: 15) + [1]),
    ("2001:db8::a11:beef", [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0x0A, 0x11, 0xBE, 0xEF]),
    ("1:2:3:4:5:6:7:8", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]),
    ("1:2:3:4:5:6:7::", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0]),
    ("fe80::1%eth0", [0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
    ("64:ff9b::192.0.2.1", [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1]),
  ])
  func v6(_ text: String, _ bytes: [UInt8]) {
    #expect(parse(text)?.bytes == bytes)
    #expect(parse(text)?.isV4 == false)
  }

  @Test(arguments: [
    "", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4 ", "1.2.3.-4", ":", ":::", "1::2::3", "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8::", "12345::", "g::", "1:", ":1", "::1%", "::1.2.3", "::1.2.3.4:5", "example.org", "1:2:3:4:5:6:7:1.2.3.4",
  ])
  func refused(_ text: String) {
    #expect(parse(text) == nil)
  }

  @Test(arguments: [
    ("8.8.8.8", true), ("10.1.2.3", false), ("172.31.0.1", false), ("172.32.0.1", true), ("192.168.0.1", false),
    ("127.0.0.1", false),
    ("100.64.0.1", false), ("100.128.0.1", true), ("169.254.1.1", false), ("224.0.0.1", false), ("::1", false),
    ("fd00::1", false),
    ("fe80::1", false), ("2001:db8::1", true),
  ])
  func publicness(_ text: String, _ expected: Bool) {
    #expect(parse(text)?.isPublic == expected)
  }

  /// Dotted addresses are told sixteen bytes at once, whatever stands around them.
  @Test(arguments: Seeds.of(4)) func dottedOnesAreToldAtOnce(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let parts = [
      "0", "1", "9", "10", "25", "99", "100", "199", "200", "249", "250", "255", "256", "259", "260", "300", "00", "01", "012",
      "",
    ]
    var addresses = 0
    for _ in 0..<40_000 {
      let count = Int.random(in: 0..<8, using: &random) == 0 ? Int.random(in: 1...6, using: &random) : 4
      var bytes = Array((0..<count).map { _ in parts.randomElement(using: &random)! }.joined(separator: ".").utf8)
      if Int.random(in: 0..<8, using: &random) == 0, !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = Array("0259./:a ".utf8).randomElement(using: &random)!
      }
      let around = (0..<32).map { _ in Array("0129.".utf8).randomElement(using: &random)! }
      (around + bytes + around).withView { whole in
        let view = whole.slice(32, 32 + bytes.count)
        let isV4 = IPAddress.parse(view)?.isV4 == true && view.firstIndex(of: 0x3A) == nil
        if isV4 { addresses += 1 }
        #expect(view.isDottedIPv4 == isV4, "\(view.string)")
        #expect(IPAddress.isAddress(view) == (IPAddress.parse(view) != nil), "\(view.string)")
      }
    }
    #expect(addresses > 1_000)
  }
}
