import Sigma

/// What a regular expression says of itself before any automaton is built of it.
///
/// Nothing here decides a match: where the pattern holds something that this does not know, no literal is named and the automaton
/// is taken for large.
struct RegexOutline {
  /// Literals of which at least one occurs in every value that matches, folded; nil where none are known.
  var literals: Set<[UInt8]>?
  /// Whether no character outside ASCII is told from another, so that one byte may stand for any of them.
  var isNarrow: Bool
  /// Positions of the automaton, roughly.
  var weight: Int

  /// The fewest bytes that a value has which matches, or fewer.
  var least: Int
  /// A sign that occurs in every value that matches, or nil.
  var sign: UInt8?

  static let unknownWeight = 1 << 20
  /// More literals than this cost the prefilter more than the regular expression does.
  private static let mostLiterals = 256

  init(_ regex: Regex) {
    var reader = RegexReader(regex.pattern, isNarrow: !regex.ignoresCase)
    var part = reader.read()
    if !reader.isNarrow {
      // Once more, now that characters are known to be of several bytes.
      reader = RegexReader(regex.pattern, isNarrow: false)
      part = reader.read()
    }
    isNarrow = reader.isNarrow
    literals = reader.isOpaque ? nil : part.required.flatMap { $0.count <= Self.mostLiterals ? $0 : nil }
    weight = reader.isOpaque ? Self.unknownWeight : part.weight
    least = reader.isOpaque ? 0 : part.least
    sign = reader.isOpaque ? nil : part.sign
  }
}
