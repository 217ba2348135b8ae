import Testing

@testable import TocsinEngine

@Suite struct ServerErrorsTests {
  let read = RecordReading()

  @Test func nginx() {
    let line = read(
      #"2026/11/24 15:46:27 [error] 12#13: *1 user "ana": password mismatch, client: 192.0.2.9, server: example.org, request: "GET /admin?x=%41 HTTP/1.1", host: "example.org", referrer: "http://r/""#
    )
    #expect(line.format == .nginxError)
    #expect(line.time == "2026-11-24T15:46:27.000000Z")
    #expect(line.message == #"user "ana": password mismatch"#)
    #expect(line["log.level"] == "error")
    #expect(line["process.pid"] == "12")
    #expect(line["source.ip"] == "192.0.2.9")
    #expect(line["http.request.method"] == "GET")
    #expect(line["url.path"] == "/admin")
    #expect(line["url.decoded"] == "/admin?x=A")
    #expect(line["url.domain"] == "example.org")
    #expect(line["http.request.referrer"] == "http://r/")
  }

  @Test func clientInAQuotedPathIsNotBelieved() {
    let line = read(
      #"2026/11/24 15:46:27 [error] 12#13: *1 open() "/www/a, client: 198.51.100.66, server: x" failed (2: No such file or directory), client: 192.0.2.9, server: x, request: "GET /a HTTP/1.1", host: "x""#
    )
    #expect(line["source.address"] == "192.0.2.9")
    let referrer = read(
      #"2026/11/24 15:46:27 [error] 12#13: *1 denied, client: 192.0.2.9, server: x, request: "GET /a HTTP/1.1", host: "x", referrer: "a, client: 198.51.100.66, server: x""#
    )
    #expect(referrer.fields.filter { $0.name == "source.address" }.map(\.value) == ["192.0.2.9"])
  }

  /// A quote in a path or a referrer ends nginx's own, which escapes nothing.
  @Test(arguments: [
    #"open() "/www/a", client: 198.51.100.66, server: x, request: "GET /a HTTP/1.1", host: "x", referrer: "" failed (2: No such file or directory), client: 192.0.2.9, server: x, request: "GET /a%22 HTTP/1.1", host: "x""#,
    #"open() "/www/a" failed (2: No such file or directory), client: 198.51.100.66, server: x" failed (2: No such file or directory), client: 192.0.2.9, server: x, request: "GET /a HTTP/1.1", host: "x""#,
    #"user "a", client: 198.51.100.66, server: x, host: "" was not found in "/etc/p", client: 192.0.2.9, server: x, request: "GET / HTTP/1.1""#,
    #"open() "/www/a" failed (2: No such file), client: 192.0.2.9, server: x, request: "GET /a HTTP/1.1", host: "x", referrer: "", client: 198.51.100.66, server: x, host: "x""#,
    #"denied, client: 192.0.2.9, server: x, request: "GET /", client: 198.51.100.66, server: x, request: "GET / HTTP/1.1", host: "x""#,
  ])
  func noQuoteFramesAnotherAddress(_ body: String) {
    let line = read("2026/11/24 15:46:27 [error] 12#13: *1 " + body)
    #expect(line.format == .nginxError)
    #expect(!line.fields.contains { $0.value == "198.51.100.66" })
  }

  @Test func aMessageWithoutQuotesKeepsItsClient() {
    let line = read(
      #"2026/11/24 15:46:27 [error] 12#13: *1 access forbidden by rule, client: 192.0.2.9, server: x, request: "GET /", client: 198.51.100.66, server: x, host: "y" HTTP/1.1", host: "x""#
    )
    #expect(line.all("source.address") == ["192.0.2.9"])
    // Both mentions name one address.
    let same = read(
      #"2026/11/24 15:46:27 [error] 12#13: *1 open() "/a", client: 192.0.2.9, server: x, host: "" failed, client: 192.0.2.9, server: x, request: "GET / HTTP/1.1""#
    )
    #expect(same.all("source.address") == ["192.0.2.9"])
  }

  @Test func nginxWithoutRequest() {
    let line = read(
      #"2026/11/24 15:46:27 [info] 12#13: *1 SSL_do_handshake() failed (SSL: error:0A00006C "x") while SSL handshaking, client: 192.0.2.9, server: 0.0.0.0:443"#
    )
    #expect(line["source.ip"] == "192.0.2.9")
  }

  /// Apache writes the client before all text that a client chooses.
  @Test func apacheClientInTheMessageIsNotBelieved() {
    let path = read(
      "[Tue Nov 24 15:46:27.1 2026] [core:info] [pid 1] [client 192.0.2.9:5100] AH00128: File does not exist: /www/[client 198.51.100.66:1] x"
    )
    #expect(path.all("source.address") == ["192.0.2.9"])
    let none = read("[Tue Nov 24 15:46:27.1 2026] [cgi:error] [pid 1] AH01215: x (13)y: [client 198.51.100.66:1] z")
    #expect(none["source.address"] == nil)
    let reason = read(
      "[Tue Nov 24 15:46:27.1 2026] [core:error] [pid 1] (13)Permission denied: AH00035: x: [client 198.51.100.66:1] z")
    #expect(reason["source.address"] == nil)
  }

  @Test func nginxWithoutConnection() {
    let line = read("2026/11/24 15:46:27 [emerg] 12#0: bind() to 0.0.0.0:80 failed")
    #expect(line.format == .nginxError)
    #expect(line.message == "bind() to 0.0.0.0:80 failed")
  }

  @Test func apache() {
    let line = read(
      "[Tue Nov 24 15:46:27.123456 2026] [auth_basic:error] [pid 71:tid 140] [client 192.0.2.9:5100] AH01617: user ana: authentication failure for \"/\": Password Mismatch"
    )
    #expect(line.format == .apacheError)
    #expect(line.time == "2026-11-24T15:46:27.123456Z")
    #expect(line["log.level"] == "error")
    #expect(line["event.module"] == "auth_basic")
    #expect(line["process.pid"] == "71")
    #expect(line["source.address"] == "192.0.2.9")
    #expect(line["source.port"] == "5100")
    #expect(line["event.code"] == "AH01617")
    #expect(line.message.hasPrefix("AH01617: user ana:"))
  }

  @Test func apacheVariants() {
    let old = read("[Tue Nov 24 15:46:27 2026] [error] [client 192.0.2.9] File does not exist: /www/x")
    #expect(old["source.address"] == "192.0.2.9")
    #expect(old.message == "File does not exist: /www/x")
    let six = read(
      "[Tue Nov 24 15:46:27.1 2026] [core:error] [pid 1] (13)Permission denied: [client 2001:db8::9:5100] AH00035: x")
    #expect(six["source.address"] == "2001:db8::9")
    #expect(six["source.port"] == "5100")
    let notice = read("[Tue Nov 24 15:46:27.1 2026] [mpm_event:notice] [pid 1:tid 2] AH00489: configured")
    #expect(notice["source.address"] == nil)
    #expect(notice.message == "AH00489: configured")
  }

  @Test(arguments: [
    "2026/11/24 15:46:27 [error] 12: text", "2026/11/24 15:46:27 error 12#13: text", "[Tue Nov 24 15:46:27 2026] text",
    "[Tue] [error] text",
    "[", "2026/11/24 15:46:27 hello",
  ])
  func nearMisses(_ text: String) {
    #expect(read(text).format == .plain)
  }
}
