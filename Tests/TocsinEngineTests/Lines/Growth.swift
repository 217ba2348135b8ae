import Glibc

/// How the time of some work grows with its input.
enum Growth {
  /// Whether twice the work takes at most three times the thread's CPU time: tried again, since caches and clocks are shared.
  static func isLinear(_ work: () -> Void, twice: () -> Void) -> Bool {
    (0..<6).contains { _ in
      let one = fastest(work)
      return fastest(twice) < one * 3 + 0.001
    }
  }

  private static func fastest(_ work: () -> Void) -> Double {
    (0..<4).map { _ in
      let start = seconds()
      work()
      return seconds() - start
    }.min() ?? 0
  }

  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
