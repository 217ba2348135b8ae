import Foundation

/// Lines and rules that several tests use.
enum Samples {
  static let failed = "Nov 20 06:00:00 web1 sshd[8]: Failed password for root from 203.0.113.9 port 4000 ssh2"
  static let year = ["--year", "2026", "--timezone", "UTC"]

  /// One rule that matches `failed`, of level high.
  static let rootRule = """
    title: Root
    id: 7d3a4b0e-53f5-4a8f-9d57-3b1df1b0a001
    logsource: {product: linux}
    detection:
      selection: {user.name: root}
      condition: selection
    level: high

    """

  /// Rules that are wrong in one way each, beside a good one.
  static func writeBadRules(_ scratch: Scratch) {
    func rule(_ title: String, _ detection: String) -> String {
      "title: \(title)\nlogsource: {product: linux}\ndetection:\n\(detection)"
    }
    scratch.write("rules/1-yaml.yml", rule("Broken", "  selection:\n    a: [b\n  condition: selection\n"))
    scratch.write("rules/2-modifier.yml", rule("Modifier", "  selection:\n    a|containz: b\n  condition: selection\n"))
    scratch.write("rules/3-identifier.yml", rule("Identifier", "  selection:\n    a: b\n  condition: selection and other\n"))
    scratch.write("rules/4-empty.yml", "")
    scratch.write("rules/5-level.yml", rule("Level", "  selection:\n    a: b\n  condition: selection\n") + "level: huge\n")
    scratch.write("rules/6-good.yml", rootRule)
  }
}
