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
    let reading = PatternReading(message: message, literals: literals)
    var left = 0
    var used = 0
    var index = 0
    while index < fromLeft.count {
      let step = fromLeft[index]
      index &+= 1
      if !step.isLiteralKnown, !literals[Int(step.literal)].stands(in: message, at: left) { return false }
      left &+= literals[Int(step.literal)].count
      if let kind = step.kind {
        let end = reading.end(of: kind, step, from: left)
        if end < 0 { return false }
        if step.isNamed {
          spans[used] = .init(start: left, end: end)
          used &+= 1
        }
        left = end
      }
    }
    if !hasGreedy { return left == message.count }
    var right = message.count
    index = 0
    while index < fromRight.count {
      let step = fromRight[index]
      index &+= 1
      right &-= literals[Int(step.literal)].count
      if right < left { return false }
      if !step.isLiteralKnown, !literals[Int(step.literal)].stands(in: message, at: right) { return false }
      if let kind = step.kind {
        let start = reading.start(of: kind, step, from: left, to: right)
        if start < 0 { return false }
        if step.isNamed {
          spans[used] = .init(start: start, end: right)
          used &+= 1
        }
        right = start
      }
    }
    if right < left { return false }
    if isGreedyNamed { spans[used] = .init(start: left, end: right) }
    return true
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

/// A message that is being matched: where the captures of a pattern's steps begin and end.
private struct PatternReading {
  let message: ByteView
  let literals: Table<Literal>

  /// Where a capture that begins at `start` ends, or -1.
  @inline(__always)
  func end(of kind: CompiledPattern.Kind, _ step: CompiledPattern.Step, from start: Int) -> Int {
    switch kind {
    case .integer:
      let end = message.skipDigits(start)
      return end > start ? end : -1
    case .address:
      var end = message.skipAddress(start)
      // What follows may begin with a byte that an address may hold (a full stop, a colon).
      if step.mayHoldBound { while end > start, !isBound(step, at: end) { end -= 1 } }
      return end > start ? end : -1
    case .word: return wordEnd(step, from: start)
    case .text: return textEnd(step, from: start)
    case .greedy: return -1
    }
  }

  @inline(__always)
  private func isBound(_ step: CompiledPattern.Step, at position: Int) -> Bool {
    literals[Int(step.bound)].stands(in: message, at: position)
  }

  @inline(never)
  private func textEnd(_ step: CompiledPattern.Step, from start: Int) -> Int {
    step.bound == 0 ? message.count : message.firstRange(of: literals[Int(step.bound)].view, from: start) ?? -1
  }

  /// A word has no white space, so what follows it begins at the first white space at the latest.
  @inline(__always)
  private func wordEnd(_ step: CompiledPattern.Step, from start: Int) -> Int {
    let hit = message.firstIndex(of: literals[Int(step.bound)].firstByte, or: 0x20, or: 0x09, from: start) ?? message.count
    if step.bound != 0, hit < message.count, isBound(step, at: hit) { return hit > start ? hit : -1 }
    return laterWordEnd(step, from: start, hit)
  }

  /// The same where the first byte that may begin the bound does not.
  @inline(never)
  private func laterWordEnd(_ step: CompiledPattern.Step, from start: Int, _ first: Int) -> Int {
    var hit = first
    while hit < message.count {
      if step.bound != 0, isBound(step, at: hit) { return hit > start ? hit : -1 }
      if message[hit] == 0x20 || message[hit] == 0x09 { return -1 }
      hit = message.firstIndex(of: literals[Int(step.bound)].firstByte, or: 0x20, or: 0x09, from: hit + 1) ?? message.count
    }
    return step.bound == 0 && hit > start ? hit : -1
  }

  /// Where a capture that ends at `end` begins, at `limit` at the earliest, or -1.
  @inline(__always)
  func start(of kind: CompiledPattern.Kind, _ step: CompiledPattern.Step, from limit: Int, to end: Int) -> Int {
    let start: Int =
      switch kind {
      case .integer: message.skipDigits(back: end, to: limit)
      case .address: step.mayHoldBound ? addressStart(step, from: limit, to: end) : message.skipAddress(back: end, to: limit)
      case .word: wordStart(step, from: limit, to: end)
      case .text, .greedy: end
      }
    return start < end ? start : -1
  }

  /// What stands before an address may end with a byte that an address may hold.
  @inline(never)
  private func addressStart(_ step: CompiledPattern.Step, from limit: Int, to end: Int) -> Int {
    let first = message.skipAddress(back: end, to: limit)
    let length = literals[Int(step.bound)].count
    var start = end
    while start > first {
      if start < end, start - length >= limit, isBound(step, at: start - length) { break }
      start -= 1
    }
    return start
  }

  @inline(never)
  private func wordStart(_ step: CompiledPattern.Step, from limit: Int, to end: Int) -> Int {
    let length = literals[Int(step.bound)].count
    var start = end
    while start > limit, message[start - 1] != 0x20, message[start - 1] != 0x09 {
      if length > 0, start - length >= limit, isBound(step, at: start - length) { break }
      start -= 1
    }
    return start
  }
}
