import Testing

@testable import TocsinEngine

@Suite struct PrefixTrieTests {
  /// All patterns whose prefix the text begins with: the longest first, equal ones as written.
  @Test(arguments: Seeds.of(4)) func agreesWithTryingAll(_ seed: UInt64) {
    var random = RecordReading.Seeded(seed)
    func text(_ longest: Int) -> [UInt8] {
      (0..<Int.random(in: 0...longest, using: &random)).map { _ in [0x61, 0x62, 0xFF].randomElement(using: &random)! }
    }
    let prefixes = (0..<Int.random(in: 0...40, using: &random)).map { (prefix: text(5), pattern: $0) }
    let trie = PrefixTrie(prefixes)
    for _ in 0..<500 {
      let message = text(8)
      let expected = prefixes.filter { message.starts(with: $0.prefix) }
        .sorted { ($0.prefix.count, -$0.pattern) > ($1.prefix.count, -$1.pattern) }
      let found = message.withView { view in
        let node = trie.walk(view)
        return (0..<trie.count(at: node)).map { trie.candidate(at: node, $0) }
      }
      #expect(found == expected.map(\.pattern))
    }
  }
}
