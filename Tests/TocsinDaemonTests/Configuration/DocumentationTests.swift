import Foundation
import Testing

@testable import TocsinDaemon

/// What docs/configuration.md shows must work.
@Suite struct DocumentationTests {
  private static let text: String = {
    let root = (1...4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    return (try? String(contentsOf: root.appendingPathComponent("docs/configuration.md"), encoding: .utf8)) ?? ""
  }()

  static let examples: [String] = text.components(separatedBy: "```yaml\n").dropFirst().map { part in
    part.components(separatedBy: "```")[0]
  }

  @Test func hasExamples() { #expect(Self.examples.count >= 6) }

  @Test(arguments: examples)
  func eachExampleLoads(example: String) {
    var configuration = Configuration()
    #expect(configuration.read(text: example, path: "example.yaml") == [])
  }

  @Test(arguments: [
    "inputs", "detectors", "decoders", "placeholders", "sinks", "ignore", "timezone", "state", "limits", "log-level", "units",
    "directory",
    "path",
    "format", "write-delay", "logsource", "url", "credential", "headers", "authorities", "levels", "actions", "tags", "networks",
    "users",
    "hosts", "until", "reason", "windows", "line", "outbox", "lateness",
  ])
  func eachSettingIsDescribed(key: String) { #expect(Self.text.contains("`\(key)`")) }
}
