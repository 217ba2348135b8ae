import Glibc

/// State behind a lock, and threads that wait until it is as they want it.
///
/// Unchecked, because the state is used under the lock only.
final class Monitor<State>: @unchecked Sendable {
  /// What a waiting thread made of the state.
  enum Look<Result> {
    case found(Result)
    /// To be looked at again after a change, or at this moment.
    case wait(until: Monotonic?)
  }

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var state: State

  init(_ state: State) {
    self.state = state
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(changed, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  func withLock<Result>(_ body: (inout State) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body(&state)
  }

  /// Changes the state, and has all that wait look at it.
  func change<Result>(_ body: (inout State) -> Result) -> Result {
    defer { pthread_cond_broadcast(changed) }
    return withLock(body)
  }

  /// Looks at the state, now and whenever there is reason to, until what is wanted is found.
  func wait<Result>(_ look: (inout State) -> Look<Result>) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      switch look(&state) {
      case .found(let result): return result
      case .wait(until: nil): pthread_cond_wait(changed, mutex)
      case .wait(until: let moment?):
        var time = moment.timespec
        pthread_cond_timedwait(changed, mutex, &time)
      }
    }
  }
}
