import Foundation
import Testing

@testable import TocsinDaemon

@Suite("Timers", .timeLimit(.minutes(1)))
struct TimersTests {
  private let timers = Timers()
  private let fired = Monitor<[String]>([])

  private func timer(_ name: String) -> Timers.Timer { timers.timer { [fired] in fired.change { $0.append(name) } } }

  /// What fired, once there is so much of it, or after ten seconds.
  private func wait(for count: Int) -> [String] {
    let deadline = Monotonic.now + .seconds(10)
    return fired.wait { $0.count >= count || deadline <= .now ? .found($0) : .wait(until: deadline) }
  }

  @Test("fire in the order in which they are due, whatever order they were set in")
  func order() {
    let (late, early, middle) = (timer("late"), timer("early"), timer("middle"))
    late.set(after: .milliseconds(300))
    early.set(after: .milliseconds(100))
    middle.set(after: .milliseconds(200))
    #expect(wait(for: 3) == ["early", "middle", "late"])
    timers.end()
  }

  @Test("fire once for each time they are set; what is set anew or cleared does not count")
  func changes() {
    let (moved, cleared, last) = (timer("moved"), timer("cleared"), timer("last"))
    moved.set(after: .milliseconds(50))
    moved.set(after: .milliseconds(150))
    cleared.set(after: .milliseconds(100))
    cleared.clear()
    last.set(after: .milliseconds(250))
    #expect(wait(for: 2) == ["moved", "last"])
    moved.set(after: .zero)
    #expect(wait(for: 3) == ["moved", "last", "moved"])
    timers.end()
  }

  @Test("a timer may set itself, and wakes a thread that sleeps for ever")
  func again() {
    usleep(50_000)
    let own = Monitor<Timers.Timer?>(nil)
    let timer = timers.timer { [fired] in
      let count = fired.change { fired in
        fired.append("\(fired.count)")
        return fired.count
      }
      if count < 4 { own.withLock { $0 }?.set(after: .milliseconds(1)) }
    }
    own.withLock { $0 = timer }
    timer.set(after: .milliseconds(1))
    #expect(wait(for: 4) == ["0", "1", "2", "3"])
    timers.end()
    timer.set(after: .zero)
    usleep(50_000)
    #expect(fired.withLock { $0.count } == 4)
  }
}
