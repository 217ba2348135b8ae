import CSystemd
import Glibc

/// A thread that does one thing and ends. It takes the signal mask of whoever makes it.
final class OwnThread: Sendable {
  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  private let hasEnded = Monitor(false)

  /// `name` is what `ps -T` shows, at most 15 bytes of it.
  init(_ name: String, _ body: @escaping @Sendable () -> Void) {
    let work = Work { [hasEnded] in
      tocsin_name_thread(name)
      body()
      hasEnded.change { $0 = true }
    }
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, Unmanaged.passRetained(work).toOpaque())
    guard code == 0 else { fatalError("cannot start the thread \(name): \(String(cString: strerror(code)))") }
    pthread_detach(thread)
  }

  /// Waits until it has ended, at the longest until `deadline`; whether it has.
  @discardableResult
  func join(until deadline: Monotonic? = nil) -> Bool {
    hasEnded.wait { hasEnded in
      if hasEnded { return .found(true) }
      if let deadline, deadline <= .now { return .found(false) }
      return .wait(until: deadline)
    }
  }
}
