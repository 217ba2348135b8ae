import TestSupport
import Testing

@testable import TocsinEngine

@Suite final class AhoCorasickTests {
  /// Owns the automatons' tables while a test runs.
  private let pool = ConstantPool()

  /// Where each literal ends, without case, by trying all.
  private func naive(_ literals: [[UInt8]], _ text: [UInt8]) -> [String] {
    let folded = text.map { Folding.ascii($0) }
    var result: [String] = []
    for end in folded.indices {
      let found = literals.indices.filter { folded[...end].suffix(literals[$0].count).elementsEqual(literals[$0]) }
      if !found.isEmpty { result.append("\(end) \(found)") }
    }
    return result
  }

  private func hits(_ automaton: AhoCorasick, _ hits: Table<AhoCorasick.Hit>) -> [String] {
    hits.map { hit in "\(hit.position) \(automaton.literals(hit).map { Int(automaton.literal(at: $0)) }.sorted())" }
  }

  /// In texts that are scanned at once, and in those that are scanned in parts.
  @Test(arguments: Seeds.of(5)) func agreesWithTryingAll(_ seed: UInt64) {
    var random = Dice(seed: seed)
    for _ in 0..<40 {
      var literals = (0..<Int.random(in: 1...12, using: &random)).map { _ in
        (0..<Int.random(in: 1...[4, 4, 12].randomElement(using: &random)!, using: &random)).map { _ in
          [0x61, 0x62, 0x63, 0x31, 0xC5].randomElement(using: &random)! as UInt8
        }
      }
      literals = Array(Set(literals)).sorted { $0.lexicographicallyPrecedes($1) }
      let automaton = AhoCorasick(literals, pool: pool)
      let text = (0..<Int.random(in: 0...[40, 60, 300].randomElement(using: &random)!, using: &random)).map { _ in
        [0x61, 0x41, 0x62, 0x42, 0x63, 0x31, 0xC5, 0xE5, 0x0A].randomElement(using: &random)! as UInt8
      }
      var found = Row<AhoCorasick.Hit>()
      text.withView { automaton.scan($0, into: &found) }
      #expect(hits(automaton, found.view) == naive(literals, text), "seed \(seed)")
    }
  }

  /// The longest literal is found wherever it stands, over the ends of parts, too.
  @Test func partsMeet() {
    let literal = Array("abcdefghijkl".utf8)
    let automaton = AhoCorasick([literal], pool: pool)
    for size in [47, 48, 49, 50, 51, 130] {
      for start in 0...size - literal.count {
        var text = Array(repeating: UInt8(0x78), count: size)
        text.replaceSubrange(start..<start + literal.count, with: literal)
        var found = Row<AhoCorasick.Hit>()
        text.withView { automaton.scan($0, into: &found) }
        #expect(found.view.map(\.position) == [UInt32(start + literal.count - 1)], "\(size) bytes, from \(start)")
      }
    }
  }

  @Test func withoutLiteralsNothingIsFound() {
    let automaton = AhoCorasick([], pool: pool)
    var found = Row<AhoCorasick.Hit>()
    Array("anything".utf8).withView { automaton.scan($0, into: &found) }
    #expect(automaton.isEmpty)
    #expect(found.view.isEmpty)
  }
}
