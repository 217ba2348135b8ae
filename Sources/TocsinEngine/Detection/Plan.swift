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
  }

  /// Rules that hold for every such record: what the pattern asserts is all they ask for.
  var certain: Table<Int32>
  /// Rules, or those of their alternatives, that nothing announces: run on every such record.
  var always: Table<Entry>
  /// Rules, or those of their alternatives, that are run only where one of their items may hold.
  var byItem: Table<Entry>
  /// Ascending by item.
  var triggers: Table<Trigger>
  /// Where the triggers of each run of so many items begin, and their count at the end.
  var runs: Table<Int32>
  /// Whether some trigger is a keyword, which may stand in any value.
  var hasKeywords: Bool
  /// Which of the fields' indices its records are searched by: a number of the clues' scopes.
  var scope: Int32 = 0

  var isEmpty: Bool { certain.isEmpty && always.isEmpty && byItem.isEmpty }

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
    var byItem: [Entry] = []
    var triggers: [Trigger] = []
    var hasKeywords = false

    func make(_ pool: ConstantPool) -> Plan {
      let triggers = triggers.sorted { ($0.item, $0.entry) < ($1.item, $1.entry) }
      var runs: [Int32] = []
      for (index, trigger) in triggers.enumerated() {
        while runs.count <= trigger.item / Plan.runLength { runs.append(Int32(index)) }
      }
      runs.append(Int32(triggers.count))
      return Plan(
        certain: pool.table(certain), always: pool.table(always), byItem: pool.table(byItem), triggers: pool.table(triggers),
        runs: pool.table(runs), hasKeywords: hasKeywords)
    }
  }
}
