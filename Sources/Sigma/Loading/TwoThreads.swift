import Glibc

/// Does work on two threads. A queue of libdispatch would do, but its pool, once used, wakes the process every second for as long as
/// it lives.
enum TwoThreads {
  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Calls `body` on this thread and on another one at once, and returns when both calls have. Where there is no other thread to be
  /// had, one call must do.
  static func run(_ body: @Sendable () -> Void) {
    withoutActuallyEscaping(body) { body in
      let work = Work(body)
      var thread = pthread_t()
      let code = pthread_create(
        &thread, nil,
        { argument in
          if let argument { Unmanaged<Work>.fromOpaque(argument).takeUnretainedValue().body() }
          return nil
        }, Unmanaged.passUnretained(work).toOpaque())
      body()
      if code == 0 { pthread_join(thread, nil) }
      withExtendedLifetime(work) {}
    }
  }
}
