/// What to run on the records that one dispatch leads to: a decoder's pattern, a decoder none of whose patterns fits, or a format.
struct Plan: BitwiseCopyable {
  struct Entry: BitwiseCopyable {
    var rule: Int32
    /// Index into the detector set's programs.
    var program: Int32
  }

  /// One item and an entry of `byItem` that it lets run.
  struct Trigger: BitwiseCopyable {
    var item: Int32
    var entry: Int32
    /// Whether the entry holds wherever the item does: then there is nothing to run.
    var decides = false
  }

  /// Entries that nothing announces and the values of one field decide, at most 64.
  struct FieldGroup: BitwiseCopyable {
    /// The names under which the field may stand.
    var fields: Table<FieldID>
    var entries: Table<Entry>
    /// Tells the group from those of all plans.
    var number: Int32

    static let limit = 64
  }

  /// Rules that hold for every such record: what the pattern asserts is all they ask for.
  var certain: Table<Int32>
  /// Rules, or those of their alternatives, that nothing announces: run on every such record.
  var always: Table<Entry>
  /// The same, where one field decides them: what they make of a value is remembered.
  var byField: Table<FieldGroup>
  /// Rules, or those of their alternatives, that are run only where one of their items may hold.
  var byItem: Table<Entry>
  /// Ascending by item.
  var triggers: Table<Trigger>
  /// Where the triggers of each run of so many items begin, and their count at the end.
  var runs: Table<Int32>
  /// Whether records are searched for keywords, which may stand in any value.
  var hasKeywords: Bool
  /// Entries of `byItem` that wait for a sign, for which only the text of lines is searched.
  var bySign: Table<Int32>
  /// A bit for each field of whose values the text is searched in lines.
  private var texts: Table<UInt64>
  /// Which of the fields' indices its records are searched by: a number of the clues' scopes.
  var scope: Int32 = 0

  /// All that is run of it.
  var entries: [Entry] { Array(always) + byField.flatMap { Array($0.entries) } + Array(byItem) }

  /// The rules that may match, those that hold for all records first; some more than once.
  var rules: [Int32] { Array(certain) + entries.map(\.rule) }

  /// Whether nothing is left to ask.
  var isSettled: Bool { always.isEmpty && byField.isEmpty && byItem.isEmpty }
  var isEmpty: Bool { certain.isEmpty && isSettled }

  @inline(__always)
  func searchesText(of field: FieldID) -> Bool {
    let word = Int(field.rawValue &>> 6)
    return word < texts.count && texts[word] &>> UInt64(field.rawValue & 63) & 1 != 0
  }

  private static let runLength: Int32 = 32

  /// Where the triggers of an item begin, or where they would.
  @inline(__always)
  func firstTrigger(_ item: Int32) -> Int {
    let run = Int(item / Self.runLength)
    guard run &+ 1 < runs.count else { return triggers.count }
    var low = Int(runs[run])
    var high = Int(runs[run &+ 1])
    while low < high {
      let middle = (low &+ high) / 2
      if triggers[middle].item < item { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  /// A plan while it is put together.
  struct Draft {
    var certain: [Int32] = []
    var always: [Entry] = []
    private var byField: [FieldGroup] = []
    var byItem: [Entry] = []
    var triggers: [Trigger] = []
    var hasKeywords = false
    var bySign: [Int32] = []
    private var texts: [UInt64] = []

    private struct FieldGroup {
      var fields: [FieldID]
      var entries: [Entry]
    }

    var groupCount: Int { byField.count }

    mutating func add(_ entry: Entry, decidedBy fields: [FieldID]) {
      if let group = byField.lastIndex(where: { $0.fields == fields }), byField[group].entries.count < Plan.FieldGroup.limit {
        byField[group].entries.append(entry)
      } else {
        byField.append(FieldGroup(fields: fields, entries: [entry]))
      }
    }

    mutating func searchText(of field: FieldID) {
      let word = Int(field.rawValue >> 6)
      while texts.count <= word { texts.append(0) }
      texts[word] |= 1 << UInt64(field.rawValue & 63)
    }

    /// `firstGroup` and as many numbers as there are groups are this plan's alone.
    func make(_ pool: ConstantPool, firstGroup: Int = 0) -> Plan {
      let triggers = triggers.sorted { ($0.item, $0.entry) < ($1.item, $1.entry) }
      var runs: [Int32] = []
      for (index, trigger) in triggers.enumerated() {
        while runs.count <= trigger.item / Plan.runLength { runs.append(Int32(index)) }
      }
      runs.append(Int32(triggers.count))
      let groups = byField.enumerated().map { index, group in
        Plan.FieldGroup(
          fields: pool.table(group.fields), entries: pool.table(group.entries), number: Int32(firstGroup + index))
      }
      return Plan(
        certain: pool.table(certain), always: pool.table(always), byField: pool.table(groups), byItem: pool.table(byItem),
        triggers: pool.table(triggers), runs: pool.table(runs), hasKeywords: hasKeywords,
        bySign: pool.table(bySign), texts: pool.table(texts))
    }
  }
}
