import Foundation

/// Appends alerts to a file, one JSON line each, each exactly once: a message whose id stands in the last 1 MiB of the file or of its
/// newest rotated sibling is not written again, whatever crashed in between.
///
/// All failures may be tried again (a full disk gets room, a missing directory gets made), and none leaves part of a line.
public actor FileSink: Sink {
  public nonisolated let name: String
  private let path: String
  private let thread: SinkThread
  private var file: AppendFile?
  private var delivered = RecentIDs()

  /// How far back ids are searched when the file is opened, in bytes, in the file and in its sibling each.
  private static let tailLimit = 1 << 20

  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Opens nothing yet: `open` does, or the first message.
  public init(path: String) {
    self.path = path
    name = "file \(path)"
    thread = SinkThread(name: "file sink")
  }

  deinit { thread.stop() }

  /// Opens the file, to learn at the start whether that works.
  public func open() throws(SinkError) { _ = try current() }

  /// Lets go of the file (SIGHUP after a rotation); the next message opens it anew. A file that was moved or deleted is noticed
  /// without it.
  public func reopen() { file = nil }

  public func deliver(_ message: AlertMessage) throws(SinkError) {
    let file = try current()
    if delivered.contains(message.id) { return }
    do throws(SinkError) {
      try file.append(message.json)
    } catch {
      // What is on the disk now is only known by looking: the next attempt opens, mends and searches.
      self.file = nil
      throw error
    }
    delivered.insert(message.id)
  }

  private func current() throws(SinkError) -> AppendFile {
    if let file, file.isInPlace { return file }
    file = nil
    let opened = try AppendFile(path: path)
    if let sibling = AlertTail.rotatedSibling(of: path) {
      AlertTail.ids(in: AppendFile.tail(of: sibling, Self.tailLimit)).forEach { delivered.insert($0) }
    }
    AlertTail.ids(in: opened.tail(Self.tailLimit)).forEach { delivered.insert($0) }
    file = opened
    return opened
  }
}
