import Testing

@testable import TocsinEngine

@Suite struct CommonLogTests {
  let read = RecordReading()

  @Test func combined() {
    let line = read(
      #"203.0.113.7 - ana [24/Nov/2026:15:46:27 +0100] "GET /shop/item?id=7&x=a+b HTTP/1.1" 200 512 "https://example.org/" "Mozilla/5.0 (X11)""#
    )
    #expect(line.format == .combined)
    #expect(line.time == "2026-11-24T14:46:27.000000Z")
    #expect(line["source.address"] == "203.0.113.7")
    #expect(line["source.ip"] == "203.0.113.7")
    #expect(line["user.name"] == "ana")
    #expect(line["http.request.method"] == "GET")
    #expect(line["url.original"] == "/shop/item?id=7&x=a+b")
    #expect(line["url.path"] == "/shop/item")
    #expect(line["url.query"] == "id=7&x=a+b")
    #expect(line["url.decoded"] == "/shop/item?id=7&x=a b")
    #expect(line["url.decoded_twice"] == nil)
    #expect(line["http.version"] == "1.1")
    #expect(line["http.response.status_code"] == "200")
    #expect(line["http.response.body.bytes"] == "512")
    #expect(line["http.request.referrer"] == "https://example.org/")
    #expect(line["user_agent.original"] == "Mozilla/5.0 (X11)")
    #expect(line.kind("http.response.status_code") == .text)
    #expect(line.program == "")
  }

  @Test func common() {
    let line = read(#"::ffff:192.0.2.9 - - [24/Nov/2026:15:46:27 +0000] "HEAD / HTTP/1.0" 304 -"#)
    #expect(line.format == .common)
    #expect(line["source.address"] == "192.0.2.9")
    #expect(line["user.name"] == nil)
    #expect(line["http.response.body.bytes"] == nil)
    #expect(line["url.decoded"] == nil)
    #expect(!line.hasEscapes)
  }

  @Test(
    arguments: [
      ("shop.example.org 192.0.2.9 - -", "shop.example.org", "192.0.2.9", nil),
      ("shop.example.org:443 2001:db8::9 - bob", "shop.example.org", "2001:db8::9", "bob"),
      ("192.0.2.9 - john doe", nil, "192.0.2.9", "john doe"),
      ("client.example.net - -", nil, "client.example.net", nil),
      ("192.0.2.9", nil, "192.0.2.9", nil),
      ("10.0.0.2, 10.0.0.1, 203.0.113.5 - eve", nil, "203.0.113.5", "eve"),
      ("192.0.2.9:5123 - -", nil, "192.0.2.9", nil),
      (#"2001:db8::9 - "admin""#, nil, "2001:db8::9", "admin"),
      ("192.0.2.9 shop.example.org -", "shop.example.org", "192.0.2.9", nil),
      ("192.0.2.9 - a[b]c", nil, "192.0.2.9", "a[b]c"),
    ] as [(String, String?, String, String?)])
  func wordsBeforeTheTime(_ head: String, _ host: String?, _ address: String, _ user: String?) {
    let line = read(#"\#(head) [24/Nov/2026:15:46:27 +0000] "GET / HTTP/1.1" 200 5"#)
    #expect(line.format == .common)
    #expect(line["url.domain"] == host)
    #expect(line["source.address"] == address)
    #expect(line["user.name"] == user)
  }

  @Test(arguments: ["-", #"\x16\x03\x01\x02"#, "batman", "\u{16}\u{3}", "GET", #"t3 12.1.2\n"#])
  func garbageRequestIsKeptRaw(_ request: String) {
    let line = read(#"192.0.2.9 - - [24/Nov/2026:15:46:27 +0000] "\#(request)" 400 226 "-" "-""#)
    #expect(line.format == .combined)
    #expect(line["url.original"] == request)
    #expect(line["http.request.method"] == nil)
    #expect(line["http.response.status_code"] == "400")
    #expect(line["user_agent.original"] == nil)
  }

  @Test func escapedQuotesDoNotEndAField() {
    let line = read(
      #"192.0.2.9 - - [24/Nov/2026:15:46:27 +0000] "GET /?c=\"a\" HTTP/1.1" 200 5 "http://x/\" 500 9" "bot \"x\" \x22y" "extra" 0.01"#
    )
    #expect(line["url.original"] == #"/?c=\"a\""#)
    #expect(line["http.response.status_code"] == "200")
    #expect(line["http.request.referrer"] == #"http://x/\" 500 9"#)
    #expect(line["user_agent.original"] == #"bot \"x\" \x22y"#)
  }

  @Test func serversThatEscapeNothing() {
    let line = read(#"192.0.2.9 - - [24/Nov/2026:15:46:27 +0000] "GET /a"b\" 404 5 "-" "ua""#)
    #expect(line["url.original"] == #"/a"b\"#)
    #expect(line["http.response.status_code"] == "404")
    #expect(line["user_agent.original"] == "ua")
  }

  @Test func absoluteTargets() {
    let line = read(#"192.0.2.9 - - [24/Nov/2026:15:46:27 +0000] "GET http://victim.example/p?q HTTP/2.0" 200 5"#)
    #expect(line["url.original"] == "http://victim.example/p?q")
    #expect(line["url.path"] == "/p")
    #expect(line["url.query"] == "q")
    #expect(line["http.version"] == "2.0")
  }

  @Test func impossibleTimeKeepsTheRest() {
    let line = read(#"192.0.2.9 - - [24/Nov/2026:25:46:27 +0000] "GET / HTTP/1.1" 200 5"#)
    #expect(line.format == .common)
    #expect(line.time == nil)
    #expect(line["url.path"] == "/")
  }

  @Test func cutLineKeepsWhatThereIs() {
    let line = read(#"192.0.2.9 - - [24/Nov/2026:15:46:27 +0000] "GET /aaaaaaaaaaaa"#)
    #expect(line.format == .common)
    #expect(line["url.path"] == "/aaaaaaaaaaaa")
    #expect(line["http.response.status_code"] == nil)
  }

  @Test(arguments: [
    #"192.0.2.9 - - 24/Nov/2026:15:46:27 "GET / HTTP/1.1" 200 5"#, #"192.0.2.9 - - [24/Nov/2026:15:46:27 +0000] GET / 200"#,
    #" [24/Nov/2026:15:46:27 +0000] "GET / HTTP/1.1" 200 5"#, #"192.0.2.9 - - [2026-11-24] "GET / HTTP/1.1" 200 5"#,
  ])
  func nearMissesAreText(_ text: String) {
    #expect(read(text).format == .plain)
  }
}
