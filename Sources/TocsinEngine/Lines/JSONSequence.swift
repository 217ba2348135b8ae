/// Walks JSON that is no line of its own: an array of objects, `{"Records":[…]}` as CloudTrail writes it, or one object over
/// several lines. Each object is a record.
///
/// The grammar is kept strictly, so that other text which merely begins like that is found out at the first byte that is no JSON,
/// and read as lines from where it began.
struct JSONSequence {
  enum Step: Equatable {
    case needsMore
    /// A record; one longer than the limit ends two bytes behind it, and the rest of it is passed over.
    case record(start: Int, end: Int)
    /// The next line begins at `next`.
    case ended(next: Int)
    /// This is no JSON; lines begin again at `next`, or behind the end of the line that `next` is in.
    case failed(next: Int, isInside: Bool)
  }

  private enum State { case start, element, nextElement, afterElement, afterArray, record, tail }

  /// What was not handed over begins here.
  private(set) var kept: Int
  /// The next unread byte.
  private(set) var at: Int
  private var lineStart: Int
  private var recordStart: Int
  private var state = State.start
  /// Whether the record at hand is the outermost object, and whether that wraps the records.
  private var isOutermost = false
  private var isWrapped = false
  /// Whether the record at hand was longer than the limit.
  private var isDropping = false
  private var grammar = JSONGrammar()
  private let limit: Int

  init(start: Int, limit: Int) {
    (kept, at, lineStart, recordStart) = (start, start, start, start)
    self.limit = limit
  }

  mutating func move(by distance: Int) {
    kept += distance
    at += distance
    lineStart += distance
    recordStart += distance
  }

  /// Reads on to the next thing to tell.
  mutating func advance(_ bytes: ByteView) -> Step {
    while at < bytes.count {
      let byte = bytes[at]
      if state == .record {
        if let step = record(byte, bytes) { return step }
      } else if byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A {
        step(over: byte)
        if state == .tail, byte == 0x0A { return .ended(next: at) }
      } else if state == .tail {
        return .ended(next: at)
      } else if !between(byte) {
        return failure()
      }
      if state != .record, at - kept > limit { return failure() }
    }
    return .needsMore
  }

  /// At the end of the input: what was begun is no JSON, unless it is whole or was cut.
  func end() -> Step { state == .tail || isDropping ? .ended(next: at) : failure() }

  /// Passes a byte; what stands between records need not be kept.
  @inline(__always)
  private mutating func step(over byte: UInt8) {
    at += 1
    if byte == 0x0A { lineStart = at }
    if state != .start, state != .element, state != .record { kept = at }
  }

  /// A byte that stands between records; false where it may not.
  private mutating func between(_ byte: UInt8) -> Bool {
    switch (state, byte) {
    case (.start, 0x7B), (.element, 0x7B), (.nextElement, 0x7B):
      isOutermost = state == .start
      grammar = JSONGrammar()
      recordStart = at
      state = .record
      // The grammar reads it.
      return true
    case (.start, 0x5B): state = .element
    case (.afterElement, 0x2C): state = .nextElement
    case (.element, 0x5D), (.afterElement, 0x5D): state = isWrapped ? .afterArray : .tail
    case (.afterArray, 0x7D): state = .tail
    default: return false
    }
    step(over: byte)
    return true
  }

  /// A byte of a record.
  @inline(__always)
  private mutating func record(_ byte: UInt8, _ bytes: ByteView) -> Step? {
    let verdict = grammar.read(byte)
    if verdict == .wrong { return failure() }
    step(over: byte)
    if verdict == .whole {
      state = isOutermost ? .tail : .afterElement
      kept = at
      if !isDropping { return .record(start: recordStart, end: at) }
      isDropping = false
    } else if isDropping {
      // What was handed over does not come back.
      kept = max(kept, lineStart, at - limit)
    } else if isOutermost, byte == 0x5B, grammar.depth == 2, isRecords(bytes.slice(recordStart, at)) {
      (isWrapped, state) = (true, .element)
    } else if at - recordStart == limit + 2 {
      isDropping = true
      kept = at
      return .record(start: recordStart, end: at)
    }
    return nil
  }

  /// Whether the text is `{"Records":[`, with any spaces.
  private func isRecords(_ text: ByteView) -> Bool {
    let wanted = ByteView.constant("{\"Records\":[")
    var found = 0
    for index in 0..<text.count where text[index] > 0x20 {
      guard found < wanted.count, text[index] == wanted[found] else { return false }
      found += 1
    }
    return found == wanted.count
  }

  private func failure() -> Step {
    .failed(next: kept, isInside: isDropping && kept != lineStart)
  }
}
