/// Matching a message: first whether it fits as a whole, then what it says.
extension CompiledPattern {
  /// Whether the whole message, which begins with `prefix`, matches; where its named captures stand is then in the event's `spans`.
  @inline(__always)
  func matches(_ message: ByteView, _ event: Event) -> Bool {
    message.count >= suffix.count && suffix.stands(in: message, at: message.count &- suffix.count) && fill(message, event.spans)
  }

  /// Adds what the captures and constants say to the event, once the message is known to match.
  @inline(__always)
  func keep(_ message: ByteView, in event: Event) {
    if hasNewFields, event.hasFixedFields, captures.count &* 2 &+ constants.count <= event.room {
      Self.add(captures, constants, message, event)
    } else {
      Self.set(captures, constants, message, event)
    }
  }

  /// Where no field can have a value already, and all have room.
  @inline(never)
  private static func add(_ captures: Table<Capture>, _ constants: Table<Constant>, _ message: ByteView, _ event: Event) {
    var writer = event.writer(for: captures.count &* 2 &+ constants.count)
    var index = 0
    while index < captures.count {
      let span = event.spans[index]
      let capture = captures[index]
      index &+= 1
      let captured = message.slice(span.start, span.end)
      if capture.isAddress {
        let value = captured.withoutMappedPrefix
        writer.add(capture.field, value)
        if capture.ipField != .unnamed, IPAddress.isAddress(value) { writer.add(capture.ipField, value) }
      } else {
        writer.add(capture.field, captured)
      }
    }
    index = 0
    while index < constants.count {
      writer.add(constants[index].field, constants[index].value)
      index &+= 1
    }
    event.finish(writer)
  }

  @inline(never)
  private static func set(_ captures: Table<Capture>, _ constants: Table<Constant>, _ message: ByteView, _ event: Event) {
    for index in captures.indices {
      let span = event.spans[index]
      captures[index].set(message.slice(span.start, span.end), in: event)
    }
    for constant in constants { event.set(constant.field, constant.value) }
  }

  @inline(__always)
  private func fill(_ message: ByteView, _ spans: Spans) -> Bool {
    var used = 0
    let left = fillFromLeft(message, spans, &used)
    if left < 0 { return false }
    if !hasGreedy { return left == message.count }
    let right = fillFromRight(message, spans, &used, from: left)
    if right < left { return false }
    if isGreedyNamed { spans[used] = .init(start: left, end: right) }
    return true
  }

  /// Takes the captures before the greedy one; returns where the last step ends, or -1.
  @inline(__always)
  private func fillFromLeft(_ message: ByteView, _ spans: Spans, _ used: inout Int) -> Int {
    let bounds = PatternBounds(message: message, literals: literals)
    var at = 0
    var index = 0
    while index < fromLeft.count {
      let step = fromLeft[index]
      index &+= 1
      if !step.isLiteralKnown, !literals[Int(step.literal)].stands(in: message, at: at) { return -1 }
      at &+= literals[Int(step.literal)].count
      guard let kind = step.kind else { continue }
      var end = at
      switch kind {
      case .integer: end = message.skipDigits(at)
      case .address: end = step.mayHoldBound ? bounds.addressEnd(step.bound, from: at) : message.skipAddress(at)
      case .word:
        let first = literals[Int(step.bound)].firstByte
        end = message.firstIndex(of: first, or: 0x20, or: 0x09, from: at) ?? message.count
        if step.bound == 0 || !bounds.isBound(step.bound, at: end) { end = bounds.wordEnd(step.bound, from: at, first: end) }
      case .text: end = bounds.textEnd(step.bound, from: at)
      case .greedy: return -1
      }
      // Only a text may be empty.
      if end < at || (end == at && kind != .text) { return -1 }
      if step.isNamed {
        spans[used] = .init(start: at, end: end)
        used &+= 1
      }
      at = end
    }
    return at
  }

  /// Takes the captures behind the greedy one; returns where the last step begins, or -1.
  @inline(__always)
  private func fillFromRight(_ message: ByteView, _ spans: Spans, _ used: inout Int, from limit: Int) -> Int {
    let bounds = PatternBounds(message: message, literals: literals)
    var at = message.count
    var index = 0
    while index < fromRight.count {
      let step = fromRight[index]
      index &+= 1
      at &-= literals[Int(step.literal)].count
      if at < limit { return -1 }
      if !step.isLiteralKnown, !literals[Int(step.literal)].stands(in: message, at: at) { return -1 }
      guard let kind = step.kind else { continue }
      var start = at
      switch kind {
      case .integer: start = message.skipDigits(back: at, to: limit)
      case .address:
        start =
          step.mayHoldBound ? bounds.addressStart(step.bound, from: limit, to: at) : message.skipAddress(back: at, to: limit)
      case .word: start = bounds.wordStart(step.bound, from: limit, to: at)
      case .text, .greedy: return -1
      }
      if start == at { return -1 }
      if step.isNamed {
        spans[used] = .init(start: start, end: at)
        used &+= 1
      }
      at = start
    }
    return at
  }
}

extension CompiledPattern.Capture {
  fileprivate func set(_ captured: ByteView, in event: Event) {
    if isAddress {
      let value = captured.withoutMappedPrefix
      event.set(field, value)
      if ipField != .unnamed, IPAddress.isAddress(value) { event.set(ipField, value) }
    } else if field == CompiledPattern.multiplicity {
      event.multiplicity = max(1, min(captured.decimal ?? 1, Event.multiplicityLimit))
    } else {
      event.set(field, captured)
    }
  }
}

/// Where captures end or begin whose bound must be looked for: the rarer cases, apart from the loops.
private struct PatternBounds {
  let message: ByteView
  let literals: Table<Literal>

  @inline(__always)
  func isBound(_ bound: Int32, at position: Int) -> Bool { literals[Int(bound)].stands(in: message, at: position) }

  /// What follows an address may begin with a byte that an address may hold (a full stop, a colon).
  @inline(never)
  func addressEnd(_ bound: Int32, from start: Int) -> Int {
    var end = message.skipAddress(start)
    while end > start, !isBound(bound, at: end) { end -= 1 }
    return end
  }

  /// The first place where the bound stands, or -1.
  @inline(never)
  func textEnd(_ bound: Int32, from start: Int) -> Int {
    if bound == 0 { return message.count }
    var next = start
    while let hit = message.firstIndex(of: literals[Int(bound)].firstByte, from: next) {
      if isBound(bound, at: hit) { return hit }
      next = hit + 1
    }
    return -1
  }

  /// A word has no white space, so what follows it begins at the first white space at the latest; -1 where it does not. `first` is the
  /// first place that white space or the bound's first byte stands at.
  @inline(never)
  func wordEnd(_ bound: Int32, from start: Int, first: Int) -> Int {
    var hit = first
    while hit < message.count {
      if bound != 0, isBound(bound, at: hit) { return hit }
      if message[hit] == 0x20 || message[hit] == 0x09 { return -1 }
      hit = message.firstIndex(of: literals[Int(bound)].firstByte, or: 0x20, or: 0x09, from: hit + 1) ?? message.count
    }
    return bound == 0 ? hit : -1
  }

  /// What stands before an address may end with a byte that an address may hold.
  @inline(never)
  func addressStart(_ bound: Int32, from limit: Int, to end: Int) -> Int {
    let first = message.skipAddress(back: end, to: limit)
    let length = literals[Int(bound)].count
    var start = end
    while start > first {
      if start < end, start - length >= limit, isBound(bound, at: start - length) { break }
      start -= 1
    }
    return start
  }

  @inline(never)
  func wordStart(_ bound: Int32, from limit: Int, to end: Int) -> Int {
    let length = literals[Int(bound)].count
    var start = end
    while start > limit, message[start - 1] != 0x20, message[start - 1] != 0x09 {
      if length > 0, start - length >= limit, isBound(bound, at: start - length) { break }
      start -= 1
    }
    return start
  }
}
