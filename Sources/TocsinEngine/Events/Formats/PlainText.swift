/// Text of no known format.
extension RecordReader {
  /// Takes a time at the start of the line, where there is one, and leaves the rest as the message.
  func readPlain(_ text: ByteView, into event: Event, clock: Clock) {
    event.format = .plain
    event.message = text
    let open = text.byte(0) == 0x5B ? 1 : 0
    guard let scan = leadingTime(text, at: open, into: event, clock: clock) else { return }
    var end = scan.end
    if open == 1 {
      guard text.byte(end) == 0x5D else { return }
      end += 1
    }
    // A number that merely starts like a time is none.
    guard end < text.count, text[end] == 0x20 || text[end] == 0x09 || text[end] == 0x3A || text[end] == 0x7C || text[end] == 0x2C
    else {
      if end == text.count { event.time = scan.time }
      return
    }
    event.time = scan.time
    while end < text.count, text[end] == 0x20 || text[end] == 0x09 || text[end] == 0x3A || text[end] == 0x7C { end += 1 }
    event.message = text.from(end)
  }

  private func leadingTime(_ text: ByteView, at start: Int, into event: Event, clock: Clock) -> TimeScan? {
    let first = text.byte(start)
    if first.isDigit {
      return event.dateCache.iso(text, at: start, clock: clock) ?? event.dateCache.common(text, at: start, clock: clock)
        ?? event.dateCache.epoch(text, at: start)
    }
    guard first.isUpper, start + 15 <= text.count else { return nil }
    // `Tue Nov 24 15:46:27 2026` as C's ctime writes it.
    guard monthNumber(text, start) == 0 else { return event.dateCache.syslog(text, at: start, clock: clock) }
    let word = text.byte(start + 3) == 0x2C ? start + 5 : start + 4
    return event.dateCache.looseSyslog(text, at: word, clock: clock)
  }
}
