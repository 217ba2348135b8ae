/// Decides which rules of a plan an event matches. It keeps scratch memory from event to event, so each scanner has its own.
///
/// An event is searched first, for the items that announce rules; then the rules announced are run, with what was found for an answer
/// to most of what they ask.
final class RuleTester {
  private let tables: DispatchTables
  private let matcher: Matcher
  private let known: ItemCache
  private let memo = ValueMemo()
  private let textMemo = TextMemo()
  private let verdicts = VerdictMemo()
  /// What was found in the value at hand.
  private var found = Row<FoundItem>()
  /// What the automaton found in the text at hand.
  private var textHits = Row<AhoCorasick.Hit>()
  /// Entries of the plan at hand that may hold; of those that do, all bits the other way.
  private var candidates = Row<Int32>()
  /// For each entry the event that it is a candidate of.
  private var stamps: Row<UInt32>
  private var stamp: UInt32 = 0
  /// Whether some text folds into ASCII behind the searches' back: then every rule must look itself.
  private var meetsExotic = false

  init(_ detectors: DetectorSet) {
    tables = detectors.dispatch
    matcher = detectors.matcher
    known = ItemCache(items: detectors.matcher.itemCount)
    stamps = Row(repeating: 0, count: detectors.dispatch.plans.map(\.byItem.count).max() ?? 0)
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
  func run(_ plan: Plan, _ event: Event, _ search: Search, into matched: inout Row<Int32>) {
    if meetsExotic {
      known.searched = []
      for entry in plan.byItem { test(entry, event, &matched) }
    } else {
      // Records of a shape are searched with probes.
      known.searched = search == .values && Int(plan.scope) != ClueScope.lines ? [.values, .probes] : search
      var index = 0
      while index < candidates.count {
        let entry = candidates[index]
        index += 1
        if entry >= 0 { test(plan.byItem[Int(entry)], event, &matched) } else { add(plan.byItem[Int(~entry)].rule, &matched) }
      }
    }
    for entry in plan.always { test(entry, event, &matched) }
    for group in plan.byField { test(group, event, &matched) }
  }

  /// Gives back what the events of a chunk needed.
  @inline(__always)
  func finish() { matcher.finish(known) }

  @inline(__always)
  private func test(_ entry: Plan.Entry, _ event: Event, _ matched: inout Row<Int32>) {
    if matcher.run(tables.programs[Int(entry.program)], event, known) { add(entry.rule, &matched) }
  }

  /// A rule may match by more than one of its alternatives.
  @inline(__always)
  private func add(_ rule: Int32, _ matched: inout Row<Int32>) {
    if !matched.view.contains(rule) { matched.append(rule) }
  }

  // MARK: Rules of one field

  @inline(__always)
  private func test(_ group: Plan.FieldGroup, _ event: Event, _ matched: inout Row<Int32>) {
    guard let key = key(group, event) else {
      for entry in group.entries { test(entry, event, &matched) }
      return
    }
    var verdict = verdicts.find(key) ?? judge(group, event, key)
    while verdict != 0 {
      add(group.entries[verdict.trailingZeroBitCount].rule, &matched)
      verdict &= verdict &- 1
    }
  }

  /// The one value that decides a group, or that there is none; nil where there are several, or a long one.
  @inline(__always)
  private func key(_ group: Plan.FieldGroup, _ event: Event) -> VerdictMemo.Key? {
    if event.hasRepeats { return nil }
    var place = -1
    var index = 0
    while index < group.fields.count {
      let found = event.firstIndex(of: group.fields[index])
      index += 1
      if found < 0 { continue }
      if place >= 0 { return nil }
      place = found
    }
    if place < 0 { return VerdictMemo.Key(group: group.number) }
    return VerdictMemo.Key(group: group.number, event.fields[place].value, event.fields[place].kind)
  }

  @inline(never)
  private func judge(_ group: Plan.FieldGroup, _ event: Event, _ key: VerdictMemo.Key) -> UInt64 {
    var verdict: UInt64 = 0
    for (index, entry) in group.entries.enumerated()
    where matcher.run(tables.programs[Int(entry.program)], event, known) { verdict |= 1 << UInt64(index) }
    verdicts.keep(key, verdict)
    return verdict
  }

  // MARK: Searching

  /// Searches the values of a record that says where each begins and ends.
  func searchValues(_ plan: Plan, _ event: Event) {
    for entry in plan.bySign { announce(entry, holds: false) }
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

  /// Searches the text of a line's values, as far as rules look into them.
  func searchTexts(_ plan: Plan, _ event: Event) {
    let fields = event.fields
    var text = ByteView.empty
    var index = 0
    while index < fields.count {
      let place = index
      index += 1
      guard plan.searchesText(of: fields[place].id), fields[place].kind != .null, fields[place].kind != .container else {
        continue
      }
      // Of a part of the text before (a target's path) all is known.
      if text.offset(of: fields[place].value) != nil { continue }
      text = fields[place].value
      searchText(text, event, plan)
    }
  }

  @inline(__always)
  private func searchText(_ text: ByteView, _ event: Event, _ plan: Plan) {
    guard text.count <= TextMemo.lengthLimit else { return scan(text, event, plan) }
    guard let known = textMemo.find(text) else {
      scan(text, event, plan)
      return textMemo.keep(text, textHits.view)
    }
    if !known.isEmpty { take(known, in: text, of: event, plan) }
  }

  private func scan(_ text: ByteView, _ event: Event, _ plan: Plan) {
    textHits.removeAll()
    tables.automaton.scan(text, into: &textHits)
    if !textHits.isEmpty { take(textHits.view, in: text, of: event, plan) }
  }

  /// Takes what the automaton found in a text.
  func take(_ hits: Table<AhoCorasick.Hit>, in text: ByteView, of event: Event, _ plan: Plan) {
    var index = 0
    while index < hits.count {
      let hit = hits[index]
      index += 1
      for place in tables.automaton.literals(hit) {
        let literal = tables.automaton.literal(at: place)
        if literal < tables.exoticLiterals {
          meetsExotic = true
        } else {
          take(literal, endingAt: Int(hit.position) + 1, in: text, of: event, plan)
        }
      }
    }
  }

  private func take(_ literal: Int32, endingAt end: Int, in text: ByteView, of event: Event, _ plan: Plan) {
    for clue in tables.clues.clues(ofLiteral: literal) {
      let isFound =
        clue.field == .unnamed
        ? !clue.isCertain || clue.stands(at: end - clue.literal.count, in: text)
        : stands(clue, endingAt: end, in: text, of: event)
      if isFound { find(clue.item, isCertain: clue.isCertain, isAwaited: true, plan) }
    }
  }

  /// Whether a literal found in a text stands in a value of its field, and where it is wanted.
  @inline(__always)
  private func stands(_ clue: Clue, endingAt end: Int, in text: ByteView, of event: Event) -> Bool {
    var index = event.firstIndex(of: clue.field)
    if index < 0 { return false }
    let fields = event.fields
    while index < fields.count {
      let value = fields[index]
      if value.id == clue.field, value.kind != .null, value.kind != .container, let start = text.offset(of: value.value),
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
      let (entry, decides) = (plan.triggers[trigger].entry, plan.triggers[trigger].decides)
      trigger += 1
      announce(entry, holds: decides && isCertain)
    }
  }

  @inline(__always)
  private func announce(_ entry: Int32, holds: Bool) {
    if stamps[Int(entry)] == stamp { return }
    stamps[Int(entry)] = stamp
    candidates.append(holds ? ~entry : entry)
  }
}
