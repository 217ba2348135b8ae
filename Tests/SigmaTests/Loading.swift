import Sigma

/// Loads one text as a file `rule.yml`.
func load(_ text: String, placeholders: [String: [String]] = [:], includesUnsupported: Bool = false) -> RuleSet {
  var loader = RuleLoader(placeholders: placeholders, includesUnsupported: includesUnsupported)
  loader.add(text, path: "rule.yml")
  return loader.load()
}

/// A rule around the lines of a `detection`.
func rule(_ detection: String, title: String = "R", header: String = "") -> String {
  let lines = detection.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }.joined(separator: "\n")
  return "title: \(title)\n\(header)logsource:\n  product: test\ndetection:\n\(lines)\n"
}

/// The expression of a rule with one selection; nil where it was refused.
func expression(_ selection: String, placeholders: [String: [String]] = [:]) -> Expression? {
  let lines = selection.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
  return load(rule("sel:\n\(lines)\ncondition: sel"), placeholders: placeholders).rules.first?.expression
}

/// The problems of a rule with one selection.
func problems(_ selection: String) -> [Problem] {
  let lines = selection.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
  return load(rule("sel:\n\(lines)\ncondition: sel")).problems
}

extension RuleSet {
  var errors: [Problem] { problems.filter { $0.severity == .error } }
  var warnings: [Problem] { problems.filter { $0.severity == .warning } }
}

extension Pattern {
  /// From a text in which `*` and `?` are wildcards and nothing is escaped.
  init(_ text: String) {
    var pieces: [Piece] = []
    var run: [UInt8] = []
    func flush() {
      if !run.isEmpty { pieces.append(.literal(run)) }
      run = []
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "*"):
        flush()
        pieces.append(.anyRun)
      case UInt8(ascii: "?"):
        flush()
        pieces.append(.anyOne)
      default: run.append(byte)
      }
    }
    flush()
    self.init(pieces: pieces)
  }
}

extension Expression {
  /// A field's text with wildcards, not folded.
  static func text(_ field: String, _ pattern: String, cased: Bool = false) -> Expression {
    .field(field, .text(Pattern(pattern), cased: cased))
  }

  static func keyword(_ pattern: String) -> Expression { .anywhere(.text(Pattern(pattern), cased: false)) }
}
