import Sigma

/// Whether the engine can run a regular expression: asked when rules are loaded, so that a bad one is refused with its place.
public enum RegexCheck {
  /// Automata of fewer positions than libhs has states for in one automaton always compile; beyond, trying is the only way to know.
  static let certainWeight = 400

  /// What is wrong with an expression, or nil.
  public static func fault(in regex: Regex) -> RegexFault? {
    guard RegexDatabase.isSupported else {
      return RegexFault("libhs cannot run on this processor, which lacks SSSE3; remove the rule")
    }
    let outline = RegexOutline(regex)
    do throws(RegexFault) {
      try RegexDatabase.parse(regex, isWide: !outline.isNarrow)
      if outline.weight > certainWeight { _ = try RegexDatabase(regex, isWide: !outline.isNarrow) }
      return nil
    } catch {
      return error
    }
  }
}
