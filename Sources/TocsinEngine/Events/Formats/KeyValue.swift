/// Lines of `key=value` pairs: logfmt, firewalls and the like.
extension RecordReader {
  /// At least two pairs, of which one comes first, and no more loose words than pairs.
  func readKeyValue(_ text: ByteView, into event: Event, clock: Clock) -> Bool {
    let first = keyEnd(text, 0)
    guard first > 0, text.byte(first) == 0x3D else { return false }
    let mark = event.fields.count
    let hadEscapes = event.hasEscapes
    var roles = RoleValues()
    var pairs = 0
    var words = 0
    var at = 0
    while at < text.count {
      let end = keyEnd(text, at)
      guard end > at, text.byte(end) == 0x3D else {
        words += 1
        at = text.skipSpaces(text.firstIndex(of: 0x20, from: end) ?? text.count)
        continue
      }
      let key = text.slice(at, end)
      let (value, next) = pairValue(text, end + 1, into: event)
      pairs += 1
      add(key, value, &roles, into: event)
      at = text.skipSpaces(next)
    }
    guard pairs >= 2, words <= pairs else {
      event.truncateFields(to: mark)
      event.hasEscapes = hadEscapes
      return false
    }
    event.format = .keyValue
    if !roles.message.isEmpty { event.message = roles.message }
    fill(event, from: roles, clock: clock)
    if event.time == nil, roles.date.count == 10, roles.clockTime.count >= 8 { joinDate(roles, into: event, clock: clock) }
    return true
  }

  private func add(_ key: ByteView, _ value: ByteView, _ roles: inout RoleValues, into event: Event) {
    roles.note(names.role(key), value)
    let id = names.id(key)
    // Text that had to be unescaped is kept for keywords although nobody names it.
    if id == .unnamed, !event.keepsUnnamedFields {
      if event.hasEscapes { event.add(.unnamed, value) }
    } else {
      event.add(named: key, id: id, value)
    }
  }

  /// The position after a key that starts at `start`, or `start`.
  private func keyEnd(_ text: ByteView, _ start: Int) -> Int {
    var at = start
    while at < text.count, at - start <= 64 {
      let byte = text[at]
      guard byte.isLetter || byte.isDigit || byte == 0x5F || byte == 0x2D || byte == 0x2E || byte == 0x40 || byte == 0x2F else {
        break
      }
      at += 1
    }
    return at
  }

  /// A value and the position after it: quoted, with JSON's escapes, or up to the next space.
  private func pairValue(_ text: ByteView, _ start: Int, into event: Event) -> (ByteView, Int) {
    guard text.byte(start) == 0x22 else {
      let end = text.firstIndex(of: 0x20, from: start) ?? text.count
      return (text.slice(min(start, text.count), end), end)
    }
    let end = text.closingQuote(from: start + 1) ?? text.count
    let raw = text.slice(start + 1, end)
    let next = min(end + 1, text.count)
    guard raw.firstIndex(of: 0x5C) != nil else { return (raw, next) }
    event.hasEscapes = true
    return (JSONText.unescape(raw, into: event.arena), next)
  }

  /// `date=2026-11-24 time=15:46:27`, as firewalls write it.
  private func joinDate(_ roles: RoleValues, into event: Event, clock: Clock) {
    let joined = unsafe event.arena.write(atMost: 11 + roles.clockTime.count) { target in
      for index in 0..<10 { unsafe target[index] = roles.date[index] }
      unsafe target[10] = 0x20
      for index in 0..<roles.clockTime.count { unsafe target[11 + index] = roles.clockTime[index] }
      return 11 + roles.clockTime.count
    }
    event.time = event.dateCache.iso(joined, at: 0, clock: clock)?.time
  }
}
