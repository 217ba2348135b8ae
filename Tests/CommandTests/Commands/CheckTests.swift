import Foundation
import Testing

/// What `tocsin check` says of rules that load but cannot be meant.
@Suite("check")
struct CheckTests {
  private static func rule(_ title: String, _ selection: String, source: String = "product: linux", id: String? = nil) -> String {
    "title: \(title)\n" + (id.map { "id: \($0)\n" } ?? "")
      + "logsource: {\(source)}\ndetection: {sel: {\(selection)}, condition: sel}\n"
  }

  private func check(_ rules: [String], _ options: [String] = [], configuration: String? = nil) throws -> Command.Outcome {
    let scratch = Scratch()
    scratch.write("rules/r.yml", rules.joined(separator: "---\n"))
    var arguments = ["check", "rules"] + options
    if let configuration { arguments += ["-c", scratch.write("tocsin.yaml", configuration)] }
    return try Command.run(arguments, in: scratch.path)
  }

  static let doubtful: [(String, String)] = [
    (rule("One", "F|contains|all: a"), "rules/r.yml:3:19: warning: `all` has one value only; remove `|all` or add a value [One]"),
    (rule("Star", #"F: 'C:\Temp\*'"#), #"rules/r.yml:3:22: warning: `\*` is a literal asterisk; write `\\*` for"#),
    (rule("Share", #"F: '\\server\*'"#), #"rules/r.yml:3:22: warning: `\*` is a literal asterisk"#),
    (
      "title: Keep\nlogsource: {product: linux}\nfilter: {rules: any, sel: {F: a}, condition: sel}\n",
      "rules/r.yml:3:46: warning: this condition keeps only what it matches; write `not selection` to leave out what it matches [Keep]"
    ),
    (
      rule("Unfed", "F: a", source: "product: macos, category: file_event"),
      "rules/r.yml:1:1: warning: no format, decoder or input here yields `product: macos`, `category: file_event`, so the rule"
    ),
    (
      rule("Wide", "F|contains: a") + "---\n" + rule("Narrow", "F: cat"),
      "rules/r.yml:5:1: warning: `Wide` (rules/r.yml:1) matches all that this rule does; remove this one, or give it a higher level"
    ),
  ]

  @Test("what cannot be meant is warned of, with its place, and fails with --strict only", arguments: doubtful)
  func warnings(rule: String, words: String) throws {
    let outcome = try check([rule])
    #expect(outcome.status == 0 && outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.output.hasSuffix(", 1 warning\n"), "\(outcome)")
    #expect(try check([rule], ["--strict"]).status == 2)
  }

  @Test("a duplicate id is an error: alerts could not be told apart")
  func duplicate() throws {
    let id = "7d3a4b0e-53f5-4a8f-9d57-3b1df1b0a0ff"
    let outcome = try check([Self.rule("A", "F: a", id: id), Self.rule("B", "F: b", id: id)])
    #expect(outcome.status == 2 && outcome.output.hasPrefix("1 rule, 0 correlations loaded in "))
    #expect(
      outcome.errors
        == "error: rules/r.yml:6:1: the id `\(id)` is taken by rules/r.yml:1; give it one of its own, made with `uuidgen` [B]\n")
  }

  @Test("good rules give no warning, strictly")
  func good() throws {
    let outcome = try check([Self.rule("A", "F|contains|all: [a, b]"), Self.rule("B", #"F: 'C:\Temp\\*'"#)], ["--strict"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty && outcome.output.contains("2 rules, 0 correlations loaded in "))
  }

  @Test("many warnings of a kind are one line, unless all are asked for")
  func many() throws {
    let rules = (0..<21).map { Self.rule("R\($0)", "F: a\($0)", source: "product: macos") }
    let short = try check(rules + [Self.rule("One", "F|all: a")])
    let lines = short.errors.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].contains("`all` has one value only"), "\(short.errors)")
    #expect(
      lines.last?.hasSuffix(" [R0], and 20 more like it (no record here is of the rule's log source); --all-warnings shows them")
        == true, "\(short.errors)")
    #expect(short.output.hasSuffix(", 22 warnings\n"))
    #expect(try check(rules, ["--all-warnings"]).errors.split(separator: "\n").count == 21)
    #expect(try check(Array(rules.dropLast())).errors.split(separator: "\n").count == 20)
  }

  @Test("placeholders and log sources of inputs come from the configuration")
  func configuration() throws {
    let rule = Self.rule("R", "user.name|expand: '%Administrators%'", source: "product: macos")
    let without = try check([rule])
    #expect(without.status == 2 && without.output.contains(" 1 refused"))
    #expect(without.errors.contains("list them under `placeholders: {Administrators: […]}` in the configuration"))
    let settings = "placeholders: {Administrators: [root]}\ninputs: [{file: {path: /x, logsource: {product: macos}}}]\n"
    let outcome = try check([rule], ["--strict"], configuration: settings)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let wrong = try check([rule], configuration: "placeholder: {Administrators: [root]}\n")
    #expect(wrong.status == 3 && wrong.errors.contains("did you mean \"placeholders\"?"))
  }

  @Test("the shipped detectors give no warning")
  func shipped() throws {
    let outcome = try Command.run(["check", "Detectors", "--strict"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
  }
}
