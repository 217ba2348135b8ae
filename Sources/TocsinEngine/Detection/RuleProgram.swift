import Sigma

/// A rule's expression as a straight program: each step tests something and says where to go on, so that evaluating needs no
/// recursion and touches no reference counts.
struct RuleProgram: BitwiseCopyable {
  struct Step: BitwiseCopyable {
    var test: Test
    /// Fields whose values are tried, a range of the matcher's field table; empty for keywords.
    var firstField: Int32
    var fieldCount: Int32
    var isKeyword: Bool
    /// Index of the next step, or `accept`, or `reject`.
    var onTrue: Int32
    var onFalse: Int32
  }

  static let accept: Int32 = -1
  static let reject: Int32 = -2

  /// One test of values. Closed and hot, without references.
  enum Test: BitwiseCopyable {
    case glob(Glob)
    case number(Int32)
    case boolean(Bool)
    case null
    case exists(Bool)
    case compare(Comparison, Int32)
    case network(Int32)
    case regex(Int32)
    case sameAs(FieldID, Affix, cased: Bool)
    case timePart(TimePart, Comparison, Int32)
  }

  var steps: Table<Step>
  /// Where to begin; `accept` or `reject` where nothing is left to test.
  var entry: Int32
}
