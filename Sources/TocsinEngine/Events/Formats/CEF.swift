/// ArcSight's Common Event Format: `CEF:0|vendor|product|version|id|name|severity|key=value …`, bare or as a syslog message.
extension RecordReader {
  /// Reads the text as CEF; false, and nothing is added, where a part of its head is missing. What a header of syslog said of the
  /// time holds where the event does not say when it was received (`rt`).
  func readCEF(_ text: ByteView, into event: Event, clock: Clock) -> Bool {
    guard text.has("CEF:"), text.byte(4).isDigit, text.byte(text.skipDigits(4)) == 0x7C else { return false }
    let mark = event.fields.count
    let hadEscapes = event.hasEscapes
    var at = text.skipDigits(4) + 1
    var name = ByteView.empty
    for part in 0..<6 {
      guard let end = CEFText.end(of: 0x7C, in: text, from: at) ?? (part == 5 ? text.count : nil) else {
        event.truncateFields(to: mark)
        event.hasEscapes = hadEscapes
        return false
      }
      let value = CEFText.unescaped(text.slice(at, end), into: event)
      if part == 4 { name = value }
      addHead(part, value, into: event)
      at = min(end + 1, text.count)
    }
    event.format = .cef
    event.message = name
    readExtension(text.from(at), into: event, clock: clock)
    return true
  }

  private func addHead(_ part: Int, _ value: ByteView, into event: Event) {
    switch part {
    case 0: add("observer.vendor", value, into: event)
    case 1: add("observer.product", value, into: event)
    case 2: add("observer.version", value, into: event)
    case 3: event.add(.eventCode, value)
    case 4: add("rule.name", value, into: event)
    default: add("event.severity", value, into: event)
    }
  }

  private func add(_ name: StaticString, _ value: ByteView, into event: Event) {
    if value.count > 0 { event.add(named: .constant(name), id: names.id(.constant(name)), value) }
  }

  /// `key=value key=value`: a value ends at the space before the next key, so it may hold spaces, and its `=` are escaped.
  private func readExtension(_ text: ByteView, into event: Event, clock: Clock) {
    var key = CEFText.nextKey(text, from: 0)
    while let current = key {
      let next = CEFText.nextKey(text, from: current.upperBound + 1)
      let end = next?.lowerBound ?? text.count
      let raw = text.slice(current.upperBound + 1, max(current.upperBound + 1, end)).trimmed
      add(text.slice(current.lowerBound, current.upperBound), CEFText.unescaped(raw, into: event), into: event, clock: clock)
      key = next
    }
  }

  private func add(_ key: ByteView, _ value: ByteView, into event: Event, clock: Clock) {
    guard value.count > 0 else { return }
    let id = names.id(key)
    if id == .unnamed, !event.keepsUnnamedFields {
      // Unescaped text is kept for keywords although nobody names it.
      if event.record.offset(of: value) == nil { event.add(.unnamed, value) }
    } else {
      event.add(named: key, id: id, value)
    }
    if key == "rt" || key == "deviceReceiptTime" { event.time = event.dateCache.any(value, clock: clock) ?? event.time }
    if key == "msg" || key == "message" { event.message = value }
    guard let known = CEFText.field(key), event.first(known) == nil || known == .hostName else { return }
    switch known {
    case .sourceIp, .destinationIp:
      let address = value.withoutMappedPrefix
      event.add(known == .sourceIp ? .sourceAddress : .destinationAddress, address)
      if IPAddress.parse(address) != nil { event.add(known, address) }
    case .urlOriginal: readTarget(value, into: event)
    case .hostName: event.set(.hostName, value)
    default: event.add(known, value)
    }
  }
}
