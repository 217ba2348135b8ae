import Sigma
import Testing

/// SPEC 6.1, 6.15: references over the whole set.
struct LinkingTests {
  private func base(_ name: String) -> String {
    "title: T\(name)\nname: \(name)\nlogsource: {product: test}\ndetection: {sel: {k: \(name)}, condition: sel}\n"
  }

  private func count(_ name: String, of rules: String...) -> String {
    "title: T\(name)\nname: \(name)\ncorrelation: {type: event_count, rules: [\(rules.joined(separator: ", "))], timespan: 1m, condition: {gte: 1}}\n"
  }

  private func load(_ documents: String...) -> RuleSet {
    var loader = RuleLoader()
    for (index, text) in documents.enumerated() { loader.add(text, path: "\(index).yml") }
    return loader.load()
  }

  @Test func innerCorrelationsStandBeforeOuterOnes() {
    let set = load(count("x3", of: "x2", "x1"), count("x2", of: "x1"), base("a"), count("x1", of: "a"))
    #expect(set.problems.isEmpty)
    #expect(set.correlations.map(\.metadata.name) == ["x1", "x2", "x3"])
    #expect(set.correlations.map(\.references) == [[.rule(0)], [.correlation(0)], [.correlation(1), .correlation(0)]])
  }

  @Test func aLongChainIsNoTrouble() {
    var loader = RuleLoader()
    for index in (1...5000).reversed() {
      loader.add(count("x\(index)", of: index == 1 ? "a" : "x\(index - 1)"), path: "\(index)")
    }
    loader.add(base("a"), path: "a")
    let set = loader.load()
    #expect(set.problems.isEmpty)
    #expect(set.correlations.count == 5000)
    #expect(set.correlations.last?.metadata.name == "x5000")
  }

  @Test func cyclesAreRefusedAndNamed() {
    let set = load(
      count("x", of: "y"), count("y", of: "z", "a"), count("z", of: "x"), count("outer", of: "x"), count("me", of: "me"),
      base("a"))
    #expect(set.correlations.isEmpty)
    #expect(set.rules.count == 1)
    #expect(set.errors.map(\.position.path) == ["0.yml", "1.yml", "2.yml", "3.yml", "4.yml"])
    #expect(set.errors[0].message == "the references go round in a circle: `x` → `y` → `z` → `x`; remove one")
    #expect(set.errors[3].message.contains("`x` could not be loaded"))
    #expect(set.errors[4].message.contains("`me` → `me`"))
  }

  @Test func whatRefersToABrokenRuleIsLeftOut() {
    let broken = "title: B\nname: b\nlogsource: {product: test}\ndetection: {sel: {k|foo: a}, condition: sel}\n"
    let set = load(base("a"), broken, count("x", of: "a", "b"), count("y", of: "x"), count("z", of: "a"))
    #expect(set.correlations.map(\.metadata.name) == ["z"])
    #expect(set.errors.map(\.position.path) == ["1.yml", "2.yml", "3.yml"])
    #expect(set.errors[1].message == "`b` could not be loaded; mend it first")
    let old = load("status: deprecated\n" + base("a"), count("x", of: "a"))
    #expect(old.errors.map(\.message) == ["`a` is left out because its status is `deprecated`; refer to another rule"])
  }

  @Test func unknownReferencesAreRefusedWithTheNearest() {
    let set = load(base("failed_login"), count("x", of: "failed_logins"), count("y", of: "nothing_like_it"))
    #expect(
      set.errors.map(\.message) == [
        "there is no rule `failed_logins`; did you mean `failed_login`?",
        "there is no rule `nothing_like_it`; refer to it by its id or name",
      ])
    #expect(set.errors.first?.position == Position(path: "1.yml", line: 3, column: 42))
  }

  @Test func idsAndNamesAreUniqueOverTheSet() {
    let id = "id: b3e5a8c2-7d41-4f0e-9a66-2c1d5f7e8b90\n"
    let set = load(id + base("a"), id.uppercased().replacing("ID", with: "id") + base("b"), base("a"), count("x", of: "a"))
    #expect(set.rules.map(\.metadata.name) == ["a"])
    #expect(set.correlations.map(\.references) == [[.rule(0)]])
    #expect(set.errors.map(\.position.path) == ["1.yml", "2.yml"])
    #expect(set.errors[0].message.hasPrefix("the id `b3e5a8c2-7d41-4f0e-9a66-2c1d5f7e8b90` is taken by 0.yml:1"))
    #expect(set.errors[1].message.hasPrefix("the name `a` is taken by 0.yml:1"))
  }

  @Test func idsAreComparedWithoutCase() {
    let set = load(
      "id: B3E5A8C2-7D41-4F0E-9A66-2C1D5F7E8B90\n" + base("a"), count("x", of: "b3e5a8c2-7d41-4f0e-9a66-2c1d5f7e8b90"))
    #expect(set.problems.isEmpty)
    #expect(set.correlations.count == 1)
  }

  @Test func problemsStandInTheOrderOfFilesAndLines() {
    let set = load(
      count("x", of: "nothing"),
      "title: B\nlevel: x\nid: y\n" + "logsource: {product: p}\ndetection: {s: {F: a}, condition: s}\n", "t: [\n")
    #expect(set.errors.map { "\($0.position.path):\($0.position.line)" } == ["0.yml:3", "1.yml:2", "1.yml:3", "2.yml:2"])
  }
}
