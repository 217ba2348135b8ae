import Sigma

/// A test of the values of some fields. Rules share it: whatever of them make the same test have the same item, and no event is
/// asked twice.
struct Item: BitwiseCopyable {
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

  var test: Test
  /// Fields whose values are tried, a range of the matcher's field table; empty for keywords.
  var firstField: Int32
  var fieldCount: Int32
  var isKeyword: Bool
  /// The searches that find, wherever the item holds, that it does or may.
  var decidedBy: Search = []
}

/// How an event was searched for what rules ask for.
struct Search: OptionSet, BitwiseCopyable, Hashable {
  let rawValue: UInt8

  /// The text of lines, by the automaton.
  static let lines = Search(rawValue: 1)
  /// Value by value, by the fields' own indices.
  static let values = Search(rawValue: 2)
  /// The same, with tests of each value for which nothing can be searched.
  static let probes = Search(rawValue: 4)
}
