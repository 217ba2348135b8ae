import Foundation

/// SplitMix64: the same numbers for the same seed, everywhere.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func roll(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func pick<T>(_ choices: [T]) -> T { choices[roll(0...choices.count - 1)] }
  mutating func chance(_ percent: Int) -> Bool { roll(1...100) <= percent }

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

/// How often random tests run: a few times, or with `TOCSIN_PROVE=1` hundreds of times. `TOCSIN_SEED` starts elsewhere.
enum Proving {
  static let isThorough = ProcessInfo.processInfo.environment["TOCSIN_PROVE"] == "1"
  static let firstSeed = UInt64(ProcessInfo.processInfo.environment["TOCSIN_SEED"] ?? "") ?? 1

  static func seeds(_ few: Int, _ many: Int) -> [UInt64] {
    (0..<UInt64(isThorough ? many : few)).map { firstSeed + $0 }
  }
}
