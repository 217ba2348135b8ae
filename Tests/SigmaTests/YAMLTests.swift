import Sigma
import Testing

/// SPEC 1: documents, keys, aliases and their bounds.
struct YAMLTests {
  private let body = "logsource: {product: test}\ndetection: {sel: {F: a}, condition: sel}\n"

  @Test func oneFileHoldsManyDocuments() {
    let set = load("# first\n---\ntitle: A\n\(body)...\n# between\n---\ntitle: B\n\(body)---\n\n---\ntitle: C\nlevel: x\n\(body)")
    #expect(set.rules.map(\.metadata.title) == ["A", "B"])
    #expect(set.rules.map(\.metadata.position.line) == [3, 9])
    #expect(set.errors.map(\.position) == [Position(path: "rule.yml", line: 16, column: 8)])
    #expect(set.errors.first?.title == "C")
  }

  @Test func aDocumentThatCannotBeParsedLeavesTheOthers() {
    let set = load("title: A\nid: [\n---\ntitle: B\n\(body)---\ntitle: C: D\n---\ntitle: E\n\(body)")
    #expect(set.rules.map(\.metadata.title) == ["B", "E"])
    #expect(set.errors.map(\.title) == ["A", "C: D"])
    #expect(set.errors.last?.position == Position(path: "rule.yml", line: 8, column: 9))
    #expect(set.errors.last?.message.contains("quote a value that holds `: `") == true)
  }

  @Test func windowsLineEndsAndMarksAreRead() {
    let set = load("\u{FEFF}title: A\r\n" + body.replacing("\n", with: "\r\n") + "---\r\ntitle: B\r\n" + body)
    #expect(set.rules.map(\.metadata.title) == ["A", "B"])
    #expect(load("title: A\r\nid: [\r\n").errors.map(\.title) == ["A"])
  }

  @Test func nothingIsNoRule() {
    #expect(load("").errors.isEmpty)
    #expect(load("---\n# nothing\n---\n~\n").errors.isEmpty)
    #expect(load("- a\n").errors.first?.message.contains("must be a map") == true)
    #expect(load("text\n").errors.count == 1)
  }

  @Test func duplicateKeysAreRefused() {
    let set = load("title: R\nlogsource: {product: x}\ndetection:\n  sel:\n    F: a\n    F: b\n  condition: sel\n")
    #expect(set.rules.isEmpty)
    #expect(set.errors.first?.message.contains("`F` stands twice") == true)
    #expect(load("title: R\n\(body)level: low\nlevel: high\n").rules.isEmpty)
    // The same name, though YAML calls one a number.
    #expect(load("title: R\nlogsource: {product: x}\ndetection: {sel: {1: a, '1': b}, condition: sel}\n").rules.isEmpty)
  }

  @Test func keysMustBeText() {
    #expect(load("title: R\n[a, b]: c\n").errors.first?.message.contains("a key must be a string") == true)
  }

  @Test func anchorsAliasesAndMergeKeysWork() {
    let set = load(
      rule(
        """
        base: &base {F: a, G: b}
        list: {H: &values [x, y]}
        sel: {<<: *base, G: c, I: *values}
        condition: sel
        """))
    #expect(
      set.rules.first?.expression
        == .and([.text("G", "c"), .or([.text("I", "x"), .text("I", "y")]), .text("F", "a")]), "\(set.problems)")
    #expect(load("title: *nothing\n").errors.first?.message.contains("quote a value that begins with `*`") == true)
  }

  @Test func aliasesThatMultiplyAreRefused() {
    var text = "title: R\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n"
    }
    let clock = ContinuousClock()
    let time = clock.measure {
      #expect(load(text + body).errors.first?.message.contains("aliases expand to too many values") == true)
    }
    #expect(time < .seconds(5))
  }

  @Test func aliasesThatMultiplyInKeysAreRefused() {
    var text = "title: R\na0: &a0 [x, x]\n"
    for level in 1...40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    for key in ["? *a40\n: x\n", "*a40 : x\n", "k: {*a40 : x}\n", "k: {? *a40 : x}\n"] {
      #expect(load(text + key + body).errors.first?.message.contains("aliases expand to too many values") == true)
      // Nothing else of the document grows.
      let few = load("title: R\na40: &a40 [x]\n" + key + body)
      #expect(few.errors.first?.message.contains("a key must be a string") == true)
      #expect(few.errors.first?.position.line == 3)
    }
    #expect(load("title: R\nk: &k custom\n*k : x\n" + body).rules.count == 1)
  }

  @Test(arguments: [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", "")])
  func deepNestingIsRefused(_ open: String, _ close: String) {
    for depth in [100, 900, 100_000] {
      let nest = String(repeating: open, count: depth) + "x" + String(repeating: close, count: depth)
      let set = load("title: R\nk:\n  \(nest)\n" + body)
      #expect(set.rules.isEmpty)
      #expect(set.errors.count == 1)
    }
  }

  @Test func aControlCharacterIsRefused() {
    #expect(load("title: a\u{1}b\n" + body).errors.first?.message.contains("control character") == true)
    #expect(load("title: \"a\\q\"\n" + body).errors.first?.message.contains("single quotes") == true)
  }
}
