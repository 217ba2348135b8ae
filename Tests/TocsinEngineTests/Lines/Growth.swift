import Glibc

/// How the time of some work grows with its input.
enum Growth {
  /// Whether eight times the input takes at most twenty-four times as long; what is quadratic takes sixty-four times.
  static func isLinear(_ work: () -> Void, eightfold: () -> Void) -> Bool {
    (0..<5).contains { _ in
      let one = fastest(work)
      return fastest(eightfold) < one * 24 + .milliseconds(1)
    }
  }

  /// Of the thread's own time: other tests run beside it.
  private static func fastest(_ work: () -> Void) -> Duration {
    (0..<3).map { _ in
      let start = now()
      work()
      return now() - start
    }.min()!
  }

  private static func now() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
