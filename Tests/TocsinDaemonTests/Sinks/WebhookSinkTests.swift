import Foundation
import Testing

@testable import TocsinDaemon

@Suite(.timeLimit(.minutes(2))) struct WebhookSinkTests {
  private func target(_ url: String, timeout: Int = 5_000) -> WebhookTarget {
    var target = WebhookTarget(url: Secret(url), userAgent: "tocsin/1.2.3")
    target.timeout = timeout
    return target
  }

  /// What delivering one message to a server that behaves so throws.
  private func failure(_ behaviour: LoopbackServer.Behaviour, timeout: Int = 5_000) -> (SinkError?, LoopbackServer) {
    let server = LoopbackServer([behaviour])
    defer { server.stop() }
    return (TocsinDaemonTests.failure(WebhookSink(target: target(server.url, timeout: timeout)), .sample(1)), server)
  }

  @Test func postsJSONWithItsIDOverOneConnection() throws {
    let server = LoopbackServer()
    defer { server.stop() }
    var target = target(server.url)
    target.bearer = Secret("hunter2")
    target.headers = [("X-Team", Secret("blue"))]
    let sink = WebhookSink(target: target)
    for number in 1...3 { try sink.deliver(.sample(number)) }
    #expect(server.keys == [1, 2, 3].map(AlertMessage.sampleID))
    #expect(server.requests.map(\.body) == [1, 2, 3].map { String(decoding: AlertMessage.sample($0).json, as: UTF8.self) })
    #expect(Set(server.requests.map(\.connection)) == [1])
    let request = try #require(server.requests.first)
    #expect(request.line == "POST /hook HTTP/1.1")
    #expect(request.headers["content-type"] == "application/json" && request.headers["user-agent"] == "tocsin/1.2.3")
    #expect(request.headers["authorization"] == "Bearer hunter2" && request.headers["x-team"] == "blue")
    #expect(sink.name == "webhook http://127.0.0.1:\(server.port)")
  }

  @Test func sendsLargeMessagesAtOnce() throws {
    let server = LoopbackServer()
    defer { server.stop() }
    let message = AlertMessage.sample(1, padding: 3 << 20)
    try WebhookSink(target: target(server.url)).deliver(message)
    #expect(server.requests.map(\.body.utf8.count) == [message.json.count])
    #expect(server.requests.first?.headers["expect"] == nil)
  }

  @Test(arguments: [200, 201, 202, 204])
  func successMeansSuccess(status: Int) {
    #expect(failure(.answer(status)).0 == nil)
  }

  @Test(arguments: [408, 425, 429, 500, 502, 503, 504, 599])
  func mayBeTriedAgain(status: Int) {
    #expect(failure(.answer(status)).0?.kind == .retryable(after: nil))
  }

  @Test(arguments: [400, 401, 403, 404, 410, 413, 422])
  func isRefusedForGood(status: Int) {
    #expect(failure(.answer(status)).0?.kind == .permanent)
  }

  @Test(arguments: [("7", 7), ("100000", 600)])
  func honoursRetryAfterWithinTenMinutes(value: String, seconds: Int) {
    let error = failure(.answer(503, headers: ["Retry-After: \(value)"])).0
    #expect(error?.kind == .retryable(after: .seconds(seconds)))
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func doesNotFollowRedirects(status: Int) {
    let elsewhere = LoopbackServer()
    defer { elsewhere.stop() }
    let location = "http://joe:hunter2@127.0.0.1:\(elsewhere.port)/new?token=hunter2"
    let (error, server) = failure(.answer(status, headers: ["Location: \(location)"]))
    #expect(
      error
        == .permanent(
          "webhook http://127.0.0.1:\(server.port) answered \(status), a redirect to http://127.0.0.1:\(elsewhere.port)/new; "
            + "set \"url\" to where it really is"))
    #expect(elsewhere.requests.isEmpty)
  }

  @Test func whatTheReceiverSaysIsShownWithoutSecretsAndControls() {
    let server = LoopbackServer([
      .answer(400, body: "bad token hunter2\u{1B}[31m\n  in field x" + String(repeating: "y", count: 500))
    ])
    defer { server.stop() }
    var target = target(server.url)
    target.bearer = Secret("hunter2")
    let error = TocsinDaemonTests.failure(WebhookSink(target: target), .sample(1))
    let message = error?.message ?? ""
    #expect(message.hasPrefix("webhook http://127.0.0.1:\(server.port) answered 400: bad token … [31m in field xyyy"))
    #expect(message.count < 250 && !message.unicodeScalars.contains { $0.value < 32 })
  }

  @Test func aHangingReceiverIsLeftAfterTheTimeout() {
    let (error, server) = failure(.hang, timeout: 300)
    #expect(error == .retryable("webhook http://127.0.0.1:\(server.port): no answer in time"))
  }

  @Test func aSlowTrickleIsLeftAfterTheTimeout() {
    let (error, server) = failure(.trickle("HTTP/1.1 200 OK\r\n\r\n", milliseconds: 100), timeout: 500)
    #expect(error == .retryable("webhook http://127.0.0.1:\(server.port): no answer in time"))
  }

  @Test func onceTheStatusIsThereTheRestMayTrickle() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    #expect(failure(.raw(head + "part")).0 == nil)
    #expect(failure(.flood(200)).0 == nil)
    #expect(failure(.flood(500)).0?.kind == .retryable(after: nil))
  }

  @Test func aDroppedConnectionMayBeTriedAgain() {
    let (error, server) = failure(.drop)
    #expect(error == .retryable("webhook http://127.0.0.1:\(server.port): the connection was dropped before the answer"))
  }

  @Test func whatIsNotHTTPMayBeTriedAgain() {
    let (error, server) = failure(.raw("220 mail.example.net ESMTP\r\n"))
    #expect(error == .retryable("webhook http://127.0.0.1:\(server.port): the answer is not HTTP"))
  }

  @Test func aRefusedConnectionMayBeTriedAgain() {
    let port = LoopbackServer.unusedPort()
    let error = TocsinDaemonTests.failure(
      WebhookSink(target: target("http://127.0.0.1:\(port)/s3cret?t=hunter2")), .sample(1))
    #expect(error == .retryable("webhook http://127.0.0.1:\(port): nothing accepts the connection"))
  }

  @Test func aNameThatDoesNotExistMayBeTriedAgain() {
    let error = TocsinDaemonTests.failure(WebhookSink(target: target("http://tocsin.invalid/")), .sample(1))
    #expect(error == .retryable("webhook http://tocsin.invalid: its name cannot be resolved"))
  }

  @Test(arguments: ["file:///etc/passwd", "gopher://127.0.0.1/x"])
  func speaksOnlyHTTP(url: String) {
    #expect(TocsinDaemonTests.failure(WebhookSink(target: target(url)), .sample(1))?.kind == .permanent)
  }

  @Test func recoversOnTheSameSink() throws {
    let server = LoopbackServer([.drop, .answer(500), .hang, .answer(200)])
    defer { server.stop() }
    let sink = WebhookSink(target: target(server.url, timeout: 400))
    var outcomes: [Bool] = []
    for _ in 1...4 { outcomes.append(TocsinDaemonTests.failure(sink, .sample(1)) == nil) }
    #expect(outcomes == [false, false, false, true])
    #expect(server.keys == Array(repeating: AlertMessage.sampleID(1), count: 4))
  }

  @Test func aStopEndsTheTransfer() {
    let server = LoopbackServer([.hang])
    defer { server.stop() }
    let sink = WebhookSink(target: target(server.url, timeout: 60_000))
    let start = ContinuousClock.now
    let stop = DeliveryStop()
    let delivery = OwnThread("delivery") {
      #expect(TocsinDaemonTests.failure(sink, .sample(1), until: stop)?.message.hasSuffix("given up because Tocsin ends") == true)
    }
    while server.requests.isEmpty { usleep(5_000) }
    stop.ask()
    delivery.join()
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
  func trustsOnlyKnownCertificates() throws {
    let server = TLSServer()
    defer { server.stop() }
    var target = target("https://localhost:\(server.port)/hook")
    let stranger = server.eventually { TocsinDaemonTests.failure(WebhookSink(target: target), .sample(1)) }
    #expect(stranger?.message.hasPrefix("webhook https://localhost:\(server.port): its certificate is not trusted") == true)
    target.authorities = server.certificate
    server.answerOnce()
    #expect(TocsinDaemonTests.failure(WebhookSink(target: target), .sample(2)) == nil)
    target.url = Secret("https://127.0.0.2:\(server.port)/hook")
    let wrongName = TocsinDaemonTests.failure(WebhookSink(target: target), .sample(3))
    #expect(wrongName?.message.contains("its certificate is not trusted") == true)
  }
}
