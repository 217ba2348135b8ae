/// Decides which rules of a plan an event matches. It keeps scratch memory from event to event, so each scanner has its own.
///
/// An event is searched first, for the items that announce rules; then the rules announced are run, with what was found for an answer
/// to most of what they ask.
final class RuleTester {
  private let tables: DispatchTables
  private let matcher: Matcher
  private let known: ItemCache
  private let memo = ValueMemo()
  /// What was found in the value at hand.
  private var found = Row<FoundItem>()
  /// Entries of the plan at hand that may hold.
  private var candidates = Row<Int32>()
  /// For each entry the event that it is a candidate of.
  private var stamps = Row<UInt32>()
  private var stamp: UInt32 = 0
  /// Whether some text folds into ASCII behind the searches' back: then every rule must look itself.
  private var meetsExotic = false

  init(_ detectors: DetectorSet) {
    tables = detectors.dispatch
    matcher = detectors.matcher
    known = ItemCache(items: detectors.matcher.itemCount)
    for _ in 0..<(tables.plans.map(\.byItem.count).max() ?? 0) { stamps.append(0) }
  }

  /// Forgets the event before.
  @inline(__always)
  func begin() {
    known.begin()
    candidates.removeAll()
    meetsExotic = false
    stamp &+= 1
    if stamp == 0 {
      for index in 0..<stamps.count { stamps[index] = 0 }
      stamp = 1
    }
  }

  /// Adds the rules that the event matches, once each. `search` says how the event was searched for the plan's items.
  @inline(__always)
  func run(_ plan: Plan, _ event: Event, _ search: Search, into matched: inout ContiguousArray<Int32>) {
    if meetsExotic {
      known.searched = []
      for entry in plan.byItem { test(entry, event, &matched) }
    } else {
      // Records of a shape are searched with probes.
      known.searched = search == .values && Int(plan.scope) != ClueScope.lines ? [.values, .probes] : search
      var index = 0
      while index < candidates.count {
        test(plan.byItem[Int(candidates[index])], event, &matched)
        index += 1
      }
    }
    for entry in plan.always { test(entry, event, &matched) }
  }

  /// Gives back what the events of a chunk needed.
  @inline(__always)
  func finish() { matcher.finish(known) }

  /// A rule may match by more than one of its alternatives.
  @inline(__always)
  private func test(_ entry: Plan.Entry, _ event: Event, _ matched: inout ContiguousArray<Int32>) {
    guard matcher.run(tables.programs[Int(entry.program)], event, known), !matched.contains(entry.rule) else { return }
    matched.append(entry.rule)
  }

  // MARK: Searching

  /// Searches the values of a record that says where each begins and ends.
  func searchValues(_ plan: Plan, _ event: Event) {
    let fields = event.fields
    let scope = tables.clues.scope(plan.scope)
    let anywhere = plan.hasKeywords ? scope.anywhere : -1
    // A value may stand under several names: for keywords it is searched once.
    var searched = ByteView.empty
    var index = 0
    while index < fields.count {
      let (value, kind) = (fields[index].value, fields[index].kind)
      var place = scope.place(of: fields[index].id)
      index &+= 1
      if kind == .null || kind == .container { continue }
      if place < 0 {
        if anywhere < 0 || value.isSame(searched) { continue }
        place = anywhere
      }
      searched = value
      if value.count >= tables.clues[place].shortest { search(place, value, kind, plan, event) }
    }
    if anywhere >= 0, event.hasOwnMessage { search(anywhere, event.message, .text, plan, event) }
  }

  /// Searches a value of a field that rules ask for, unless it is known what is in it.
  private func search(_ place: Int, _ value: ByteView, _ kind: ValueKind, _ plan: Plan, _ event: Event) {
    var isKept = value.count <= ValueMemo.lengthLimit && !tables.clues[place].isQuick
    let key = UInt32(truncatingIfNeeded: place &+ 1) &<< 3 | UInt32(kind.rawValue)
    if isKept, let items = memo.find(value, key) { return take(items, plan) }
    if isExotic(value) { (meetsExotic, isKept) = (true, false) }
    found.removeAll()
    tables.clues[place].search(value, kind, into: &found)
    for probe in tables.clues[place].probes where matcher.probe(probe.item, value, kind, event, known) {
      found.append(FoundItem(item: probe.item, isCertain: true, isAwaited: probe.isAwaited))
    }
    if isKept { memo.keep(value, key, found.view) }
    take(found.view, plan)
  }

  @inline(__always)
  private func take(_ items: Table<FoundItem>, _ plan: Plan) {
    var index = 0
    while index < items.count {
      find(items[index].item, isCertain: items[index].isCertain, isAwaited: items[index].isAwaited, plan)
      index &+= 1
    }
  }

  @inline(__always)
  private func isExotic(_ value: ByteView) -> Bool { !Folding.isASCII(value) && Folding.holdsExotic(value) }

  /// Takes what the automaton found in a line.
  func take(_ hits: ContiguousArray<AhoCorasick.Hit>, in record: ByteView, of event: Event, _ plan: Plan) {
    forEachLiteral(hits) { literal, end in
      for clue in tables.clues.clues(ofLiteral: literal) {
        if clue.field == .unnamed {
          find(clue.item, isCertain: false, isAwaited: true, plan)
        } else if stands(clue, endingAt: end, in: record, of: event) {
          find(clue.item, isCertain: clue.isCertain, isAwaited: true, plan)
        }
      }
    }
  }

  /// Takes what the automaton found in a value that stands outside the record, or in the message: `field` is `unnamed` there.
  func take(_ hits: ContiguousArray<AhoCorasick.Hit>, inValue value: ByteView, of field: FieldID, _ plan: Plan) {
    forEachLiteral(hits) { literal, end in
      for clue in tables.clues.clues(ofLiteral: literal) {
        if clue.field == .unnamed {
          find(clue.item, isCertain: false, isAwaited: true, plan)
        } else if clue.field == field, clue.stands(at: end - clue.literal.count, in: value) {
          find(clue.item, isCertain: clue.isCertain, isAwaited: true, plan)
        }
      }
    }
  }

  @inline(__always)
  private func forEachLiteral(_ hits: ContiguousArray<AhoCorasick.Hit>, _ body: (_ literal: Int32, _ end: Int) -> Void) {
    var index = 0
    while index < hits.count {
      let hit = hits[index]
      index += 1
      for place in tables.automaton.literals(hit) {
        let literal = tables.automaton.literal(at: place)
        if literal < tables.exoticLiterals { meetsExotic = true } else { body(literal, Int(hit.position) + 1) }
      }
    }
  }

  /// Whether a literal found in the record stands in a value of its field, and where it is wanted.
  @inline(__always)
  private func stands(_ clue: Clue, endingAt end: Int, in record: ByteView, of event: Event) -> Bool {
    var index = event.firstIndex(of: clue.field)
    if index < 0 { return false }
    let fields = event.fields
    while index < fields.count {
      let value = fields[index]
      if value.id == clue.field, value.kind != .null, value.kind != .container, let start = record.offset(of: value.value),
        clue.stands(at: end - clue.literal.count - start, in: value.value)
      {
        return true
      }
      if !event.hasRepeats { return false }
      index += 1
    }
    return false
  }

  /// An item holds, or may: the rules that wait for it are candidates.
  @inline(__always)
  private func find(_ item: Int32, isCertain: Bool, isAwaited: Bool, _ plan: Plan) {
    guard known.find(item, isCertain: isCertain), isAwaited else { return }
    var trigger = plan.firstTrigger(item)
    while trigger < plan.triggers.count, plan.triggers[trigger].item == item {
      let entry = plan.triggers[trigger].entry
      trigger += 1
      if stamps[Int(entry)] == stamp { continue }
      stamps[Int(entry)] = stamp
      candidates.append(entry)
    }
  }
}
