/// The error logs of nginx and Apache.
extension RecordReader {
  /// `2026/11/24 15:46:27 [error] 12#13: *1 message, client: 1.2.3.4, server: x, request: "GET / HTTP/1.1", host: "x"`.
  func readNginxError(_ text: ByteView, _ scan: TimeScan, into event: Event) -> Bool {
    guard text.has(" [", at: scan.end), let close = text.firstIndex(of: 0x5D, from: scan.end), close - scan.end <= 12,
      text.byte(close + 1) == 0x20
    else { return false }
    let hash = text.skipDigits(close + 2)
    let colon = text.skipDigits(hash + 1)
    guard hash > close + 2, text.byte(hash) == 0x23, text.byte(colon) == 0x3A, text.byte(colon + 1) == 0x20 else { return false }
    event.format = .nginxError
    event.time = scan.time
    event.add(.logLevel, text.slice(scan.end + 2, close))
    event.add(.processPid, text.slice(close + 2, hash))
    var start = colon + 2
    if text.byte(start) == 0x2A {
      let number = text.skipDigits(start + 1)
      if text.byte(number) == 0x20 { start = number + 1 }
    }
    let body = text.from(start)
    guard let client = clientPosition(body) else {
      event.message = body
      return true
    }
    event.message = body.slice(0, client)
    readNginxContext(body, at: client, into: event)
    return true
  }

  /// Where nginx's own `, client: ADDRESS, server: NAME` stands, or nil where the line leaves that open.
  ///
  /// The path in the message before it and request, host and referrer behind it are text of the client's choice, and nginx escapes
  /// none of it. It quotes all of it, though: the first mention is nginx's where no quote stands before it. Else each mention that
  /// could be nginx's counts, and where they name different addresses, none is believed.
  private func clientPosition(_ body: ByteView) -> Int? {
    let mention = ByteView.constant(", client: ")
    guard let first = body.firstRange(of: mention) else { return nil }
    if body.slice(0, first).firstIndex(of: 0x22) == nil { return first }
    var found: Int?
    var next: Int? = first
    while let hit = next {
      if isContext(body, at: hit) {
        if let held = found, !(word(body, held + 10) == word(body, hit + 10)) { return nil }
        found = hit
      }
      next = body.firstRange(of: mention, from: hit + 1)
    }
    return found
  }

  /// Whether `, client: ADDRESS, server: NAME` stands here and ends as nginx ends it. A server's name holds no quotes or spaces.
  private func isContext(_ body: ByteView, at start: Int) -> Bool {
    let client = word(body, start + 10)
    guard client.count > 0, client.firstIndex(of: 0x20, or: 0x22) == nil else { return false }
    let end = start + 10 + client.count
    guard body.has(", server: ", at: end) else { return false }
    let server = word(body, end + 10)
    let rest = end + 10 + server.count
    return server.firstIndex(of: 0x20, or: 0x22) == nil
      && (rest == body.count || body.byte(rest + 1) == 0x20 && body.byte(rest + 2).isLetter)
  }

  /// The text up to the next comma or the end.
  private func word(_ body: ByteView, _ start: Int) -> ByteView {
    body.slice(min(start, body.count), body.firstIndex(of: 0x2C, from: start) ?? body.count)
  }

  private func readNginxContext(_ body: ByteView, at start: Int, into event: Event) {
    let client = word(body, start + 10)
    addAddress(client, into: event)
    var at = start + 10 + client.count
    while body.has(", ", at: at), let colon = body.firstIndex(of: 0x3A, from: at), body.byte(colon + 1) == 0x20 {
      let name = body.slice(at + 2, colon)
      guard name.count <= 16 else { return }
      guard body.byte(colon + 2) == 0x22 else {
        at = colon + 2 + word(body, colon + 2).count
        continue
      }
      let end = valueEnd(body, colon + 3)
      let value = body.slice(colon + 3, end)
      if name == "request" { readRequest(value, into: event) }
      if name == "host" { event.add(.urlDomain, value) }
      if name == "referrer" { event.add(.httpRequestReferrer, value) }
      at = min(end + 1, body.count)
    }
  }

  /// The quote before `, name: ` or the end of the line, or that end.
  private func valueEnd(_ body: ByteView, _ start: Int) -> Int {
    var at = start
    while let quote = body.firstIndex(of: 0x22, from: at) {
      if quote + 1 == body.count || body.has(", host: \"", at: quote + 1) || body.has(", referrer: \"", at: quote + 1)
        || body.has(", upstream: \"", at: quote + 1) || body.has(", request: \"", at: quote + 1)
      {
        return quote
      }
      at = quote + 1
    }
    return body.count
  }

  /// `[Tue Nov 24 15:46:27.123 2026] [core:error] [pid 1:tid 2] [client 1.2.3.4:5] AH00128: message`, and Apache 2.2's shorter form.
  func readApacheError(_ text: ByteView, into event: Event, clock: Clock) -> Bool {
    guard text.byte(0) == 0x5B, text.byte(4) == 0x20, let scan = event.dateCache.looseSyslog(text, at: 5, clock: clock),
      text.has("] [", at: scan.end), let close = text.firstIndex(of: 0x5D, from: scan.end + 2), close - scan.end < 64
    else { return false }
    event.format = .apacheError
    event.time = scan.time
    let source = text.slice(scan.end + 3, close)
    let colon = source.firstIndex(of: 0x3A)
    event.add(.logLevel, source.from(colon.map { $0 + 1 } ?? 0))
    if let colon, colon > 0 { event.add(.eventModule, source.slice(0, colon)) }
    var at = close + 1
    if text.has(" [pid ", at: at) {
      let end = text.skipDigits(at + 6)
      if end > at + 6 { event.add(.processPid, text.slice(at + 6, end)) }
      at = min((text.firstIndex(of: 0x5D, from: end) ?? text.count) + 1, text.count)
    }
    // `(13)Permission denied: ` may stand before the client.
    if text.has(" (", at: at), text.byte(text.skipDigits(at + 2)) == 0x29, let colon = text.firstIndex(of: 0x3A, from: at),
      text.has(" [client ", at: colon + 1)
    {
      at = colon + 1
    }
    if text.has(" [client ", at: at), let end = text.firstIndex(of: 0x5D, from: at) {
      // An IPv6 address with a port is written without brackets: the port is behind the last colon.
      addClient(text.slice(at + 9, end), into: event)
      at = end + 1
    }
    let message = text.from(min(at, text.count)).withoutLeadingSpaces
    event.message = message
    if message.has("AH"), message.skipDigits(2) == 7, message.byte(7) == 0x3A { event.add(.eventCode, message.slice(0, 7)) }
    return true
  }

  private func addClient(_ client: ByteView, into event: Event) {
    guard let colon = client.lastIndex(of: 0x3A), colon > 0, client.from(colon + 1).isDigits,
      IPAddress.parse(client.slice(0, colon).withoutMappedPrefix) != nil
    else { return addAddress(client, into: event) }
    addAddress(client.slice(0, colon), into: event)
    event.add(.sourcePort, client.from(colon + 1))
  }
}
