import Foundation
import TocsinEngine

/// Follows the journal from now on.
///
/// Unchecked: reader and stream belong to the thread once it runs, and what changes is used under the lock.
final class LiveJournal: LiveInput, @unchecked Sendable {
  /// Entries are stamped in microseconds when journald takes them; half a second covers its queue.
  private static let settings = LiveStream.Settings(delay: .milliseconds(500), format: .journalExport)

  private let directory: String?
  private let ended = DispatchSemaphore(value: 0)
  private var stopping: StopEvent?
  private var reader: JournalReader?
  private var stream: LiveStream?
  private var hasBegun = false

  private let lock = NSLock()
  private var context: LiveContext
  private var units: [String]

  init(_ input: Configuration.JournalInput, context: LiveContext) {
    (directory, self.context, units) = (input.directory, context, input.units)
  }

  func reads(_ input: Configuration.Input) -> Bool {
    guard case .journal(let journal) = input else { return false }
    return journal.directory == directory
  }

  func open(at positions: [String: FilePosition]) throws(InputError) {
    let stopping = try StopEvent()
    let reader = try JournalReader(directory.map { .directory($0) } ?? .local)
    for problem in reader.problems { context.warn("\(problem)") }
    try reader.seekTail()
    (self.stopping, self.reader) = (stopping, reader)
    stream = LiveStream(context, name: directory ?? "journal", Self.settings)
  }

  func begin() {
    guard !hasBegun else { return }
    hasBegun = true
    let thread = Thread { [self, ended] in
      do throws(InputError) {
        try follow()
      } catch {
        lock.withLock { context.warn }("\(error)")
      }
      ended.signal()
    }
    thread.name = "tocsin.journal"
    thread.start()
  }

  func announce(to context: LiveContext) { stream?.announce(to: context.engine) }

  func change(to input: Configuration.Input, _ context: LiveContext) {
    guard case .journal(let journal) = input else { return }
    lock.withLock {
      self.context = context
      units = journal.units
    }
    stream?.change(to: context, Self.settings)
  }

  func stop() -> [String: FilePosition] {
    stopping?.signal()
    if hasBegun { ended.wait() }
    _ = stream?.end()
    return [:]
  }

  private func follow() throws(InputError) {
    guard let reader, let stopping, let stream else { return }
    var bytes: [UInt8] = []
    while !stopping.isSignalled {
      bytes.removeAll(keepingCapacity: true)
      let wanted = lock.withLock { units }.map { Array("\n_SYSTEMD_UNIT=\($0)\n".utf8) }
      var hasMore = true
      while hasMore, bytes.count < 64 * 1024 {
        let start = bytes.count
        hasMore = try reader.next(into: &bytes)
        if hasMore, !wanted.isEmpty, !wanted.contains(where: { bytes[start...].firstRange(of: $0) != nil }) {
          bytes.removeSubrange(start...)
        }
      }
      if !bytes.isEmpty { bytes.withUnsafeBytes { stream.append($0) } }
      if hasMore { continue }
      stream.caughtUp()
      guard try reader.wait(stop: stopping) else { return }
    }
  }
}
