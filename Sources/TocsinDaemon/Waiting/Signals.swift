import Glibc

/// The signals that the service is told things by. They are kept from all threads that are made after this, so it comes first.
struct Signals {
  enum Word {
    case end
    case reload
  }

  private let set: sigset_t

  init() {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    self.set = set
  }

  /// Waits for the next one. Those of one kind that come before it is asked are one.
  func next() -> Word {
    var set = set
    while true {
      var signal: Int32 = 0
      guard sigwait(&set, &signal) == 0 else { continue }
      return signal == SIGHUP ? .reload : .end
    }
  }
}
