/// Tells what must be known of a record by how its message begins, from those patterns alone on which something depends: most
/// messages leave these short walks at once.
struct NeedTables: BitwiseCopyable {
  /// By decoder.
  let own: Table<PrefixTrie>
  /// Of all decoders for any program together.
  let general: PrefixTrie
  /// By pattern.
  private let needs: Table<Need>

  /// Makes tables for one set of decoders: what two of them have in common is made once.
  struct Builder {
    /// The patterns that are told apart, in as few literals as will do.
    private struct Walk {
      var patterns: [Int]
      var keys: [PrefixTrie.Key]
      var trie: PrefixTrie
    }

    private let decoders: DecoderTables
    private let pool: ConstantPool
    /// By decoder.
    private var keys: [[PrefixTrie.Key]]
    /// What was made for each decoder, and for all of those for any program.
    private var walks: [[Walk]]
    private var generalWalks: [Walk] = []
    private let nothing: Walk

    init(_ decoders: DecoderTables, pool: ConstantPool) {
      (self.decoders, self.pool) = (decoders, pool)
      keys = Array(repeating: [], count: decoders.tries.count)
      for index in decoders.patterns.indices {
        keys[decoders.patterns[index].decoder].append(PrefixTrie.Key(decoders.patterns[index], pattern: index))
      }
      walks = Array(repeating: [], count: keys.count)
      nothing = Walk(patterns: [], keys: [], trie: PrefixTrie([], pool: pool))
    }

    /// `needs` are those of the patterns, and whatever stands behind these.
    mutating func build(_ needs: [Need]) -> NeedTables {
      let own = keys.indices.map { walk($0, needs) }
      return NeedTables(
        own: pool.table(own.map(\.trie)), general: general(decoders.general.map { own[Int($0)] }),
        needs: pool.table(Array(needs.prefix(decoders.patterns.count))))
    }

    private mutating func walk(_ decoder: Int, _ needs: [Need]) -> Walk {
      let patterns = keys[decoder].map(\.pattern).filter { needs[$0] > .nothing }
      if patterns.isEmpty { return nothing }
      if let same = walks[decoder].first(where: { $0.patterns == patterns }) { return same }
      let others = keys[decoder].filter { needs[$0.pattern] == .nothing }
      let shortened = keys[decoder].filter { needs[$0.pattern] > .nothing }.map { $0.shortened(unlike: others) }
      let walk = Walk(patterns: patterns, keys: shortened, trie: PrefixTrie(shortened, pool: pool))
      walks[decoder].append(walk)
      return walk
    }

    private mutating func general(_ parts: [Walk]) -> PrefixTrie {
      let patterns = parts.flatMap(\.patterns)
      if let same = generalWalks.first(where: { $0.patterns == patterns }) { return same.trie }
      let keys = parts.flatMap(\.keys)
      generalWalks.append(Walk(patterns: patterns, keys: keys, trie: PrefixTrie(keys, pool: pool)))
      return generalWalks[generalWalks.count - 1].trie
    }
  }

  private init(own: Table<PrefixTrie>, general: PrefixTrie, needs: Table<Need>) {
    (self.own, self.general, self.needs) = (own, general, needs)
  }

  /// What is known of a record before it is decoded.
  struct Answer: BitwiseCopyable {
    /// The decoder that is responsible for the record, or -1.
    var decoder: Int32
    var pattern: Int32
    var need: Need
    /// So many of the message's first bytes gave the answer; more than it has where its end did.
    var depth: Int
  }

  /// The most that a pattern needs which the message may fit.
  struct Most: PatternTest {
    private let needs: Table<Need>
    private(set) var need = Need.nothing
    private(set) var depth = 0

    @inline(__always)
    init(_ tables: NeedTables) { needs = tables.needs }

    @inline(__always)
    mutating func holds(_ pattern: Int) -> Bool {
      need = max(need, needs[pattern])
      return need == .everything
    }

    static var followsLooks: Bool { true }

    @inline(__always)
    mutating func looked(before end: Int) { depth = max(depth, end) }

    @inline(__always)
    func wordEnds(_ index: Int, at end: Int) {}

    @inline(__always)
    func found(behind words: Int, node: Int, item: Int) {}

    mutating func looked(for literal: ByteView, in message: ByteView, at place: Int) {
      var same = 0
      while same < literal.count, place + same < message.count, message[place + same] == literal[same] { same += 1 }
      depth = max(depth, place + min(same + 1, literal.count))
    }
  }
}

extension PrefixTrie.Key {
  /// With no more literals than tell the pattern from all of `others`: to look further would change no answer.
  fileprivate func shortened(unlike others: [PrefixTrie.Key]) -> PrefixTrie.Key {
    var result = self
    result.branches = []
    for branch in branches where others.contains(where: { $0.mayBegin(like: result) }) { result.branches.append(branch) }
    return result
  }

  /// Whether one message may begin as both say.
  private func mayBegin(like other: PrefixTrie.Key) -> Bool {
    if !(prefix == other.prefix) { return prefix.starts(with: other.prefix) || other.prefix.starts(with: prefix) }
    return zip(branches, other.branches).allSatisfy { $0.starts(with: $1) || $1.starts(with: $0) }
  }
}
