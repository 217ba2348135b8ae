/// What to run on the records that one dispatch leads to: a decoder's pattern, a decoder none of whose patterns fits, or a format.
struct Plan: BitwiseCopyable {
  struct Entry: BitwiseCopyable, Hashable {
    var rule: Int32
    /// Index into the detector set's programs.
    var program: Int32
  }

  /// One literal and an entry of `byLiteral` that it lets run.
  struct Trigger: BitwiseCopyable, Hashable {
    var literal: Int32
    var entry: Int32
  }

  /// Rules that hold for every such record: what the pattern asserts is all they ask for.
  var certain: Table<Int32>
  /// Rules, or those of their alternatives, without a literal: run on every such record.
  var always: Table<Entry>
  /// Rules, or those of their alternatives, that are run only where one of their literals occurs.
  var byLiteral: Table<Entry>
  /// Ascending by literal.
  var triggers: Table<Trigger>

  var isEmpty: Bool { certain.isEmpty && always.isEmpty && byLiteral.isEmpty }

  /// Where the triggers of a literal begin, or their count where it has none.
  @inline(__always)
  func firstTrigger(_ literal: Int32) -> Int {
    var low = 0
    var high = triggers.count
    while low < high {
      let middle = (low + high) / 2
      if triggers[middle].literal < literal { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// A plan while it is put together; equal ones are made once.
  struct Draft: Hashable {
    var certain: [Int32] = []
    var always: [Entry] = []
    var byLiteral: [Entry] = []
    var triggers: [Trigger] = []

    func make(_ pool: ConstantPool) -> Plan {
      Plan(
        certain: pool.table(certain), always: pool.table(always), byLiteral: pool.table(byLiteral),
        triggers: pool.table(triggers.sorted { ($0.literal, $0.entry) < ($1.literal, $1.entry) }))
    }
  }
}
