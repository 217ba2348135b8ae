import Testing

@testable import TocsinEngine

@Suite struct URLDecodingTests {
  private func decode(_ text: String, plus: Bool = true) -> String? {
    let arena = Arena()
    return Array(text.utf8).withView { URLDecoding.decode($0, plus: plus, into: arena)?.string }
  }

  @Test(
    arguments: [
      ("/a%20b", "/a b"), ("/%2e%2e/%2E%2e/etc", "/../../etc"), ("/?q=a+b%2Bc", "/?q=a b+c"), ("/%u0041%u002f", "/A/"),
      ("/%uFF1Cscript%uff1e", "/<script>"), ("/%c0%ae%C0%AF", "/./"), ("/%e0%80%af", "//"), ("/%c3%a9", "/é"), ("/%u00e9", "/é"),
      ("/%252e", "/%2e"), ("/100%/%41", "/100%/A"), ("/%4", nil), ("/a+b", nil), ("/%zz%u12", nil), ("", nil), ("%", nil),
      ("%u", nil),
    ] as [(String, String?)])
  func decodesOnce(_ text: String, _ expected: String?) {
    #expect(decode(text) == expected)
  }

  @Test func doubleEncodingIsUndoneInTwoSteps() {
    let line = RecordReading()(#"192.0.2.9 - - [24/Nov/2026:15:46:27 +0000] "GET /x?f=%252e%252e%252fetc HTTP/1.1" 200 5"#)
    #expect(line["url.decoded"] == "/x?f=%2e%2e%2fetc")
    #expect(line["url.decoded_twice"] == "/x?f=../etc")
    #expect(line.hasEscapes)
  }

  @Test func neverLongerThanItsText() {
    // The arena gives exactly the text's length.
    let text = String(repeating: "%u8fd9%c3%a9%e0%80%af", count: 500)
    #expect(decode(text)!.utf8.count < text.utf8.count)
  }
}
