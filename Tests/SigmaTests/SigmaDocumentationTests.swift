import Foundation
import Testing

@testable import Sigma

/// What docs/sigma.md shows must load, and it must leave nothing out.
struct SigmaDocumentationTests {
  private static let text: String = {
    let root = (1...3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    return (try? String(contentsOf: root.appendingPathComponent("docs/sigma.md"), encoding: .utf8)) ?? ""
  }()

  /// The cells of each row of the tables of one section, without heads; `\|` is a bar.
  private static func rows(_ heading: String) -> [[String]] {
    let section = text.components(separatedBy: "\n## ").first { $0.hasPrefix(heading + "\n") } ?? ""
    let lines = section.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
    return lines.map { line in
      let cells = line.replacingOccurrences(of: "\\|", with: "\u{1}").split(separator: "|")
      return cells.map { $0.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: "\u{1}", with: "|") }
    }
  }

  private static func code(_ cell: String) -> [String] {
    cell.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
  }

  @Test func eachModifierHasARowWhoseExampleLoads() {
    let rows = Self.rows("Modifiers")
    #expect(Set(rows.flatMap { Self.code($0[0]) }) == Set(Modifier.allCases.map(\.rawValue)))
    for row in rows {
      let example = Self.code(row[1]).first ?? ""
      let set = load(rule("sel:\n  \(example)\ncondition: sel"), placeholders: ["Teams": ["a", "b"]])
      #expect(set.rules.count == 1 && set.problems.isEmpty, "\(example): \(set.problems)")
      #expect(Self.code(row[0]).contains { example.contains("|\($0)") }, "\(example) does not show its modifier")
    }
  }

  @Test func eachValueLoads() {
    let examples = Self.rows("Values").compactMap { Self.code($0[0]).first }.filter { $0.hasPrefix("F:") }
    #expect(examples.count == 9)
    for example in examples { #expect(expression(example) != nil, "\(example)") }
  }

  @Test func eachCorrelationTypeHasARowWhoseExamplesLoad() {
    let rows = Self.rows("Correlations")
    #expect(rows.flatMap { Self.code($0[0]) } == Correlation.Kind.allCases.map(\.rawValue).sorted { place($0) < place($1) })
    let bases = ["a", "b", "c"].map { rule("sel: {F: \($0)}\ncondition: sel", title: $0, header: "name: \($0)\n") }
    for row in rows where row.count > 2 {
      for example in Self.code(row[2]) {
        let correlation =
          "title: X\ncorrelation:\n  type: \(Self.code(row[0])[0])\n  rules: [a, b, c]\n  timespan: 1m\n  \(example)\n"
        let set = load((bases + [correlation]).joined(separator: "---\n"))
        #expect(set.correlations.count == 1 && set.problems.isEmpty, "\(example): \(set.problems)")
      }
    }
  }

  /// Where the table has a type.
  private func place(_ kind: String) -> Int {
    Self.rows("Correlations").firstIndex { Self.code($0[0]) == [kind] } ?? .max
  }

  @Test func eachKeyOfTocsinIsThere() {
    let keys = Self.rows("What Tocsin adds").flatMap { Self.code($0[0]) }
    #expect(keys == ["playbook", "owner", "distinct", "group-by"])
    let body = keys.map { "  \($0): [x]\n" }.joined().replacingOccurrences(of: "owner: [x]", with: "owner: x")
    let set = load("title: R\ntocsin:\n\(body)logsource: {product: test}\ndetection: {sel: {F: a}, condition: sel}\n")
    #expect(set.problems.isEmpty && set.rules.first?.metadata.tocsin.owner == "x")
  }
}
