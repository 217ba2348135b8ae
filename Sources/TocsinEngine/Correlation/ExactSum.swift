import Sigma

/// A sum of numbers that come and go, rounded once: what each addition loses is added up beside it (Neumaier's summation), so that
/// nothing of a number that left the window stays behind.
struct ExactSum: BitwiseCopyable {
  private var sum = 0.0
  private var lost = 0.0

  mutating func add(_ value: Double) {
    let next = sum + value
    let taken = next - sum
    lost += (sum - (next - taken)) + (value - taken)
    sum = next
  }

  var rounded: Double { sum + lost }

  var isFinite: Bool { rounded.isFinite }

  /// Whole where it is, which a double cannot tell beyond 2^53.
  var number: Number {
    guard sum == sum.rounded(), lost == lost.rounded(), abs(sum) < 0x1p62, abs(lost) < 0x1p62 else { return .real(rounded) }
    return .integer(Int64(sum) + Int64(lost))
  }
}
