/// A rule's expression as a straight program: each step asks whether an item holds and says where to go on, so that evaluating
/// needs no recursion and touches no reference counts.
struct RuleProgram: BitwiseCopyable {
  struct Step: BitwiseCopyable {
    /// Index into the matcher's items.
    var item: Int32
    /// Index of the next step, or `accept`, or `reject`.
    var onTrue: Int32
    var onFalse: Int32
    /// The item's own; it stands here so that most steps need not look at the item.
    var decidedBy: Search
  }

  static let accept: Int32 = -1
  static let reject: Int32 = -2

  var steps: Table<Step>
  /// Where to begin; `accept` or `reject` where nothing is left to test.
  var entry: Int32
}
