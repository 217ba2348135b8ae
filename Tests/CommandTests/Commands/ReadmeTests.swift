import Foundation
import Testing

/// What the README shows works as it says.
@Suite("README")
struct ReadmeTests {
  /// The first YAML block behind a heading.
  private func detector() throws -> String {
    let text = try String(contentsOfFile: "\(Command.repository)/README.md", encoding: .utf8)
    let section = try #require(text.range(of: "## A detector in five minutes"))
    let start = try #require(text.range(of: "```yaml\n", range: section.upperBound..<text.endIndex))
    let end = try #require(text.range(of: "\n```", range: start.upperBound..<text.endIndex))
    return String(text[start.upperBound..<end.lowerBound]) + "\n"
  }

  private func line(_ second: Int, _ status: Int, from address: String = "192.0.2.7", path: String = "/shop/login") -> String {
    let time = "20/Nov/2026:06:00:\(second < 10 ? "0" : "")\(second) +0000"
    return "\(address) - - [\(time)] \"POST \(path) HTTP/1.1\" \(status) 5 \"-\" \"x\"\n"
  }

  @Test("the detector of the shop is right and rings at the tenth failure")
  func shop() throws {
    let scratch = Scratch()
    scratch.write("rules/shop.yml", try detector())
    let check = try Command.run(["check", "rules"], in: scratch.path)
    #expect(check.status == 0 && check.errors.isEmpty, "\(check.errors)")
    func alerts(_ lines: [String]) throws -> [String] {
      scratch.write("access.log", lines.joined())
      return try Alerts.replay(["--detectors", "rules", "access.log"], in: scratch.path)
    }
    let failures = (0..<10).map { line($0 * 5, 401) }
    let found = try alerts(failures + [line(50, 200)])
    #expect(found.count == 2, "\(found)")
    #expect(found.first?.contains(#""action":"opened""#) == true && found.last?.contains(#""action":"closed""#) == true)
    for alert in found {
      for said in ["Password guessing against the shop", "192.0.2.7", "Block the address at the proxy.", #""owner":"shop""#] {
        #expect(alert.contains(said), "\(alert)")
      }
    }
    #expect(try alerts(Array(failures.dropLast()) + [line(46, 401, from: "192.0.2.8"), line(47, 401, path: "/shop")]).isEmpty)
  }
}
