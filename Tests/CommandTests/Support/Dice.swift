import TestSupport

extension Dice {
  /// Pieces of random sizes up to `longest` that make up `bytes`.
  mutating func pieces(_ bytes: [UInt8], longest: Int) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + roll(1...longest))
      pieces.append(Array(bytes[start..<end]))
      start = end
    }
    return pieces
  }

  /// The lines of `bytes` in `count` parts, some of which may be empty.
  mutating func split(_ bytes: [UInt8], parts count: Int) -> [[UInt8]] {
    let ends = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 } + [bytes.count]
    let cuts = [0] + (1..<count).map { _ in pick(ends) }.sorted() + [bytes.count]
    return zip(cuts, cuts.dropFirst()).map { Array(bytes[$0..<$1]) }
  }
}
