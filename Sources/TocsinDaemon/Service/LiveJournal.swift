import Foundation
import TocsinEngine

/// Follows the journal from now on.
///
/// Unchecked: reader and stream belong to the thread once it runs, and what changes is used under the lock.
final class LiveJournal: LiveInput, @unchecked Sendable {
  /// Entries are stamped in microseconds when journald takes them; half a second covers its queue.
  private static let settings = LiveStream.Settings(delay: .milliseconds(500), format: .journalExport)

  private let directory: String?
  private var stopping: WakeEvent?
  private var resuming: WakeEvent?
  private var reader: JournalReader?
  private var stream: LiveStream?
  private var thread: OwnThread?

  private let lock = NSLock()
  private var context: LiveContext
  private var units: [String]
  /// The journal could not be read on; only another one, opened anew, may.
  private var hasFailed = false

  init(_ input: Configuration.JournalInput, context: LiveContext) {
    (directory, self.context, units) = (input.directory, context, input.units)
  }

  func reads(_ input: Configuration.Input) -> Bool {
    guard case .journal(let journal) = input else { return false }
    return journal.directory == directory && !lock.withLock { hasFailed }
  }

  func open(at positions: [String: FilePosition]) throws(InputError) {
    let (stopping, resuming) = (try WakeEvent(), try WakeEvent())
    let reader = try JournalReader(directory.map { .directory($0) } ?? .local)
    for problem in reader.problems { context.warn("\(problem)") }
    try reader.seekTail()
    (self.stopping, self.resuming, self.reader) = (stopping, resuming, reader)
    stream = LiveStream(context, name: directory ?? "journal", Self.settings) { resuming.signal() }
  }

  func begin() {
    guard thread == nil else { return }
    thread = OwnThread("tocsin.journal") { [self] in
      do throws(InputError) {
        try follow()
      } catch {
        lock.withLock {
          hasFailed = true
          context.warn("\(error)")
        }
        // Others must not wait for what never comes.
        _ = stream?.end()
      }
    }
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
    thread?.join()
    _ = stream?.end()
    return [:]
  }

  private func follow() throws(InputError) {
    guard let reader, let stopping, let resuming, let stream else { return }
    var bytes: [UInt8] = []
    while !stopping.isSignalled {
      while !stream.mayRead {
        guard resuming.wait(unless: stopping) else { return }
      }
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
