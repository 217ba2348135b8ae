import TestSupport
import Testing

@testable import TocsinEngine

@Suite struct PrefixTrieTests {
  /// Every pattern that a message may fit, in the order asked.
  private struct All: PatternTest {
    var found: [Int] = []
    mutating func holds(_ pattern: Int) -> Bool {
      found.append(pattern)
      return false
    }
    static var followsLooks: Bool { false }
    func looked(before end: Int) {}
    func looked(for literal: ByteView, in message: ByteView, at place: Int) {}
    func wordEnds(_ index: Int, at end: Int) {}
    func found(behind words: Int, node: Int, item: Int) {}
  }

  /// All patterns whose prefix the text begins with: the longest first, equal ones as written.
  @Test(arguments: Seeds.of(4)) func agreesWithTryingAll(_ seed: UInt64) {
    var random = Dice(seed: seed)
    func text(_ longest: Int) -> [UInt8] {
      (0..<Int.random(in: 0...longest, using: &random)).map { _ in [0x61, 0x62, 0xFF].randomElement(using: &random)! }
    }
    let prefixes = (0..<Int.random(in: 0...40, using: &random)).map { (prefix: text(5), pattern: $0) }
    let pool = ConstantPool()
    defer { withExtendedLifetime(pool) {} }
    let trie = PrefixTrie(prefixes.map { .init(prefix: pool.view($0.prefix), branches: [], pattern: $0.pattern) }, pool: pool)
    for _ in 0..<500 {
      let message = text(8)
      let expected = prefixes.filter { message.starts(with: $0.prefix) }
        .sorted { ($0.prefix.count, -$0.pattern) > ($1.prefix.count, -$1.pattern) }
      var all = All()
      _ = message.withView { trie.find($0, &all) }
      #expect(all.found == expected.map(\.pattern))
    }
  }

  /// Patterns that share a prefix are told apart by the literals behind the words: every pattern all of whose literals stand where
  /// their words first end is found, and found once.
  @Test(arguments: Seeds.of(8)) func findsTheBranchesBehindWords(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let literals: [[UInt8]] = ["(a)", "(ab)", "(a", " x", " xy", ":"].map { Array($0.utf8) }
    let pool = ConstantPool()
    let keys = (0..<Int.random(in: 40...150, using: &random)).map { pattern in
      PrefixTrie.Key(
        prefix: pool.view(["p_", "p_w", ""].randomElement(using: &random)!),
        branches: (0..<Int.random(in: 0...3, using: &random)).map { _ in pool.view(literals.randomElement(using: &random)!) },
        pattern: pattern)
    }
    defer { withExtendedLifetime(pool) {} }
    let trie = PrefixTrie(keys, pool: pool)
    var candidates = 0
    for _ in 0..<300 {
      let pieces = ["p_", "w", "(a)", "(ab)", " x", " xy", ":", "(", " "]
      let message = Array("p_".utf8) + (0..<8).flatMap { _ in Array(pieces.randomElement(using: &random)!.utf8) }
      var all = All()
      _ = message.withView { trie.find($0, &all) }
      let expected = keys.filter { Self.fits($0, message) }.map(\.pattern)
      candidates += expected.count
      #expect(all.found.sorted() == expected, "seed \(seed), \(String(decoding: message, as: UTF8.self))")
    }
    #expect(candidates > 100)
  }

  /// The first pattern that holds, and the way to it.
  private struct First: PatternTest {
    let held: Set<Int>
    let trail: PrefixTrail
    var notes: Bool
    var pattern = -1
    mutating func holds(_ pattern: Int) -> Bool {
      guard held.contains(pattern) else { return false }
      self.pattern = pattern
      return true
    }
    static var followsLooks: Bool { false }
    func looked(before end: Int) {}
    func looked(for literal: ByteView, in message: ByteView, at place: Int) {}
    func wordEnds(_ index: Int, at end: Int) {}
    func found(behind words: Int, node: Int, item: Int) {
      if notes { trail.note(behind: words, node: node, item: item) }
    }
  }

  /// Where a message goes the way of the one before, it finds what the whole search finds.
  @Test(arguments: Seeds.of(8)) func knownWaysLeadToTheSame(_ seed: UInt64) {
    var random = Dice(seed: seed)
    let literals: [[UInt8]] = ["(a)", "(ab)", "(a", " x", " xy", ":"].map { Array($0.utf8) }
    let pool = ConstantPool()
    let keys = (0..<Int.random(in: 5...150, using: &random)).map { pattern in
      PrefixTrie.Key(
        prefix: pool.view(["p_", "p_w", "", "q"].randomElement(using: &random)!),
        branches: (0..<Int.random(in: 0...9, using: &random)).map { _ in pool.view(literals.randomElement(using: &random)!) },
        pattern: pattern)
    }
    let trie = PrefixTrie(keys, pool: pool)
    let trails = PrefixTrails(count: 3)
    let trail = trails[1]
    // Both only point there.
    defer { withExtendedLifetime((pool, trails)) {} }
    let pieces = ["p_", "w", "(a)", "(ab)", " x", " xy", ":", "(", " "]
    var (went, differed) = (0, 0)
    for _ in 0..<3_000 {
      let held = Set(keys.indices.filter { _ in Bool.random(using: &random) })
      let words = (0..<Int.random(in: 0...12, using: &random)).flatMap { _ in Array(pieces.randomElement(using: &random)!.utf8) }
      (Array(["p_", "p_w", "q"].randomElement(using: &random)!.utf8) + words).withView { message in
        let turns = trail.count(in: 4)
        var again = First(held: held, trail: trail, notes: false)
        let wentAgain = turns > 0 && trie.find(message, along: trail, turns, &again)
        if turns > 0, !wentAgain { differed += 1 }
        trail.begin(in: 4)
        var whole = First(held: held, trail: trail, notes: true)
        let isFound = trie.find(message, &whole)
        if wentAgain {
          went += 1
          #expect(isFound && whole.pattern == again.pattern, "seed \(seed): \(message.string)")
        }
        // The same message goes the way that it went.
        let ownTurns = trail.count(in: 4)
        again.pattern = -1
        if ownTurns > 0, trie.find(message, along: trail, ownTurns, &again) {
          #expect(isFound && whole.pattern == again.pattern, "seed \(seed): \(message.string)")
        }
        #expect(isFound || ownTurns == 0)
      }
    }
    #expect(went > 20 && differed > 20, "\(went), \(differed)")
  }

  /// The obvious way: after the prefix, each literal at the first place before white space where it stands.
  private static func fits(_ key: PrefixTrie.Key, _ message: [UInt8]) -> Bool {
    guard message.starts(with: key.prefix.bytes) else { return false }
    var start = key.prefix.count
    for branch in key.branches {
      var place: Int?
      for index in start..<message.count {
        if message[index...].starts(with: branch.bytes) {
          place = index
          break
        }
        if message[index] == 0x20 { break }
      }
      guard let place else { return false }
      start = place + branch.count
    }
    return true
  }
}
