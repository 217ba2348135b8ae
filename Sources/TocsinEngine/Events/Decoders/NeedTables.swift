/// Tells what must be known of a record by how its message begins, from those patterns alone on which something depends: most
/// messages leave these short walks at once.
struct NeedTables: BitwiseCopyable {
  /// By decoder.
  let own: Table<PrefixTrie>
  /// Of all decoders for any program together.
  let general: PrefixTrie
  /// By pattern.
  private let needs: Table<Need>

  /// `needs` are those of the patterns, and whatever stands behind these.
  init(_ decoders: DecoderTables, _ needs: [Need], pool: ConstantPool) {
    let patterns = decoders.patterns
    var keys: [[PrefixTrie.Key]] = Array(repeating: [], count: decoders.tries.count)
    var others = keys
    for index in patterns.indices {
      let key = PrefixTrie.Key(patterns[index], pattern: index)
      if needs[index] > .nothing {
        keys[patterns[index].decoder].append(key)
      } else {
        others[patterns[index].decoder].append(key)
      }
    }
    for decoder in keys.indices {
      keys[decoder] = keys[decoder].map { $0.shortened(unlike: others[decoder]) }
    }
    own = pool.table(keys.map { PrefixTrie($0, pool: pool) })
    general = PrefixTrie(decoders.general.flatMap { keys[Int($0)] }, pool: pool)
    self.needs = pool.table(Array(needs.prefix(patterns.count)))
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

    @inline(__always)
    mutating func looked(before end: Int) { depth = max(depth, end) }

    @inline(__always)
    func wordEnds(_ index: Int, at end: Int) {}

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
    if prefix != other.prefix { return prefix.starts(with: other.prefix) || other.prefix.starts(with: prefix) }
    return zip(branches, other.branches).allSatisfy { $0.starts(with: $1) || $1.starts(with: $0) }
  }
}
