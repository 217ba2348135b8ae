/// Matching a message: first whether it fits as a whole, then what it says.
extension CompiledPattern {
  /// Whether the whole message, which begins with a pattern's prefix, matches it; where its named captures stand is then in `spans`,
  /// where the search has noted the ends of words. In place: a pattern is large.
  @inline(__always)
  static func matches(_ message: ByteView, _ patterns: Table<CompiledPattern>, _ index: Int, _ spans: Spans) -> Bool {
    let end = message.count &- patterns[index].suffix.count
    guard end >= 0, patterns[index].suffix.stands(in: message, at: end) else { return false }
    if patterns[index].endsWithInteger, message.byte(end &- 1) &- 0x30 > 9 { return false }
    return fill(message, patterns, index, spans)
  }

  /// Adds what the captures and constants of a pattern say to the event, once its message is known to match.
  @inline(__always)
  static func keep(_ kept: Kept, of patterns: Table<CompiledPattern>, _ index: Int, in event: Event) {
    if patterns[index].hasNewFields, event.hasFixedFields, kept.captures.count &* 2 &+ kept.constants.count <= event.room {
      add(kept.captures, kept.constants, event)
    } else {
      set(patterns[index].kept.captures, patterns[index].kept.constants, event.message, event)
    }
  }

  /// Where no field can have a value already, and all have room.
  @inline(never)
  private static func add(_ captures: Table<Capture>, _ constants: Table<Constant>, _ event: Event) {
    let (message, spans) = (event.message, event.spans)
    var writer = event.writer(for: captures.count &* 2 &+ constants.count)
    var index = 0
    while index < captures.count {
      let capture = captures[index]
      let span = spans[Int(capture.span)]
      index &+= 1
      var captured = message.slice(span.start, span.end)
      if capture.isAddress { captured = captured.withoutMappedPrefix }
      writer.add(capture.field, captured)
      if capture.ipField != .unnamed, IPAddress.isAddress(captured) { writer.add(capture.ipField, captured) }
    }
    index = 0
    while index < constants.count {
      writer.add(constants[index].whole)
      index &+= 1
    }
    event.finish(writer)
  }

  @inline(never)
  private static func set(_ captures: Table<Capture>, _ constants: Table<Constant>, _ message: ByteView, _ event: Event) {
    for index in captures.indices {
      let span = event.spans[Int(captures[index].span)]
      captures[index].set(message.slice(span.start, span.end), in: event)
    }
    for constant in constants { event.set(constant.field, constant.value) }
  }

  @inline(never)
  private static func fill(_ message: ByteView, _ patterns: Table<CompiledPattern>, _ index: Int, _ spans: Spans) -> Bool {
    var used = 0
    let left = fillFromLeft(message, patterns[index].fromLeft, patterns[index].knownWords, spans, &used)
    if left < 0 { return false }
    if !patterns[index].hasGreedy { return left == message.count }
    var right = message.count
    if !patterns[index].fromRight.isEmpty {
      right = fillFromRight(message, patterns[index].fromRight, spans, &used, from: left)
      if right < left { return false }
    }
    if patterns[index].isGreedyNamed { spans[used] = .init(start: left, end: right) }
    return true
  }

  /// Takes the captures before the greedy one; returns where the last step ends, or -1.
  @inline(__always)
  private static func fillFromLeft(
    _ message: ByteView, _ steps: Table<Step>, _ knownWords: Int, _ spans: Spans, _ used: inout Int
  ) -> Int {
    var at = 0
    var index = 0
    // The literals before and behind these stand where they must.
    while index < knownWords {
      at &+= steps[index].literal.count
      let end = spans.wordEnd(index)
      guard at < end else { return -1 }
      switch steps[index].kind {
      case .integer: guard message.skipDigits(at) == end else { return -1 }
      case .address: guard message.skipAddress(at) == end else { return -1 }
      default: break
      }
      if steps[index].isNamed {
        spans[used] = .init(start: at, end: end)
        used &+= 1
      }
      at = end
      index &+= 1
    }
    while index < steps.count {
      if !steps[index].isLiteralKnown, !steps[index].literal.stands(in: message, at: at) { return -1 }
      at &+= steps[index].literal.count
      guard let kind = steps[index].kind else {
        index &+= 1
        continue
      }
      var end = at
      switch kind {
      case .integer: end = message.skipDigits(at)
      case .address:
        let mayHoldBound = steps[index].mayHoldBound
        end = mayHoldBound ? PatternBounds(message, steps, index).addressEnd(from: at) : message.skipAddress(at)
      case .word: end = PatternBounds(message, steps, index).wordEnd(from: at)
      case .text: end = PatternBounds(message, steps, index).textEnd(from: at)
      case .greedy: return -1
      }
      // Only a text may be empty.
      if end < at || (end == at && kind != .text) { return -1 }
      if steps[index].isNamed {
        spans[used] = .init(start: at, end: end)
        used &+= 1
      }
      at = end
      index &+= 1
    }
    return at
  }

  /// Takes the captures behind the greedy one; returns where the last step begins, or -1.
  @inline(__always)
  private static func fillFromRight(
    _ message: ByteView, _ steps: Table<Step>, _ spans: Spans, _ used: inout Int, from limit: Int
  ) -> Int {
    var at = message.count
    var index = 0
    while index < steps.count {
      at &-= steps[index].literal.count
      if at < limit { return -1 }
      if !steps[index].isLiteralKnown, !steps[index].literal.stands(in: message, at: at) { return -1 }
      guard let kind = steps[index].kind else {
        index &+= 1
        continue
      }
      var start = at
      switch kind {
      case .integer: start = message.skipDigits(back: at, to: limit)
      case .address:
        let mayHoldBound = steps[index].mayHoldBound
        start =
          mayHoldBound
          ? PatternBounds(message, steps, index).addressStart(from: limit, to: at)
          : message.skipAddress(back: at, to: limit)
      case .word: start = PatternBounds(message, steps, index).wordStart(from: limit, to: at)
      case .text, .greedy: return -1
      }
      if start == at { return -1 }
      if steps[index].isNamed {
        spans[used] = .init(start: start, end: at)
        used &+= 1
      }
      at = start
      index &+= 1
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

/// Where captures end or begin whose bound must be looked for.
private struct PatternBounds {
  let message: ByteView
  private let steps: Table<CompiledPattern.Step>
  private let index: Int

  @inline(__always)
  init(_ message: ByteView, _ steps: Table<CompiledPattern.Step>, _ index: Int) {
    (self.message, self.steps, self.index) = (message, steps, index)
  }

  @inline(__always)
  private var bound: Literal { steps[index].bound }

  @inline(__always)
  private func isBound(at position: Int) -> Bool { bound.stands(in: message, at: position) }

  /// What follows an address may begin with a byte that an address may hold (a full stop, a colon).
  @inline(never)
  func addressEnd(from start: Int) -> Int {
    var end = message.skipAddress(start)
    while end > start, !isBound(at: end) { end -= 1 }
    return end
  }

  /// The first place where the bound stands, or -1.
  @inline(never)
  func textEnd(from start: Int) -> Int {
    // Texts are often empty.
    if isBound(at: start) { return bound.isEmpty ? message.count : start }
    var next = start &+ 1
    while let hit = message.firstIndex(of: bound.firstByte, from: next) {
      if isBound(at: hit) { return hit }
      next = hit + 1
    }
    return -1
  }

  /// A word has no white space, so what follows it begins at the first white space at the latest; -1 where it does not.
  @inline(never)
  func wordEnd(from start: Int) -> Int {
    var next = start
    while let hit = message.firstIndex(of: bound.firstByte, or: 0x20, or: 0x09, from: next) {
      let isSpace = message[hit] == 0x20 || message[hit] == 0x09
      if !bound.isEmpty, isBound(at: hit) { return hit }
      // Without a bound the first byte sought is none of a bound.
      if isSpace { return -1 }
      next = hit + 1
    }
    return bound.isEmpty ? message.count : -1
  }

  /// What stands before an address may end with a byte that an address may hold.
  @inline(never)
  func addressStart(from limit: Int, to end: Int) -> Int {
    let first = message.skipAddress(back: end, to: limit)
    let length = bound.count
    var start = end
    while start > first {
      if start < end, start - length >= limit, isBound(at: start - length) { break }
      start -= 1
    }
    return start
  }

  @inline(never)
  func wordStart(from limit: Int, to end: Int) -> Int {
    let length = bound.count
    var start = end
    while start > limit, message[start - 1] != 0x20, message[start - 1] != 0x09 {
      if length > 0, start - length >= limit, isBound(at: start - length) { break }
      start -= 1
    }
    return start
  }
}
