import Synchronization

/// Appends alerts to a file, one JSON line each, each exactly once: a message whose id stands in the last 1 MiB of the file or of its
/// newest rotated sibling is not written again, whatever crashed in between.
///
/// All failures may be tried again (a full disk gets room, a missing directory gets made), and none leaves part of a line.
public final class FileSink: Sink {
  private struct State: ~Copyable {
    var file: AppendFile?
    var delivered = RecentIDs()
  }

  public let name: String
  private let path: String
  private let state = Mutex(State())
  /// The file is to be let go of before the next message.
  private let isStale = Atomic(false)

  /// How far back ids are searched when the file is opened, in bytes, in the file and in its sibling each.
  private static let tailLimit = 1 << 20

  /// Opens nothing yet: `open` does, or the first message.
  public init(path: String) {
    self.path = path
    name = "file \(path)"
  }

  /// Opens the file, to learn at the start whether that works.
  public func open() throws(SinkError) { try state.withLock { state throws(SinkError) in _ = try current(&state) } }

  /// Lets go of the file (SIGHUP after a rotation); the next message opens it anew. A file that was moved or deleted is noticed
  /// without it.
  public func reopen() {
    isStale.store(true, ordering: .relaxed)
    // Not while a message is being written, which may take as long as the disk likes.
    state.withLockIfAvailable { letGo(&$0) }
  }

  private func letGo(_ state: inout State) {
    if isStale.exchange(false, ordering: .relaxed) { state.file = nil }
  }

  public func deliver(_ message: AlertMessage, until stop: DeliveryStop) throws(SinkError) {
    try state.withLock { state throws(SinkError) in
      letGo(&state)
      try write(message, &state)
    }
  }

  private func write(_ message: AlertMessage, _ state: inout State) throws(SinkError) {
    let file = try current(&state)
    if state.delivered.contains(message.id) { return }
    do throws(SinkError) {
      try file.append(message.json)
    } catch {
      // What is on the disk now is only known by looking: the next attempt opens, mends and searches.
      state.file = nil
      throw error
    }
    state.delivered.insert(message.id)
  }

  private func current(_ state: inout State) throws(SinkError) -> AppendFile {
    if let file = state.file, file.isInPlace { return file }
    state.file = nil
    let opened = try AppendFile(path: path)
    if let sibling = AlertTail.rotatedSibling(of: path) {
      AlertTail.ids(in: AppendFile.tail(of: sibling, Self.tailLimit)).forEach { state.delivered.insert($0) }
    }
    AlertTail.ids(in: opened.tail(Self.tailLimit)).forEach { state.delivered.insert($0) }
    state.file = opened
    return opened
  }
}
