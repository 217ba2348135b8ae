/// What to run on the records that one dispatch leads to: a decoder's pattern, a decoder none of whose patterns fits, or a format.
struct Plan {
  struct Entry: BitwiseCopyable {
    var rule: Int32
    /// Index into the detector set's programs.
    var program: Int32
  }

  /// Rules that hold for every such record: what the pattern asserts is all they ask for.
  var certain: ContiguousArray<Int32> = []
  /// Rules without a literal, run on every such record.
  var always: ContiguousArray<Entry> = []
  /// Rules run only where one of their literals occurs.
  var byLiteral: ContiguousArray<Entry> = []
  /// For each literal the entries of `byLiteral` that it lets run.
  var entriesOf: [Int32: ContiguousArray<Int32>] = [:]

  var isEmpty: Bool { certain.isEmpty && always.isEmpty && byLiteral.isEmpty }
}
