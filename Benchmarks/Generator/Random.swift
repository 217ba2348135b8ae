/// SplitMix64 (Steele, Lea and Flood 2014): the same seed gives the same log on every machine.
struct Random {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Uniform in `0..<bound`; the bias of 2⁻⁶⁴ × bound is of no matter here.
  @inline(__always)
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  @inline(__always)
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// True `percent` times in a hundred.
  @inline(__always)
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// Low indices far oftener than high ones, as visitors are: density falls with the square root of the index.
  @inline(__always)
  mutating func skewed(_ bound: Int) -> Int {
    let u = Double(next() >> 11) * 0x1p-53
    return Int(u * u * Double(bound))
  }

  @inline(__always)
  mutating func pick(_ choices: [StaticString]) -> StaticString { choices[below(choices.count)] }
}
