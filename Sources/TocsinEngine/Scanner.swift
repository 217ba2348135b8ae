/// Chunk → matches: the stateless door. Splits, decodes and tests every record of a chunk.
///
/// The result depends on the chunk and the detectors alone. A scanner keeps scratch memory from call to call, so each thread has
/// its own; nothing is allocated per record.
public final class Scanner {
  let detectors: DetectorSet
  /// The detectors' tables, held here so that no record touches a count that all threads share.
  let tables: DispatchTables
  let reader: RecordReader
  let lineLimit: Int
  let event = Event()
  let programs = ProgramTable()
  let memo = NeedMemo()
  /// Where messages led, for each place of `memo`; the last is of those that it does not know.
  private let trails = PrefixTrails(count: NeedMemo.capacity + 1)
  /// The head of the line at hand where it was told by those before; `need` is then where it stands what is known of its message, or
  /// -1.
  var head = SyslogHead()
  var need = -1
  var hasHead = false
  /// Whether records are taken apart though no rule can match them.
  var decodesAll = false
  /// Rules that the record at hand matches.
  var matched = Row<Int32>()
  /// For each of them where its payload comes from, where that is known of all; else empty.
  var payloads = Table<Table<PayloadSource>>.empty
  private var hits = Row<AhoCorasick.Hit>()
  private var nextHit = 0
  private var recordHits = Row<AhoCorasick.Hit>()
  private var valueHits = Row<AhoCorasick.Hit>()
  /// Whether `recordHits` are those of the record at hand.
  private var hasRecordHits = false
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
    // With some to spare: growing copies all.
    batch.matches.reserve(expected.matches + expected.matches / 8)
    batch.bytes.reserve(expected.bytes + expected.bytes / 8)
    batch.counters.bytes = chunk.byteCount
    let clock = chunk.clock
    let count = chunk.records.count
    batch.times = unsafe ContiguousArray(unsafeUninitializedCapacity: count) { room, written in
      scan(chunk, clock, source, batch, unsafe TimeRow(room.prefix(count)))
      written = count
    }
    batch.counters.records = count
    expected = (batch.matches.count, batch.bytes.count)
    return batch
  }

  private func scan(_ chunk: Chunk, _ clock: Clock, _ source: Int, _ batch: MatchBatch, _ times: TimeRow) {
    event.dateCache.begin(clock)
    let mayPassOver = !decodesAll && reader.takesSyslog
    // Of empty lines there may be hundreds of millions: what one of them gives, all give.
    var skipsEmpty = false
    forEachRecord(of: chunk) { lines, bytes in
      mayPassOver ? passOver(lines, of: chunk, bytes, source, times) : lines.lowerBound
    } others: { place in
      if skipsEmpty, place.record.isEmpty {
        times[place.index] = MatchBatch.noTime
        batch.counters.withoutTime += 1
        return
      }
      let outcome = readAndTest(place.record, clock, source)
      if place.record.isEmpty { skipsEmpty = matched.isEmpty && outcome.decoder < 0 && event.time == nil }
      if place.isCut { batch.counters.cutLines += 1 }
      if let time = event.time {
        times[place.index] = time.microseconds
      } else {
        times[place.index] = MatchBatch.noTime
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
    forEachRecord(of: chunk) { place in
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

  /// Reads one record and leaves the rules it matches in `matched`.
  @inline(__always)
  func readAndTest(_ record: ByteView, _ clock: Clock, _ source: Int) -> DecoderSet.Outcome {
    matched.removeAll()
    payloads = .empty
    hasRecordHits = false
    var (program, known) = (-1, -1)
    if hasHead {
      hasHead = false
      (program, known) = (head.program, need)
      event.begin(record, head)
    } else {
      reader.read(record, into: event, clock: clock)
      if event.format == .audit, reader.viewCount(record) > 1 { return testViews(record, source) }
      if !decodesAll, let key = programKey(source) {
        program = programs.find(key)
        if program >= 0 { known = memo.find(programs[program].number, event.message) }
      }
    }
    if decodesAll {
      let outcome = detectors.decoders.decode(event)
      test(tables.dispatch(source, outcome, event))
      return outcome
    }
    let outcome = tables.decoders.hasNone(event) ? .init() : decode(source, program, known)
    if outcome.pattern == DecoderSet.Outcome.passedOver { return outcome }
    let dispatch = tables.dispatch(source, outcome, event)
    payloads = tables.keep(dispatch, outcome, event)
    test(dispatch)
    return outcome
  }

  /// Finds the pattern that understands the record, as far as anything depends on it. `program` is where the record's program stands,
  /// `known` where what its message needs, each -1 where that is not known.
  @inline(__always)
  private func decode(_ source: Int, _ program: Int, _ known: Int) -> DecoderSet.Outcome {
    let first = program >= 0 ? Int(programs[program].decoder) : tables.decoders.first(event)
    let answer = known >= 0 ? memo[known] : learn(source, program, first)
    if answer.isDeep || answer.need == .everything || (answer.need == .literals && hasHits()) {
      let outcome = tables.decoders.decode(event, first: first, along: trails[known >= 0 ? known : NeedMemo.capacity])
      return answer.isDeep && outcome.pattern < 0 ? settle(outcome, source, program, first) : outcome
    }
    return .init(decoder: answer.decoder, pattern: DecoderSet.Outcome.passedOver)
  }

  /// Nil for records whose need depends on more than program and message.
  @inline(__always)
  private func programKey(_ source: Int) -> ProgramTable.Key? {
    guard event.hasFixedFields, event.trustedProgram.isEmpty, event.message.count >= 8 else { return nil }
    return ProgramTable.Key(event.program, event.format, source)
  }

  /// Asks what the event needs, and remembers it.
  @inline(never)
  private func learn(_ source: Int, _ program: Int, _ first: Int) -> NeedMemo.Known {
    let answer = tables.need(source: source, event, first: first)
    let known = NeedMemo.Known(decoder: answer.decoder, need: answer.need)
    guard let key = programKey(source) else { return known }
    let place = program >= 0 ? program : programs.add(key, event.program, decoder: first)
    memo.learn(programs[place].number, event.message, known, depth: answer.depth)
    return known
  }

  /// What comes of a message that most likely needed to be decoded, and that no pattern understands, must not depend on what is
  /// remembered.
  @inline(never)
  private func settle(_ outcome: DecoderSet.Outcome, _ source: Int, _ program: Int, _ first: Int) -> DecoderSet.Outcome {
    let known = learn(source, program, first)
    if known.need == .everything || (known.need == .literals && hasHits()) { return outcome }
    return .init(decoder: known.decoder, pattern: DecoderSet.Outcome.passedOver)
  }

  /// An audit event: each of its records is a view of its own, and a rule matches the event once.
  private func testViews(_ record: ByteView, _ source: Int) -> DecoderSet.Outcome {
    var all = Row<Int32>()
    let time = event.time
    for view in 0..<reader.viewCount(record) {
      matched.removeAll()
      reader.readView(record, view: view, into: event)
      test(tables.dispatch(source, DecoderSet.Outcome(), event))
      for rule in matched.view where !all.view.contains(rule) { all.append(rule) }
    }
    event.time = time
    swap(&matched, &all)
    return DecoderSet.Outcome()
  }

  // MARK: Testing

  /// Tests the record at hand, to which the dispatch led.
  @inline(__always)
  private func test(_ dispatch: Int) {
    let place = tables.plan(dispatch)
    let certain = tables.plans[place].certain
    var index = 0
    while index < certain.count {
      matched.append(certain[index])
      index &+= 1
    }
    if !tables.plans[place].isSettled { run(tables.plans[place]) }
  }

  /// Runs what is left of the plan's rules.
  @inline(never)
  private func run(_ plan: Plan) {
    tester.begin()
    let search: Search = plan.byItem.isEmpty ? [] : event.isStructured ? .values : .lines
    switch search {
    case .values: tester.searchValues(plan, event)
    case .lines:
      // Of most lines the few values that rules look into are shorter than the whole.
      if plan.hasKeywords || hasRecordHits { searchLine(plan) } else { tester.searchTexts(plan, event) }
    default: break
    }
    tester.run(plan, event, search, into: &matched)
  }

  /// Searches the record's text, and values that stand outside it: what was unescaped, decoded, joined or asserted.
  private func searchLine(_ plan: Plan) {
    if !hasRecordHits { collectHits() }
    if !recordHits.isEmpty { tester.take(recordHits.view, in: event.record, of: event, plan) }
    forEachText(of: { plan.hasKeywords || plan.searchesText(of: $0) }) { text in
      if findsLiterals(text) { tester.take(valueHits.view, in: text, of: event, plan) }
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

  /// The records of a chunk have been looked at.
  func finishChunk(records: Int) {
    preparesNext = literalRecords * 3 > records
    tester.finish()
  }

  /// Scans the whole chunk, four streams at a time, where literals are likely to decide many of its records.
  func prepareHits(_ chunk: Chunk) {
    hits.removeAll()
    nextHit = 0
    isPrepared = preparesNext && chunk.irregular.isEmpty
    literalRecords = 0
    guard isPrepared, let last = chunk.records.view.last else { return }
    chunkView = chunk.buffer.view(0, Int(last.end))
    tables.automaton.scan(chunkView, into: &hits)
  }

  /// The hits in the text of the record at hand, at positions within it.
  private func collectHits() {
    literalRecords += 1
    recordHits.removeAll()
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

  /// Calls `body` with each value of certain fields that stands outside the record, and with such a message, until it says true.
  @inline(__always)
  private func forEachText(of isWanted: (FieldID) -> Bool, _ body: (_ text: ByteView) -> Bool) {
    let fields = event.fields
    var index = 0
    while index < fields.count {
      let value = fields[index]
      index += 1
      guard value.kind != .null, value.kind != .container, isWanted(value.id) else { continue }
      if event.record.offset(of: value.value) == nil, body(value.value) { return }
    }
    if event.record.offset(of: event.message) == nil { _ = body(event.message) }
  }

  private func findsLiterals(_ text: ByteView) -> Bool {
    valueHits.removeAll()
    tables.automaton.scan(text, into: &valueHits)
    return !valueHits.isEmpty
  }

  /// Whether the record at hand, before it is decoded, holds a literal at all.
  private func hasHits() -> Bool {
    if event.isStructured { return true }
    collectHits()
    hasRecordHits = true
    var isFound = !recordHits.isEmpty
    if !isFound {
      forEachText(of: { _ in true }) { text in
        isFound = findsLiterals(text)
        return isFound
      }
    }
    return isFound
  }
}
