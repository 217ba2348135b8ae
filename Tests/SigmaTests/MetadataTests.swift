import Sigma
import Testing

/// SPEC 2: what a document says of itself.
struct MetadataTests {
  private func load(_ header: String, title: String = "R") -> RuleSet {
    SigmaTests.load(rule("sel: {F: a}\ncondition: sel", title: title, header: header))
  }

  @Test(arguments: ["|", ">", "|+", "|-"]) func aBlockOfTextEndsWithItsLastLine(_ style: String) {
    let text = load("description: \(style)\n  One\n\n  two\n\n").rules.first?.metadata.description
    #expect(text?.hasPrefix("One") == true && text?.hasSuffix("two") == true)
  }

  @Test func everythingIsKept() throws {
    let set = load(
      """
      id: b3e5a8c2-7d41-4f0e-9a66-2c1d5f7e8b90
      name: handle
      description: |
        Two
        lines
      status: Experimental
      level: high
      author: someone
      license: MIT
      date: 2026-01-31
      modified: 2026/02/28
      tags: [attack.t1110.001, attack.credential-access]
      references: ['https://example.net/']
      falsepositives: [Backups]
      fields: [F]
      scope: [server]
      related:
      - {id: c3e5a8c2-7d41-4f0e-9a66-2c1d5f7e8b90, type: derived}
      taxonomy: sigma
      anything-else: {kept: true}
      tocsin:
        playbook: [look, call]
        owner: team
        distinct: user.name
        group-by: [source.address]

      """)
    #expect(set.problems.isEmpty, "\(set.problems)")
    let metadata = try #require(set.rules.first?.metadata)
    #expect(metadata.id == "b3e5a8c2-7d41-4f0e-9a66-2c1d5f7e8b90")
    #expect(metadata.name == "handle")
    #expect(metadata.title == "R")
    #expect(metadata.description == "Two\nlines")
    #expect(metadata.status == .experimental)
    #expect(metadata.level == .high)
    #expect(metadata.author == "someone")
    #expect(metadata.tags == ["attack.t1110.001", "attack.credential-access"])
    #expect(metadata.references == ["https://example.net/"])
    #expect(metadata.falsePositives == ["Backups"])
    #expect(metadata.position == Position(path: "rule.yml", line: 1, column: 1))
    var tocsin = Metadata.Extension()
    (tocsin.playbook, tocsin.owner, tocsin.distinct, tocsin.groupBy) = (
      ["look", "call"], "team", ["user.name"], ["source.address"]
    )
    #expect(metadata.tocsin == tocsin)
  }

  @Test(arguments: [
    ("id: abc", "UUID", 5), ("id: 5", "UUID", 5), ("status: stabel", "did you mean `stable`?", 9),
    ("level: severe", "unknown level `severe`", 8), ("level: hihg", "did you mean `high`?", 8),
    ("name: ''", "empty", 7), ("name: [a]", "string", 7), ("author: [a, b]", "string", 9), ("date: 2026-02-29", "not a date", 7),
    ("date: yesterday", "not a date", 7),
    ("modified: 2026-13-01", "not a date", 11), ("tags: attack.t1110", "list", 7), ("tags: [t1110]", "namespace", 8),
    ("references: x", "list", 13), ("falsepositives: [{a: b}]", "strings", 18),
    ("related: x", "list", 10), ("related: [{id: x, type: derived}]", "UUID", 16),
    ("related: [{type: derived}]", "needs `id` and `type`", 11),
    ("related: [{id: c3e5a8c2-7d41-4f0e-9a66-2c1d5f7e8b90, type: obsoletes}]", "did you mean `obsolete`?", 60),
    ("taxonomy: ecs", "taxonomy", 11), ("description: [a]", "string", 14),
    ("tocsin: {playbok: x}", "did you mean `playbook`?", 10), ("tocsin: x", "must be a map", 9),
    ("tocsin: {owner: [a]}", "string", 17), ("tocsin: {distinct: {a: b}}", "list of strings", 20),
    ("tocsin: {zzzzzzzz: x}", "the keys are `playbook`, `owner`, `distinct`, `group-by`", 10),
  ])
  func wrongValuesAreRefused(_ header: String, _ word: String, _ column: Int) {
    let set = load(header + "\n")
    #expect(set.rules.isEmpty)
    #expect(set.errors.map(\.position) == [Position(path: "rule.yml", line: 2, column: column)], "\(set.problems)")
    #expect(set.errors.first?.message.contains(word) == true, "\(set.problems)")
    #expect(set.errors.first?.title == "R")
  }

  @Test func aTitleIsNeeded() {
    let body = "logsource: {product: x}\ndetection: {sel: {F: a}, condition: sel}\n"
    #expect(SigmaTests.load(body).errors.map(\.message) == ["`title` is missing; add it"])
    #expect(SigmaTests.load("titel: R\n" + body).errors.map(\.message) == ["`title` is missing; is `titel` meant to be it?"])
    #expect(SigmaTests.load("title:\n" + body).errors.count == 1)
    #expect(SigmaTests.load("title: [a]\n" + body).errors.count == 1)
    #expect(load("", title: String(repeating: "t", count: 256)).errors.isEmpty)
    #expect(load("", title: String(repeating: "t", count: 257)).errors.count == 1)
  }

  @Test func anUpperCaseTagIsOnlyWarnedOf() {
    let set = load("tags: [attack.T1110]\n")
    #expect(set.rules.count == 1)
    #expect(set.problems.map(\.severity) == [.warning])
  }

  @Test(arguments: ["deprecated", "unsupported"])
  func oldRulesAreLoadedOnRequestOnly(_ status: String) {
    let text = rule("sel: {F: a}\ncondition: sel", header: "status: \(status)\n")
    #expect(SigmaTests.load(text).rules.isEmpty)
    #expect(SigmaTests.load(text).problems.map(\.severity) == [.warning])
    #expect(SigmaTests.load(text, includesUnsupported: true).rules.count == 1)
    #expect(SigmaTests.load(text, includesUnsupported: true).problems.isEmpty)
  }

  @Test(arguments: [
    ("logsource: {definition: x}", "names no category"), ("logsource: x", "must be a map"),
    ("logsource: {product: 5}", "must be a string"), ("logsource: {product: ''}", "empty"),
    ("logsorce: {product: x}", "`logsource` is missing; is `logsorce` meant to be it?"),
    ("logsource: {prodct: x}", "names no category"),
  ])
  func logSourcesAreChecked(_ line: String, _ word: String) {
    let set = SigmaTests.load("title: R\n\(line)\ndetection: {sel: {F: a}, condition: sel}\n")
    #expect(set.rules.isEmpty)
    #expect(set.errors.first?.message.contains(word) == true, "\(set.problems)")
  }

  @Test func aLogSourceKeepsItsAttributes() {
    let set = SigmaTests.load(
      "title: R\nlogsource: {category: c, product: p, service: s, definition: {a: b}}\ndetection: {sel: {F: a}, condition: sel}\n"
    )
    #expect(set.rules.first?.logSource == LogSource(category: "c", product: "p", service: "s"))
  }

  @Test func everyMistakeIsReportedInOrder() {
    let set = load("id: x\nlevel: y\ntags: [z]\n")
    #expect(set.errors.map(\.position.line) == [2, 3, 4])
    #expect(
      set.errors.first?.description
        == "rule.yml:2:5: `id` must be a UUID such as `b3e5a8c2-7d41-4f0e-9a66-2c1d5f7e8b90`; make one with `uuidgen` [R]")
  }
}
