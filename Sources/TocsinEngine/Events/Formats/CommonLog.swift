/// The Common and Combined log formats of Apache, nginx and many others.
extension RecordReader {
  /// `[vhost[:port] ]address ident user [time] "request" status bytes[ "referrer" "agent"[ …]]`. Ident and user may be missing.
  func readCommon(_ text: ByteView, into event: Event, clock: Clock) -> Bool {
    // The first bracket opens the time, but for user names with brackets.
    var bracket = 0
    var scan: TimeScan?
    while let open = text.firstIndex(of: 0x5B, from: bracket) {
      bracket = open + 1
      guard open > 1, text[open - 1] == 0x20, text.byte(open + 4) == 0x2F || text.byte(open + 3) == 0x2F,
        let found = event.dateCache.common(text, at: open + 1, clock: clock)
      else { continue }
      if text.byte(found.end) == 0x5D, text.byte(found.end + 1) == 0x20, text.byte(found.end + 2) == 0x22 {
        scan = found
        break
      }
    }
    guard let scan else { return false }
    let start = scan.end + 3
    guard let quote = requestEnd(text, from: start) else { return false }
    let mark = event.fields.count
    event.isNew = mark == 0
    defer { event.isNew = false }
    readClient(text.slice(0, bracket - 2), into: event)
    guard event.fields.count > mark else { return false }
    readRequest(text.slice(start, quote), into: event)
    event.format = .common
    event.time = scan.time
    readAnswer(text, at: min(quote + 1, text.count), into: event)
    return true
  }

  /// The quote that ends the request: before a space and a status. Servers escape quotes with a backslash or as `\x22`; for those
  /// that do not, the status decides. The end of a line that was cut ends a request too.
  @inline(__always)
  private func requestEnd(_ text: ByteView, from start: Int) -> Int? {
    if let quote = text.closingQuote(from: start), isAnswer(text, quote + 1) { return quote }
    var at = start
    while let quote = text.firstIndex(of: 0x22, from: at) {
      if isAnswer(text, quote + 1) { return quote }
      at = quote + 1
    }
    return at == start ? text.count : nil
  }

  @inline(__always)
  private func isAnswer(_ text: ByteView, _ at: Int) -> Bool {
    guard text.byte(at) == 0x20 else { return at == text.count }
    let next = text.byte(at + 1)
    if next == 0x2D { return text.byte(at + 2) == 0x20 || at + 2 == text.count }
    return next.isDigit && text.byte(at + 2).isDigit && text.byte(at + 3).isDigit
      && (text.byte(at + 4) == 0x20 || at + 4 == text.count)
  }

  /// ` status bytes "referrer" "agent"`.
  @inline(__always)
  private func readAnswer(_ text: ByteView, at start: Int, into event: Event) {
    guard text.byte(start) == 0x20 else { return }
    let statusEnd = addNumber(.httpResponseStatusCode, text, from: start + 1, into: event)
    guard statusEnd < text.count else { return }
    var at = addNumber(.httpResponseBodyBytes, text, from: statusEnd + 1, into: event)
    guard text.byte(at) == 0x20, text.byte(at + 1) == 0x22 else { return }
    let referrerEnd = quotedEnd(text, from: at + 2)
    addQuoted(.httpRequestReferrer, text.slice(at + 2, referrerEnd), into: event)
    at = referrerEnd + 1
    guard text.byte(at) == 0x20, text.byte(at + 1) == 0x22 else { return }
    addQuoted(.userAgentOriginal, text.slice(at + 2, quotedEnd(text, from: at + 2)), into: event)
    event.format = .combined
  }

  /// Adds what stands before the next space, if it is a number; returns where that space is.
  @inline(__always)
  private func addNumber(_ id: FieldID, _ text: ByteView, from start: Int, into event: Event) -> Int {
    let end = text.skipDigits(start)
    guard end == text.count || text[end] == 0x20 else { return text.firstIndex(of: 0x20, from: end) ?? text.count }
    if end > start { event.addNew(id, text.slice(start, end)) }
    return end
  }

  /// The quote that ends a quoted field: before a space or the end of the line, or that end itself.
  @inline(__always)
  private func quotedEnd(_ text: ByteView, from start: Int) -> Int {
    // `"-"`: nothing.
    if text.byte(start) == 0x2D, text.byte(start + 1) == 0x22, text.byte(start + 2) == 0x20 { return start + 1 }
    var at = start
    while let quote = text.closingQuote(from: at) {
      if quote + 1 == text.count || text[quote + 1] == 0x20 { return quote }
      at = quote + 1
    }
    // A lone backslash before the last quote: a server that escapes nothing.
    return text.count > start && text[text.count - 1] == 0x22 ? text.count - 1 : text.count
  }

  @inline(__always)
  private func addQuoted(_ id: FieldID, _ value: ByteView, into event: Event) {
    if value.count > 1 || value.count == 1 && value[0] != 0x2D { event.addNew(id, value) }
  }
}
