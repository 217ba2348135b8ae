import Dispatch
import Foundation
import Synchronization

/// One thread that runs the jobs of one actor in order, so that calls that block (`fsync`, libcurl, a pipe whose reader sleeps)
/// hold no thread of the shared pool.
///
/// The thread starts with the first job, ends after `stop()`, and takes no signals: a broken pipe is an error from `write`, and the
/// service's signals go to the threads that wait for them.
final class SinkThread: SerialExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    var started = false
    var stopped = false
  }

  private let name: String
  private let state = Mutex(State())
  private let work = DispatchSemaphore(value: 0)

  init(name: String) { self.name = name }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isFirst = state.withLock { state in
      state.jobs.append(job)
      defer { state.started = true }
      return !state.started
    }
    if isFirst { start() }
    work.signal()
  }

  /// The actor calls this in its `deinit`, when no job can be left.
  func stop() {
    state.withLock { $0.stopped = true }
    work.signal()
  }

  private func start() {
    let thread = Thread { self.run() }
    thread.name = name
    thread.stackSize = 512 << 10
    thread.start()
  }

  private func run() {
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    while true {
      work.wait()
      let (jobs, stopped) = state.withLock { state in
        defer { state.jobs.removeAll() }
        return (state.jobs, state.stopped)
      }
      for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
      if stopped && jobs.isEmpty { return }
    }
  }
}
