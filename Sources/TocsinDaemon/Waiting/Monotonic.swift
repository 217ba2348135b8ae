import Glibc

/// A moment of the clock that never jumps, in nanoseconds; for deadlines only, never for event times.
struct Monotonic: Comparable {
  let nanoseconds: Int64

  static var now: Monotonic {
    var time = Glibc.timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Monotonic(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  static func < (a: Monotonic, b: Monotonic) -> Bool { a.nanoseconds < b.nanoseconds }

  static func + (moment: Monotonic, span: Duration) -> Monotonic {
    let (seconds, attoseconds) = span.components
    return Monotonic(nanoseconds: moment.nanoseconds + seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  func span(to later: Monotonic) -> Duration { .nanoseconds(later.nanoseconds - nanoseconds) }

  /// Milliseconds from `now` until this moment for poll(2), rounded up.
  func timeout(from now: Monotonic) -> Int32 {
    Int32(clamping: max(0, (nanoseconds - now.nanoseconds + 999_999) / 1_000_000))
  }

  var timespec: timespec {
    Glibc.timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
  }
}
