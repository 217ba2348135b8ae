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
    let pool = ConstantPool()
    let trie = PrefixTrie(prefixes.map { .init(prefix: $0.prefix, branch: nil, pattern: $0.pattern) }, pool: pool)
    for _ in 0..<500 {
      let message = text(8)
      let expected = prefixes.filter { message.starts(with: $0.prefix) }
        .sorted { ($0.prefix.count, -$0.pattern) > ($1.prefix.count, -$1.pattern) }
      var found: [Int] = []
      _ = message.withView { view in
        trie.find(view) { pattern in
          found.append(pattern)
          return false
        }
      }
      #expect(found == expected.map(\.pattern))
    }
  }

  /// Patterns that share a prefix are told apart by the literal behind the word: every pattern that fits is found, and the order
  /// among patterns of one literal is the one written.
  @Test(arguments: Seeds.of(4)) func findsTheBranchBehindAWord(_ seed: UInt64) {
    var random = RecordReading.Seeded(seed)
    let words: [[UInt8]] = ["(a)", "(ab)", "(a", " x", " xy"].map { Array($0.utf8) }
    let pool = ConstantPool()
    let keys = (0..<30).map { pattern in
      PrefixTrie.Key(prefix: Array("p_".utf8), branch: words.randomElement(using: &random), pattern: pattern)
    }
    let trie = PrefixTrie(keys, pool: pool)
    for text in ["p_w(ab) x", "p_w(a) xy", "p_w xy", "p_w(c)(a)", "p_w", "q_w(a)"] {
      let message = Array(text.utf8)
      var found: [Int] = []
      _ = message.withView { view in
        trie.find(view) { pattern in
          found.append(pattern)
          return false
        }
      }
      let word = message.dropFirst(2).prefix { $0 != 0x20 } + message.dropFirst(2).drop { $0 != 0x20 }.prefix(3)
      let expected = keys.filter { key in
        guard text.hasPrefix("p_"), let branch = key.branch else { return false }
        return word.indices.contains { word[$0...].starts(with: branch) }
      }
      #expect(Set(found) == Set(expected.map(\.pattern)), "seed \(seed), \(text)")
    }
  }
}
