import Foundation
import Testing

@testable import TocsinDaemon

@Suite struct PlaceholderSettingsTests {
  private func read(_ texts: String...) -> (Configuration, [String]) {
    var configuration = Configuration()
    var problems: [String] = []
    for text in texts { problems += configuration.read(text: text, path: "t.yaml").map(\.description) }
    return (configuration, problems)
  }

  @Test func listsAndSingleValues() {
    let (configuration, problems) = read("placeholders:\n  Administrators: [root, 'adm-*']\n  Servers: db1\n")
    #expect(problems.isEmpty)
    #expect(configuration.placeholders == ["Administrators": ["root", "adm-*"], "Servers": ["db1"]])
  }

  @Test func laterFilesAppend() {
    let (configuration, _) = read("placeholders: {A: [1], B: x}", "placeholders: {A: [2]}")
    #expect(configuration.placeholders == ["A": ["1", "2"], "B": ["x"]])
  }

  @Test(arguments: [
    ("placeholders: [a]", "t.yaml:1:15: \"placeholders\" must be a map of names to lists"),
    ("placeholders: {'%A%': [x]}", "t.yaml:1:16: the name of a placeholder holds no \"%\""),
    ("placeholders: {A: []}", "t.yaml:1:19: \"A\" has no values"),
    ("placeholders: {A: {b: c}}", "t.yaml:1:19: \"A\" must be a list, not a map"),
    ("placeholders: {A: [[x]]}", "t.yaml:1:20: \"A\" must be text, not a list"),
    ("placeholders: {A: [x], A: [y]}", "A"),
    ("placeholder: {A: [x]}", "did you mean \"placeholders\"?"),
  ])
  func whatIsWrongIsRefused(_ text: String, _ words: String) {
    let (_, problems) = read(text)
    #expect(problems.count == 1 && problems.joined().contains(words), "\(problems)")
  }
}
