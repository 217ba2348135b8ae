import Glibc

/// The log's own time: starts on 1 March 2026, 00:00:00 UTC, and only goes forward.
struct Clock {
  /// Since the start.
  private(set) var microseconds = 0
  var seconds: Int { microseconds / 1_000_000 }

  private static let start = 1_772_323_200
  private let format: String
  private var text = [UInt8](repeating: 0, count: 64)
  private var length = 0
  private var textSecond = -1

  /// `format` is strftime's.
  init(format: String) {
    self.format = format
  }

  /// Lets between none and twice the mean pass.
  @inline(__always)
  mutating func advance(mean: Int, _ random: inout Random) {
    microseconds += random.below(2 * mean)
  }

  /// The present as text, rendered once a second.
  mutating func put(to output: Output) {
    if textSecond != seconds { render() }
    text.withUnsafeBufferPointer { output.put(UnsafeBufferPointer(rebasing: $0[..<length])) }
  }

  private mutating func render() {
    var (time, parts) = (time_t(Self.start + seconds), tm())
    gmtime_r(&time, &parts)
    length = text.withUnsafeMutableBytes {
      strftime($0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count, format, &parts)
    }
    textSecond = seconds
  }
}
