import Foundation
import Testing

/// The cases of `Tests/Conformance`, through the binary: the Sigma specification item by item.
@Suite("Sigma conformance")
struct SigmaConformanceTests {
  /// How many cases there are; none may be lost unseen.
  static let count = 355

  /// Every item; each needs a case that holds and one that does not.
  static let items: [String] = {
    func numbered(_ section: Int, _ count: Int) -> [String] { (1...count).map { "\(section).\($0)" } }
    let modifiers = [
      "unknown", "contains", "startswith", "endswith", "all", "cased", "exists", "neq", "re", "i", "m", "s", "base64",
      "base64offset", "utf16le", "utf16be", "utf16", "windash", "cidr", "lt", "lte", "gt", "gte", "minute", "hour", "day", "week",
      "month", "year", "fieldref", "expand",
    ]
    return numbered(1, 6) + ["2"] + numbered(2, 2) + numbered(3, 9) + modifiers.map { "4.\($0)" } + numbered(5, 6)
      + numbered(6, 16) + numbered(7, 4)
  }()

  @Test("each item has a case that holds and one that does not")
  func coverage() throws {
    let cases = try SigmaCase.load()
    #expect(Set(cases.map(\.description)).count == cases.count, "two cases of the same name")
    #expect(Set(cases.map(\.item)).subtracting(Self.items) == [])
    for item in Self.items {
      let own = cases.filter { $0.item == item }
      #expect(!own.filter(\.hasPositive).isEmpty, "\(item) has no case that holds")
      #expect(!own.filter(\.hasNegative).isEmpty, "\(item) has no case that does not hold")
    }
  }

  @Test("all cases")
  func cases() throws {
    let cases = try SigmaCase.load()
    var compared = 0
    for sigmaCase in cases {
      if let fault = try sigmaCase.fault() { Issue.record("\(sigmaCase): \(fault)") }
      compared += 1
    }
    #expect(compared == Self.count)
  }
}
