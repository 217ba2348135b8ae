/// What decoding a record walks over: first by program or format, then by literal prefix. Owned by a `DecoderSet`.
///
/// One word: it points at the tables, which are constants of the set's pool.
@safe
struct DecoderTables: BitwiseCopyable, @unchecked Sendable {
  struct Parts: BitwiseCopyable {
    let patterns: Table<CompiledPattern>
    let tries: Table<PrefixTrie>
    let programs: ByteTable
    /// Decoders tried for every program, after its own.
    let general: Table<Int32>
    /// For each format a range of `formatDecoders`.
    let formatDecoders: Table<Int32>
    let formatStarts: Table<Int32>
    /// For each decoder a range of `programNames`, in small letters.
    let programNames: Table<ByteView>
    let programNameStarts: Table<Int32>
    let shapes: ShapeTable
  }

  private let parts: UnsafePointer<Parts>

  init(_ parts: Parts, pool: ConstantPool) { unsafe self.parts = pool.table([parts]).start }

  @inline(__always)
  var patterns: Table<CompiledPattern> { unsafe parts.pointee.patterns }
  @inline(__always)
  var tries: Table<PrefixTrie> { unsafe parts.pointee.tries }
  @inline(__always)
  var programs: ByteTable { unsafe parts.pointee.programs }
  @inline(__always)
  var general: Table<Int32> { unsafe parts.pointee.general }
  @inline(__always)
  private var formatDecoders: Table<Int32> { unsafe parts.pointee.formatDecoders }
  @inline(__always)
  private var formatStarts: Table<Int32> { unsafe parts.pointee.formatStarts }
  private var programNames: Table<ByteView> { unsafe parts.pointee.programNames }
  private var programNameStarts: Table<Int32> { unsafe parts.pointee.programNameStarts }
  @inline(__always)
  private var shapes: ShapeTable { unsafe parts.pointee.shapes }

  /// Where the decoders of the event's program begin among those of all programs, or -1.
  @inline(__always)
  func first(_ event: Event) -> Int { event.program.isEmpty ? -1 : programs.find(lowercased: event.program) }

  /// Whether no decoder has anything to say of the event.
  @inline(__always)
  func hasNone(_ event: Event) -> Bool {
    let format = event.format.index
    return event.program.isEmpty && event.shapeSlots == 0 && formatStarts[format] == formatStarts[format &+ 1]
      && !asksGeneral(event)
  }

  /// Understands the event's message; what its pattern captures stands in the event's spans. `first` is where its program's decoders
  /// begin. The trail is where the message may lead, and then where it did.
  @inline(__always)
  func decode(_ event: Event, first: Int, along trail: PrefixTrail) -> DecoderSet.Outcome {
    if let shaped = shaped(event) { return shaped }
    var decoder: Int32 = -1
    var test = Fit(patterns, event.message, event.spans, trail)
    let isOver = forEachOwnDecoder(event, first) { own in
      if decoder < 0 { decoder = Int32(own) }
      guard find(own, &test, along: trail) else { return false }
      decoder = Int32(own)
      return true
    }
    if !isOver, asksGeneral(event) {
      for index in general.indices where find(Int(general[index]), &test, along: trail) {
        decoder = general[index]
        break
      }
    }
    return .init(decoder: decoder, pattern: test.pattern)
  }

  @inline(__always)
  private func find(_ decoder: Int, _ test: inout Fit, along trail: PrefixTrail) -> Bool {
    let turns = trail.count(in: decoder)
    if turns > 0 {
      test.noting = .nothing
      if tries[decoder].find(test.message, along: trail, turns, &test) { return true }
    }
    test.noting = .from(decoder)
    return tries[decoder].find(test.message, &test)
  }

  /// Whether a pattern fits the whole message. Of the first that does, `spans` then say where its captures stand.
  private struct Fit: PatternTest {
    let patterns: Table<CompiledPattern>
    let message: ByteView
    let spans: Spans
    private(set) var pattern: Int32 = -1
    private let trail: PrefixTrail
    var noting = Noting.nothing

    /// Whether the way is noted: all of it, or nothing.
    enum Noting { case nothing, from(Int), more }

    init(_ patterns: Table<CompiledPattern>, _ message: ByteView, _ spans: Spans, _ trail: PrefixTrail) {
      (self.patterns, self.message, self.spans, self.trail) = (patterns, message, spans, trail)
    }

    @inline(__always)
    mutating func holds(_ pattern: Int) -> Bool {
      guard CompiledPattern.matches(message, patterns, pattern, spans) else { return false }
      self.pattern = Int32(truncatingIfNeeded: pattern)
      return true
    }

    static var followsLooks: Bool { false }

    @inline(__always)
    func looked(before end: Int) {}

    @inline(__always)
    func looked(for literal: ByteView, in message: ByteView, at place: Int) {}

    @inline(__always)
    func wordEnds(_ index: Int, at end: Int) { spans.noteWord(index, end: end) }

    @inline(__always)
    mutating func found(behind words: Int, node: Int, item: Int) {
      switch noting {
      case .nothing: return
      case .from(let trie): trail.begin(in: trie)
      case .more: break
      }
      noting = .more
      trail.note(behind: words, node: node, item: item)
    }
  }

  /// The decoder that is responsible for the record, and the most that a pattern needs which it may fit: to ask costs a fraction of
  /// decoding.
  func need(_ event: Event, first: Int, _ tables: NeedTables) -> NeedTables.Answer {
    if let shaped = shaped(event) { return .init(decoder: shaped.decoder, pattern: shaped.pattern, need: .nothing, depth: .max) }
    var outcome = DecoderSet.Outcome()
    var test = NeedTables.Most(tables)
    let isOver = forEachOwnDecoder(event, first) { decoder in
      if outcome.decoder < 0 { outcome.decoder = Int32(decoder) }
      return tables.own[decoder].find(event.message, &test)
    }
    if !isOver, asksGeneral(event) { _ = tables.general.find(event.message, &test) }
    return .init(decoder: outcome.decoder, pattern: outcome.pattern, need: test.need, depth: test.depth)
  }

  /// The decoder of a JSON record whose shape is known.
  @inline(__always)
  private func shaped(_ event: Event) -> DecoderSet.Outcome? {
    guard event.shapeSlots != 0, event.format == .json else { return nil }
    let decoder = shapes.find(event)
    return decoder < 0 ? nil : .init(decoder: decoder, pattern: DecoderSet.Outcome.byShape)
  }

  /// Calls `body` with each decoder that is responsible for the event's program or format, best first, until it says that one
  /// understands it.
  @inline(__always)
  private func forEachOwnDecoder(_ event: Event, _ first: Int, _ body: (Int) -> Bool) -> Bool {
    if !event.program.isEmpty {
      var at = first
      while at >= 0 {
        let decoder = programs.value(at)
        at = programs.next(at)
        if isTrusted(event, decoder), body(decoder) { return true }
      }
      return false
    }
    var index = Int(formatStarts[event.format.index])
    let end = Int(formatStarts[event.format.index + 1])
    while index < end {
      if body(Int(formatDecoders[index])) { return true }
      index += 1
    }
    return false
  }

  /// Whether decoders for any program have their turn where none of its own understands the event.
  @inline(__always)
  private func asksGeneral(_ event: Event) -> Bool {
    if !event.program.isEmpty { return true }
    let hasOwn = formatStarts[event.format.index] < formatStarts[event.format.index + 1]
    return !hasOwn && !event.isForeign && (event.format == .plain || event.format == .json)
  }

  /// Whether journald's word on the program's name (cut at 15 bytes) is one of the decoder's, so that `logger -t sshd` is no sshd.
  @inline(__always)
  private func isTrusted(_ event: Event, _ decoder: Int) -> Bool {
    let name = event.trustedProgram
    return name.isEmpty || name == event.program || isName(name, of: decoder)
  }

  private func isName(_ name: ByteView, of decoder: Int) -> Bool {
    for index in Int(programNameStarts[decoder])..<Int(programNameStarts[decoder + 1]) {
      let own = programNames[index]
      let compared = name.count == 15 && own.count > 15 ? own.slice(0, 15) : own
      if name.equals(lowercased: compared) { return true }
    }
    return false
  }
}

extension ByteView {
  /// Whether it spells a name given in small letters, without regard to case (ASCII).
  fileprivate func equals(lowercased name: ByteView) -> Bool {
    guard count == name.count else { return false }
    for index in 0..<count {
      let byte = self[index]
      if (byte &- 0x41 < 26 ? byte | 0x20 : byte) != name[index] { return false }
    }
    return true
  }
}
