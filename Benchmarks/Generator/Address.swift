/// An IPv4 address of 198.18.0.0/15, which RFC 2544 reserves for benchmarks: it harms nobody and is no private network.
struct Address: Hashable, Comparable, CustomStringConvertible {
  let bits: UInt32

  /// Crowds take the indices below this, attackers those from here on, so that the truth is known by construction.
  static let firstAttacker = 100_000
  static let attackers = (1 << 17) - firstAttacker

  /// `index` in `0..<131072`.
  init(index: Int) {
    bits = 198 << 24 | 18 << 16 + UInt32(index)
  }

  var description: String { [24, 16, 8, 0].map { String(bits >> $0 & 255) }.joined(separator: ".") }

  static func < (a: Address, b: Address) -> Bool { a.bits < b.bits }
}
