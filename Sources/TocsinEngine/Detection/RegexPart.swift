/// What is known of the texts that a part of a regular expression matches: enough to say which literals they must hold, and how
/// large an automaton the part needs.
///
/// Literals are folded to small ASCII letters, as the prefilter folds; a line's end and characters outside ASCII are in none.
struct RegexPart {
  /// Texts in one set, and bytes in one text: more would cost the automaton of literals more than they spare.
  private static let mostTexts = 32
  private static let longestText = 64
  /// Repetitions that are written out.
  private static let mostCopies = 8

  /// Every text that the part can match; nil where they are too many or not made of literals alone.
  var exact: Set<[UInt8]>?
  /// Texts of which at least one occurs in whatever the part matches; nil where no such set is known.
  var required: Set<[UInt8]>?
  /// Positions of an automaton, with repetitions written out.
  var weight: Int
  /// The fewest characters that it matches, or fewer.
  var least = 0
  /// A sign (no letter, digit or blank) that occurs in whatever the part matches; nil where none is known.
  var sign: UInt8?

  /// Matches the empty text: anchors and word boundaries.
  static let empty = RegexPart(exact: [[]], required: nil, weight: 0)

  static func anything(weight: Int, least: Int = 0) -> RegexPart {
    RegexPart(exact: nil, required: nil, weight: weight, least: least)
  }

  /// One of some characters, folded.
  static func oneOf(_ bytes: Set<UInt8>) -> RegexPart {
    let sign = bytes.count == 1 ? bytes.first.flatMap { isSign($0) ? $0 : nil } : nil
    return RegexPart(exact: Set(bytes.map { [$0] }), required: nil, weight: 1, least: 1, sign: sign)
  }

  private static func isSign(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F && !byte.isDigit && !byte.isLetter }

  /// Of two signs the one that is rarer in command lines and paths.
  private static func rarer(_ one: UInt8?, _ other: UInt8?) -> UInt8? {
    guard let one, let other else { return one ?? other }
    let common = Array("\\.-/:\"_,=".utf8)
    return (common.firstIndex(of: one) ?? .max) >= (common.firstIndex(of: other) ?? .max) ? one : other
  }

  static func sequence(_ parts: [RegexPart]) -> RegexPart {
    var best: Set<[UInt8]>?
    func offer(_ texts: Set<[UInt8]>?) {
      guard let texts, LiteralSet.cost(texts) < (best.map { LiteralSet.cost($0) } ?? .max) else { return }
      best = texts
    }
    var run: Set<[UInt8]> = [[]]
    var isExact = true
    var weight = 0
    for part in parts {
      weight = capped(weight + part.weight)
      if let exact = part.exact, let longer = product(run, exact) {
        run = longer
        continue
      }
      isExact = false
      offer(literals(run))
      offer(part.required)
      run = part.exact ?? [[]]
    }
    offer(literals(run))
    return RegexPart(
      exact: isExact ? run : nil, required: best, weight: weight, least: capped(parts.reduce(0) { $0 + $1.least }),
      sign: parts.reduce(nil) { rarer($0, $1.sign) })
  }

  static func either(_ branches: [RegexPart]) -> RegexPart {
    guard branches.count != 1 else { return branches[0] }
    var exact: Set<[UInt8]>? = []
    var required: Set<[UInt8]>? = []
    for branch in branches {
      exact = union(exact, branch.exact)
      required = union(required, branch.required)
    }
    if let texts = exact, texts.count > mostTexts { exact = nil }
    return RegexPart(
      exact: exact, required: required, weight: capped(branches.reduce(0) { $0 + $1.weight }),
      least: branches.map(\.least).min() ?? 0)
  }

  /// From `least` to `most` times, or without end.
  func repeated(_ least: Int, _ most: Int?) -> RegexPart {
    let weight = Self.capped(weight * max(most ?? least, 1))
    if least == 0 {
      guard most == 1, let exact else { return .anything(weight: weight) }
      return RegexPart(exact: exact.union([[]]), required: nil, weight: weight)
    }
    var parts = Array(repeating: self, count: min(least, Self.mostCopies))
    if most != least || least > Self.mostCopies { parts.append(.anything(weight: 0)) }
    var result = Self.sequence(parts)
    result.weight = weight
    (result.least, result.sign) = (Self.capped(least * self.least), sign)
    return result
  }

  /// Texts as literals, without those that hold another one; nil where one of them is too short to be worth it.
  private static func literals(_ texts: Set<[UInt8]>) -> Set<[UInt8]>? {
    guard texts.allSatisfy({ $0.count >= LiteralSet.shortest }) else { return nil }
    return texts.filter { text in
      !texts.contains { other in
        other.count < text.count && text.withView { text in other.withView { text.firstRange(of: $0) } } != nil
      }
    }
  }

  private static func product(_ heads: Set<[UInt8]>, _ tails: Set<[UInt8]>) -> Set<[UInt8]>? {
    guard heads.count * tails.count <= mostTexts else { return nil }
    let texts = Set(heads.flatMap { head in tails.map { head + $0 } })
    return texts.allSatisfy { $0.count <= longestText } ? texts : nil
  }

  private static func union(_ one: Set<[UInt8]>?, _ other: Set<[UInt8]>?) -> Set<[UInt8]>? {
    guard let one, let other else { return nil }
    return one.union(other)
  }

  private static func capped(_ weight: Int) -> Int { min(weight, 1 << 20) }
}
