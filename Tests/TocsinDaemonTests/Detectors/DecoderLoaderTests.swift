import Testing
import TocsinEngine

@testable import TocsinDaemon

@Suite struct DecoderLoaderTests {
  private static func load(_ text: String) -> DecoderLoader {
    var loader = DecoderLoader()
    loader.add(text, path: "d.yml")
    return loader
  }

  @Test func oneFileHoldsManyDecoders() {
    let loader = Self.load(
      """
      name: one
      programs: [a, b]
      set: {event.kind: event}
      patterns:
        - match: ["x {user.name:word}", 'y']
          set: {event.action: 5}
      ---
      name: two
      formats: [json]
      patterns: [{match: z}]
      """)
    #expect(loader.problems.isEmpty)
    #expect(loader.definitions.map(\.name) == ["one", "two"])
    #expect(loader.definitions[0].scope == .programs(["a", "b"]))
    #expect(loader.definitions[0].patterns[0].matches == ["x {user.name:word}", "y"])
    // All of a decoder is text.
    #expect(loader.definitions[0].patterns[0].set.map(\.value) == ["5"])
    #expect(loader.definitions[1].scope == .formats([.json]))
  }

  /// What was wrong with any document but the first was passed over, and the rest of the file with it.
  @Test func everyDocumentMustBeYAML() {
    let loader = Self.load("name: one\nprograms: [a]\npatterns: [{match: x}]\n---\nname: two\nprograms: [a\npatterns: []\n")
    #expect(loader.definitions.map(\.name) == ["one"])
    #expect(
      loader.problems == ["d.yml:7:9: not YAML: while parsing a flow sequence, did not find expected ',' or ']'"])
    #expect(Self.load("name: a\nname: b\n").problems == ["d.yml:1:1: the same key twice in one map: name"])
    #expect(Self.load("name: *a\n").problems == ["d.yml:1:7: not YAML: found undefined alias"])
    #expect(Self.load("name: a\u{1}\n").problems == ["d.yml: not YAML: control characters are not allowed"])
  }

  @Test func whatIsWrongHasItsPlace() {
    let loader = Self.load("name: one\nprogram: [a]\n[b]: c\npatterns: [{match: x, sett: {}}]\n")
    #expect(
      loader.problems == [
        "d.yml:2:1: unknown key \"program\"; did you mean \"programs\"?", "d.yml:3:1: a key must be text, not a list",
        "d.yml:1:1: a decoder needs \"programs: [sshd]\", \"programs: '*'\" or \"formats: [nginx-error]\"",
      ])
  }
}
