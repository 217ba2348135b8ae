import Foundation
import Sigma
import Testing

/// Files and directories.
struct RuleLoaderTests {
  private static let text = rule("sel: {F: a}\ncondition: sel")

  private func withDirectory(_ body: (URL) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("sigma-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: directory.appendingPathComponent("sub/.hidden"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try body(directory)
  }

  @Test func aDirectoryIsReadRecursivelyInOrder() throws {
    try withDirectory { directory in
      for name in ["b.yml", "a.yaml", "sub/c.yml", "sub/.hidden/d.yml", ".e.yml", "notes.txt", "f.yml.bak"] {
        try Self.text.write(to: directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
      }
      var loader = RuleLoader()
      loader.add(directory: directory.path)
      let set = loader.load()
      #expect(set.problems.isEmpty)
      #expect(set.rules.map(\.metadata.position.path) == ["a.yaml", "b.yml", "sub/c.yml"].map { directory.path + "/" + $0 })
    }
  }

  @Test(arguments: ["", "\n\n", "# only words\n", "---\n---\n"]) func aFileWithoutARuleIsNamed(_ text: String) {
    let set = load(text)
    #expect(set.errors.isEmpty)
    #expect(
      set.warnings.map(\.description) == [
        "rule.yml:1:1: warning: there is no rule in this file; begin one with `title:`, or remove the file"
      ])
  }

  @Test func manyFilesGiveTheSameSetAsOneByOne() throws {
    try withDirectory { directory in
      var one = RuleLoader()
      for index in 100..<200 {
        let text = rule("sel: {F: v\(index)}\ncondition: sel", title: "R\(index)", header: index % 10 == 0 ? "id: x\n" : "")
        try text.write(to: directory.appendingPathComponent("\(index).yml"), atomically: true, encoding: .utf8)
        one.add(text, path: directory.path + "/\(index).yml")
      }
      var all = RuleLoader()
      all.add(directory: directory.path)
      let (first, second) = (all.load(), one.load())
      #expect(first.rules.count == 90)
      #expect(first.rules.map(\.metadata.title) == second.rules.map(\.metadata.title))
      #expect(first.rules.map(\.expression) == second.rules.map(\.expression))
      #expect(first.problems == second.problems)
    }
  }

  @Test func whatCannotBeReadIsAProblem() throws {
    try withDirectory { directory in
      let path = directory.appendingPathComponent("latin.yml").path
      try Data([0x74, 0x69, 0xe9, 0x0a]).write(to: URL(fileURLWithPath: path))
      var loader = RuleLoader()
      loader.add(directory: directory.path)
      loader.add(directory: directory.path + "/nothing")
      loader.add(file: directory.path + "/missing.yml")
      loader.add(Self.text, path: "good.yml")
      let set = loader.load()
      #expect(set.rules.count == 1)
      #expect(set.errors.count == 3)
      #expect(set.errors.contains { $0.position.path == path && $0.message.contains("UTF-8") })
    }
  }

  @Test func aFileTooLargeIsRefused() {
    let set = load("title: " + String(repeating: "x", count: 17 << 20))
    #expect(set.errors.first?.message.contains("larger than 16 MiB") == true)
  }
}
