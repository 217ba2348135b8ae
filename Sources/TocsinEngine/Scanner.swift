/// Chunk → matches: the stateless door. Splits, decodes and tests every record of a chunk.
///
/// The result depends on the chunk and the detectors alone. A scanner keeps scratch memory from call to call, so each thread has
/// its own; nothing is allocated per record.
public final class Scanner {
  let detectors: DetectorSet
  /// The detectors' tables, held here so that no record touches a count that all threads share.
  private let tables: DispatchTables
  let reader: RecordReader
  let lineLimit: Int
  let event = Event()
  private let memo = NeedMemo()
  /// Whether records are taken apart though no rule can match them.
  var decodesAll = false
  /// Rules that the record at hand matches.
  var matched: ContiguousArray<Int32> = []
  private var hits: ContiguousArray<AhoCorasick.Hit> = []
  private var nextHit = 0
  private var recordHits: ContiguousArray<AhoCorasick.Hit> = []
  private var valueHits: ContiguousArray<AhoCorasick.Hit> = []
  private let tester: RuleTester
  /// What the batch before came to: the next one mostly comes to as much.
  private var expected = (matches: 0, bytes: 0)

  public init(_ detectors: DetectorSet, format: Format? = nil, lineLimit: Int = 64 * 1024) {
    self.detectors = detectors
    tables = detectors.dispatch
    self.lineLimit = lineLimit
    tester = RuleTester(detectors)
    reader = RecordReader(fields: detectors.fields, shapes: detectors.decoders.shapeNames, forced: format)
    event.keepsUnnamedFields = detectors.hasKeywords
    event.keepsNames = false
  }

  /// `source` is the index among the detector set's input sources.
  public func scan(_ chunk: Chunk, source: Int = 0) -> MatchBatch {
    let batch = MatchBatch(chunk: chunk)
    batch.matches.reserveCapacity(expected.matches)
    batch.bytes.reserve(expected.bytes)
    batch.counters.bytes = chunk.byteCount
    let clock = chunk.clock
    batch.times = unsafe ContiguousArray(unsafeUninitializedCapacity: chunk.records.count) { times, count in
      scan(chunk, clock, source, batch) { time in
        unsafe times.initializeElement(at: count, to: time)
        count += 1
      }
    }
    batch.counters.records = chunk.records.count
    expected = (batch.matches.count, batch.bytes.count)
    return batch
  }

  /// Calls `note` with each record's time.
  @inline(__always)
  private func scan(_ chunk: Chunk, _ clock: Clock, _ source: Int, _ batch: MatchBatch, _ note: (Int64) -> Void) {
    // Of empty lines there may be hundreds of millions: what one of them gives, all give.
    var skipsEmpty = false
    forEachRecord(of: chunk, source: source) { place in
      if skipsEmpty, place.record.isEmpty {
        note(MatchBatch.noTime)
        batch.counters.withoutTime += 1
        return
      }
      let outcome = readAndTest(place.record, clock, source)
      if place.record.isEmpty { skipsEmpty = matched.isEmpty && outcome.decoder < 0 && event.time == nil }
      if place.isCut { batch.counters.cutLines += 1 }
      if let time = event.time {
        note(time.microseconds)
      } else {
        note(MatchBatch.noTime)
        batch.counters.withoutTime += 1
      }
      if outcome.decoder >= 0, outcome.pattern == -1 { batch.counters.undecoded += 1 }
      if event.droppedFields > 0 { batch.counters.droppedFields += event.droppedFields }
      let join = outcome.pattern >= 0 ? tables.decoders.patterns[Int(outcome.pattern)].join : .none
      if !matched.isEmpty || join == .winner { keep(place, join, batch) }
    }
  }

  /// Reads the times of a chunk whose records name no year as of `year` for the first of them, and nearest to it for the rest;
  /// nil while no record says a time.
  public func pin(_ chunk: Chunk, year: Int) -> Clock? {
    var clock = chunk.clock
    clock.year = .fixed(year)
    var first: Timestamp?
    forEachRecord(of: chunk, source: 0) { place in
      guard first == nil else { return }
      reader.read(place.record, into: event, clock: clock)
      first = event.time
    }
    guard let first else { return nil }
    // A month of records out of order before it, eleven months after it.
    clock.year = .near(first.advanced(by: 150 * 86_400_000_000))
    chunk.clock = clock
    return clock
  }

  /// Where the record at hand stands.
  struct Place {
    var record: ByteView
    var index: Int
    var ordinal: Int
    var offset: Int
    /// Offset of the record's first byte in the chunk's buffer or in its joined bytes.
    var start: Int
    var isJoined: Bool
    var isCut: Bool
  }

  /// Calls `body` with each record in turn; what it points at is valid during the call.
  @inline(__always)
  func forEachRecord(of chunk: Chunk, source: Int, _ body: (Place) -> Void) {
    prepareHits(chunk)
    let (records, buffer) = (chunk.records.view, chunk.buffer)
    var irregular = 0
    var ordinal = chunk.firstOrdinal
    unsafe chunk.joined.withUnsafeBytes { joinedBytes in
      let joined = unsafe ByteView(joinedBytes)
      for index in 0..<records.count {
        let record = records[index]
        let start = Int(record.start)
        var end = Int(record.end)
        var place = Place(
          record: .empty, index: index, ordinal: ordinal, offset: chunk.offset + start, start: start, isJoined: false,
          isCut: false)
        var isLine = true
        if irregular < chunk.irregular.count, chunk.irregular[irregular].index == index {
          let special = chunk.irregular[irregular]
          irregular += 1
          place.ordinal = special.ordinal
          place.offset = special.offset
          place.isJoined = special.isJoined
          place.isCut = special.isCut
          ordinal = special.isJoined ? ordinal : special.ordinal + 1
          isLine = !special.isJoined && !special.isEntry
          if !isLine { place.record = special.isJoined ? joined.slice(start, end) : buffer.view(start, end) }
        } else {
          ordinal += 1
        }
        if isLine {
          let view = buffer.view(start, end)
          if !view.isEmpty, view[view.count - 1] == 0x0D { end -= 1 }
          if end - start > lineLimit {
            end = start + lineLimit
            place.isCut = true
          }
          place.record = view.slice(0, end - start)
        }
        body(place)
      }
    }
    preparesNext = literalRecords * 3 > records.count
    tester.finish()
  }

  /// Reads one record and leaves the rules it matches in `matched`.
  @inline(__always)
  func readAndTest(_ record: ByteView, _ clock: Clock, _ source: Int) -> DecoderSet.Outcome {
    if !matched.isEmpty { matched.removeAll(keepingCapacity: true) }
    reader.read(record, into: event, clock: clock)
    if event.format == .audit, reader.viewCount(record) > 1 { return testViews(record, source) }
    let outcome = decode(source)
    if outcome.pattern != DecoderSet.Outcome.passedOver { test(tables.plan(source: source, outcome, event)) }
    return outcome
  }

  /// Finds the pattern that understands the record, as far as anything depends on it.
  @inline(__always)
  private func decode(_ source: Int) -> DecoderSet.Outcome {
    guard !decodesAll else { return tables.decoders.decode(event) }
    let answer = memo.find(event, source) ?? learn(source)
    if answer.need == .everything || (answer.need == .literals && hasHits()) { return tables.decoders.decode(event) }
    return .init(decoder: answer.decoder, pattern: DecoderSet.Outcome.passedOver)
  }

  @inline(never)
  private func learn(_ source: Int) -> NeedMemo.Known {
    let answer = tables.need(source: source, event)
    let known = NeedMemo.Known(decoder: answer.decoder, need: answer.need)
    memo.learn(event, source, known, depth: answer.depth)
    return known
  }

  /// An audit event: each of its records is a view of its own, and a rule matches the event once.
  private func testViews(_ record: ByteView, _ source: Int) -> DecoderSet.Outcome {
    var all: ContiguousArray<Int32> = []
    let time = event.time
    for view in 0..<reader.viewCount(record) {
      matched.removeAll(keepingCapacity: true)
      reader.readView(record, view: view, into: event)
      test(tables.plan(source: source, DecoderSet.Outcome(), event))
      for rule in matched where !all.contains(rule) { all.append(rule) }
    }
    event.time = time
    matched = all
    return DecoderSet.Outcome()
  }

  // MARK: Testing

  @inline(__always)
  private func test(_ planIndex: Int) {
    let plan = tables.plans[planIndex]
    if plan.isEmpty { return }
    for rule in plan.certain { matched.append(rule) }
    tester.begin()
    // Of a line that was not searched with its chunk the few values that rules ask for are shorter.
    let isByValue = event.isStructured || !isPrepared && !plan.hasKeywords
    let search: Search = plan.byItem.isEmpty ? [] : isByValue ? .values : .lines
    switch search {
    case .values:
      if !event.isStructured { literalRecords += 1 }
      tester.searchValues(plan, event)
    case .lines: searchLines(plan)
    default: break
    }
    tester.run(plan, event, search, into: &matched)
  }

  /// Searches the record's text, and values that stand outside it: what was unescaped, decoded, joined or asserted.
  private func searchLines(_ plan: Plan) {
    collectHits()
    if !recordHits.isEmpty { tester.take(recordHits, in: event.record, of: event, plan) }
    forEachText { text, field in
      if findsLiterals(text) { tester.take(valueHits, inValue: text, of: field, plan) }
      return false
    }
  }

  // MARK: Literals

  /// Whether the chunk at hand was scanned as a whole.
  private var isPrepared = false
  private var chunkView = ByteView.empty
  /// Records of the chunk at hand that literals had to decide.
  private var literalRecords = 0
  /// Whether the next chunk is scanned as a whole: the one before had many such records.
  private var preparesNext = false

  /// Scans the whole chunk, four streams at a time, where literals are likely to decide many of its records.
  private func prepareHits(_ chunk: Chunk) {
    hits.removeAll(keepingCapacity: true)
    nextHit = 0
    isPrepared = preparesNext && chunk.irregular.isEmpty
    literalRecords = 0
    guard isPrepared, let last = chunk.records.view.last else { return }
    chunkView = chunk.buffer.view(0, Int(last.end))
    tables.automaton.scanLines(chunkView, into: &hits)
  }

  /// The hits in the text of the record at hand, at positions within it.
  private func collectHits() {
    literalRecords += 1
    recordHits.removeAll(keepingCapacity: true)
    guard isPrepared, let start = chunkView.offset(of: event.record) else {
      tables.automaton.scan(event.record, into: &recordHits)
      return
    }
    let end = start + event.record.count
    while nextHit < hits.count, Int(hits[nextHit].position) < start { nextHit += 1 }
    var index = nextHit
    while index < hits.count, Int(hits[index].position) < end {
      var hit = hits[index]
      hit.position -= UInt32(start)
      recordHits.append(hit)
      index += 1
    }
  }

  /// Calls `body` with each value that stands outside the record and may hold a literal, and with such a message, until it says true.
  @inline(__always)
  private func forEachText(_ body: (_ text: ByteView, _ field: FieldID) -> Bool) {
    let fields = event.fields
    var index = 0
    while index < fields.count {
      let value = fields[index]
      index += 1
      guard tables.clues.hasLineKeywords || tables.clues.place(of: value.id) >= 0 else { continue }
      if event.record.offset(of: value.value) == nil, body(value.value, value.id) { return }
    }
    if event.record.offset(of: event.message) == nil { _ = body(event.message, .unnamed) }
  }

  private func findsLiterals(_ text: ByteView) -> Bool {
    valueHits.removeAll(keepingCapacity: true)
    tables.automaton.scan(text, into: &valueHits)
    return !valueHits.isEmpty
  }

  /// Whether the record at hand, before it is decoded, holds a literal at all.
  private func hasHits() -> Bool {
    if event.isStructured { return true }
    collectHits()
    var isFound = !recordHits.isEmpty
    if !isFound {
      forEachText { text, _ in
        isFound = findsLiterals(text)
        return isFound
      }
    }
    return isFound
  }

  // MARK: Keeping

  private func keep(_ place: Place, _ join: JoinRole, _ batch: MatchBatch) {
    let bytes = batch.bytes
    let pid = event.value(.processPid)
    let (evidenceStart, evidenceCount, evidencePlace) = keepEvidence(place, pid, bytes)
    var match = Match(
      rule: -1, record: Int32(place.index), ordinal: place.ordinal, offset: place.offset,
      multiplicity: Int32(event.multiplicity), join: join, joinKey: join == .none ? 0 : joinKey(pid), payloadStart: 0,
      payloadCount: 0, evidenceStart: evidenceStart, evidenceCount: evidenceCount, evidencePlace: evidencePlace)
    if match.joinKey == 0 { match.join = .none }
    // Rules in their own order, whatever order the literals stood in.
    if matched.count > 1 { matched.sort() }
    for rule in matched {
      match.rule = rule
      match.payloadStart = UInt32(bytes.count)
      tables.appendPayload(of: rule, event, to: bytes)
      match.payloadCount = UInt32(bytes.count) - match.payloadStart
      batch.matches.append(match)
    }
    if matched.isEmpty, match.join == .winner { batch.matches.append(match) }
    batch.counters.matches += matched.count
  }

  /// Host, program and process: the key under which records of one attempt meet. 0 without a process id.
  @inline(__always)
  private func joinKey(_ pid: ByteView?) -> UInt64 {
    guard let pid, !pid.isEmpty else { return 0 }
    let host = event.value(.hostName)?.hash() ?? 1
    return max(1, pid.hash(seed: event.program.hash(seed: host)))
  }

  /// Where the record itself says `program[pid]: message`, and how long that is.
  @inline(__always)
  private func shownAsWritten(_ record: ByteView, _ pid: ByteView) -> (start: Int, count: Int)? {
    guard let start = record.offset(of: event.program), let number = record.offset(of: pid),
      let message = record.offset(of: event.message), number == start &+ event.program.count &+ 1,
      message == number &+ pid.count &+ 3, record[number - 1] == 0x5B, record[message - 3] == 0x5D, record[message - 2] == 0x3A,
      record[message - 1] == 0x20
    else { return nil }
    return (start, message &+ event.message.count &- start)
  }

  /// Syslog and journal records are shown alike, as `program[pid]: message`, all others as they are.
  @inline(__always)
  private func keepEvidence(_ place: Place, _ pid: ByteView?, _ bytes: MatchBytes) -> (UInt32, UInt32, Match.EvidencePlace) {
    switch event.format {
    case .rfc3164, .rfc5424, .rfc3339, .journalExport, .journalJSON:
      if !place.isJoined, let pid, let (start, count) = shownAsWritten(place.record, pid) {
        return (UInt32(place.start + start), UInt32(count), .chunk)
      }
      let start = bytes.count
      bytes.append(event.program)
      if let pid {
        bytes.append(0x5B)
        bytes.append(pid)
        bytes.append(0x5D)
      }
      if !event.program.isEmpty {
        bytes.append(0x3A)
        bytes.append(0x20)
      }
      bytes.append(event.message)
      return (UInt32(start), UInt32(bytes.count - start), .batch)
    default:
      return (UInt32(place.start), UInt32(place.record.count), place.isJoined ? .joined : .chunk)
    }
  }
}
