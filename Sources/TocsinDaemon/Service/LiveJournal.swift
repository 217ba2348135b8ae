import Foundation
import TocsinEngine

/// Follows the journal from now on.
final class LiveJournal: LiveInput, @unchecked Sendable {
  // Unchecked: reader and stream belong to the thread once it runs.
  private let settings: Configuration.JournalInput
  private let context: LiveContext
  private let ended = DispatchSemaphore(value: 0)
  private var stopping: StopEvent?
  private var reader: JournalReader?

  init(_ settings: Configuration.JournalInput, context: LiveContext) { (self.settings, self.context) = (settings, context) }

  func start() throws(InputError) {
    let stopping = try StopEvent()
    let reader = try JournalReader(settings.directory.map { .directory($0) } ?? .local)
    for problem in reader.problems { context.warn("\(problem)") }
    try reader.seekTail()
    (self.stopping, self.reader) = (stopping, reader)
    // Entries are stamped in microseconds when journald takes them; half a second covers its queue.
    let stream = LiveStream(
      context, name: settings.directory ?? "journal", delay: .milliseconds(500), format: nil, zone: nil, source: 0)
    let thread = Thread { [self, ended] in
      follow(stream)
      ended.signal()
    }
    thread.name = "tocsin.journal"
    thread.start()
  }

  func stop() {
    guard let stopping else { return }
    stopping.signal()
    ended.wait()
  }

  private func follow(_ stream: LiveStream) {
    guard let reader, let stopping else { return }
    var bytes: [UInt8] = []
    do throws(InputError) {
      while !stopping.isSignalled {
        bytes.removeAll(keepingCapacity: true)
        var hasMore = true
        while hasMore, bytes.count < 64 * 1024 {
          let start = bytes.count
          hasMore = try reader.next(into: &bytes)
          if hasMore, !isWanted(bytes[start...]) { bytes.removeSubrange(start...) }
        }
        if !bytes.isEmpty { bytes.withUnsafeBytes { stream.append($0) } }
        if hasMore { continue }
        stream.caughtUp()
        guard try reader.wait(stop: stopping) else { return }
      }
    } catch {
      context.warn("\(error)")
    }
  }

  private func isWanted(_ entry: ArraySlice<UInt8>) -> Bool {
    settings.units.isEmpty
      || settings.units.contains { unit in entry.firstRange(of: Array("\n_SYSTEMD_UNIT=\(unit)\n".utf8)) != nil }
  }
}
