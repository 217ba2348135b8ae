import Testing

@testable import TocsinEngine

@Suite struct AddressTextTests {
  @Test(arguments: [
    "0.0.0.0", "203.0.113.9", "255.255.255.255", "::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "::ffff:10.0.0.1",
  ])
  func addresses(text: String) { #expect(AddressText.isIP(text)) }

  @Test(arguments: [
    "", ":", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.-4", "a.b.c.d", ":::", "1::2::3", "1:2:3:4:5:6:7", ":1",
    "1:",
    "1:2:3:4:5:6:7:8:9", "12345::", "g::", "::1.2.3", "host.example", "10.0.0.1:22", "fe80::1%eth0", "::%", "1:2:3:4:5:6:7:8::",
  ])
  func others(text: String) { #expect(!AddressText.isIP(text)) }
}
