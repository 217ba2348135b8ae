import Sigma
import TestSupport

@testable import TocsinEngine

/// A regular expression as a tree, matched as plainly as can be, to compare libhs and the literals drawn from patterns with.
struct SlowRegex: Sendable {
  indirect enum Node: Sendable {
    case one(Unicode.Scalar)
    case any
    case oneOf([Unicode.Scalar], isNegated: Bool)
    case digit, word, start, end, boundary
    case sequence([Node])
    case either([Node])
    case times(Node, Int, Int?)

    static func text(_ text: String) -> Node { .sequence(text.unicodeScalars.map { .one($0) }) }

    var pattern: String {
      switch self {
      case .one("\n"): "\\n"
      case .one(let scalar): (".^$*+?{}[]()|\\/".unicodeScalars.contains(scalar) ? "\\" : "") + String(scalar)
      case .any: "."
      case .oneOf(let scalars, let isNegated):
        (isNegated ? "[^" : "[") + scalars.map { Node.one($0).pattern }.joined() + "]"
      case .digit: "\\d"
      case .word: "\\w"
      case .start: "^"
      case .end: "$"
      case .boundary: "\\b"
      case .sequence(let parts): parts.map(\.pattern).joined()
      case .either(let parts): "(" + parts.map(\.pattern).joined(separator: "|") + ")"
      case .times(let part, let least, let most): "(?:" + part.pattern + ")" + Self.count(least, most)
      }
    }

    private static func count(_ least: Int, _ most: Int?) -> String {
      switch (least, most) {
      case (0, nil): "*"
      case (1, nil): "+"
      case (0, 1): "?"
      case (_, nil): "{\(least),}"
      case (_, let most?): most == least ? "{\(least)}" : "{\(least),\(most)}"
      }
    }
  }

  var node: Node
  var ignoresCase = false
  var multiline = false
  var dotMatchesNewline = false

  var regex: Regex {
    Regex(pattern: node.pattern, ignoresCase: ignoresCase, multiline: multiline, dotMatchesNewline: dotMatchesNewline)
  }

  /// Whether some part of a value matches.
  func matches(_ value: SlowText) -> Bool {
    let text = value.scalars(cased: !ignoresCase)
    let isWord = value.cased.map { Self.isWord($0) }
    return (0...text.count).contains { !ends(node, text, isWord, [$0]).isEmpty }
  }

  /// Where a node can end that begins at one of `starts`.
  private func ends(_ node: Node, _ text: [UInt32], _ isWord: [Bool], _ starts: Set<Int>) -> Set<Int> {
    func step(_ accepts: (UInt32) -> Bool) -> Set<Int> {
      Set(starts.filter { $0 < text.count && accepts(text[$0]) }.map { $0 + 1 })
    }
    func folded(_ scalar: Unicode.Scalar) -> UInt32 {
      ignoresCase ? SlowText.fold(scalar.value) : scalar.value
    }
    switch node {
    case .one(let scalar): return step { $0 == folded(scalar) }
    case .any: return step { dotMatchesNewline || $0 != 10 }
    case .oneOf(let scalars, let isNegated): return step { byte in scalars.contains { folded($0) == byte } != isNegated }
    case .digit: return step { (48...57).contains($0) }
    case .word: return Set(starts.filter { $0 < text.count && isWord[$0] }.map { $0 + 1 })
    case .start: return starts.filter { $0 == 0 || (multiline && text[$0 - 1] == 10) }
    case .end:
      return starts.filter { $0 == text.count || (text[$0] == 10 && (multiline || $0 + 1 == text.count)) }
    case .boundary:
      return starts.filter { at in
        (at > 0 && isWord[at - 1]) != (at < text.count && isWord[at])
      }
    case .sequence(let parts): return parts.reduce(starts) { ends($1, text, isWord, $0) }
    case .either(let parts): return parts.reduce(into: []) { $0.formUnion(ends($1, text, isWord, starts)) }
    case .times(let part, let least, let most):
      var reached = starts
      var result: Set<Int> = least == 0 ? starts : []
      // Beyond the length of the text nothing new is reached.
      for count in 1...max(1, min(most ?? .max, least + text.count)) where count <= most ?? .max {
        reached = ends(part, text, isWord, reached)
        if count >= least { result.formUnion(reached) }
      }
      return result
    }
  }

  private static func isWord(_ scalar: UInt32) -> Bool {
    (48...57).contains(scalar) || (65...90).contains(scalar) || (97...122).contains(scalar) || scalar == 95
  }

  // MARK: Random ones

  static let letters: [Unicode.Scalar] = ["a", "b", "B", "k", "s", "1", " ", "\n", "\u{E9}", "\u{C9}"]

  static func random(_ random: inout Dice) -> SlowRegex {
    // Without characters outside ASCII in the pattern, values are narrowed.
    let alphabet = Bool.random(using: &random) ? letters : Array(letters.prefix(8))
    return SlowRegex(
      node: node(3, alphabet, &random), ignoresCase: Int.random(in: 0..<3, using: &random) == 0,
      multiline: Bool.random(using: &random), dotMatchesNewline: Bool.random(using: &random))
  }

  private static func node(_ depth: Int, _ letters: [Unicode.Scalar], _ random: inout Dice) -> Node {
    switch Int.random(in: 0..<(depth > 0 ? 20 : 9), using: &random) {
    case 0...2: return .one(letters.randomElement(using: &random)!)
    case 3...4: return .sequence((0...2).map { _ in .one(letters.randomElement(using: &random)!) })
    case 5: return .any
    case 6:
      let scalars = (0...Int.random(in: 0...2, using: &random)).map { _ in letters.randomElement(using: &random)! }
      return .oneOf(scalars, isNegated: Bool.random(using: &random))
    case 7: return [.digit, .word, .boundary].randomElement(using: &random)!
    case 8: return [.start, .end].randomElement(using: &random)!
    case 9...15: return .sequence((0..<Int.random(in: 1...4, using: &random)).map { _ in node(depth - 1, letters, &random) })
    case 16...17: return .either((0..<Int.random(in: 1...3, using: &random)).map { _ in node(depth - 1, letters, &random) })
    default:
      let least = Int.random(in: 0...2, using: &random)
      let most = Bool.random(using: &random) ? nil : max(1, least + Int.random(in: 0...2, using: &random))
      return .times(node(depth - 1, letters, &random), least, most)
    }
  }

  /// A short value, not always UTF-8.
  static func value(_ random: inout Dice) -> [UInt8] {
    (0..<Int.random(in: 0...7, using: &random)).flatMap { _ -> [UInt8] in
      switch Int.random(in: 0..<16, using: &random) {
      case 0: [0xFF]
      case 1: Array("\u{212A}".utf8)
      case 2: Array("\u{17F}".utf8)
      default: Array(String(letters.randomElement(using: &random)!).utf8)
      }
    }
  }
}
