import Foundation

/// A regular file, open for appending whole lines and locked against other writers while it is.
///
/// Invariant: between calls the file ends with a newline or is empty, or the last call threw.
final class AppendFile {
  private let path: String
  private let descriptor: Int32

  /// Creates the file (0640) where it is missing, and mends a torn last line.
  init(path: String) throws(SinkError) {
    self.path = path
    // O_NONBLOCK: a FIFO in the file's place must not hold the thread before it is refused.
    descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o640)
    guard descriptor >= 0 else { throw .system("cannot open \(path)", errno) }
    guard let status = Self.status(descriptor), status.st_mode & S_IFMT == S_IFREG else {
      throw .retryable("\(path) is not a regular file")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw errno == EWOULDBLOCK
        ? .retryable("\(path) is in use by another process; two writers need two files") : .system("cannot lock \(path)", errno)
    }
    try mend()
    try sync()
    if status.st_size == 0 { syncDirectory() }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Whether the path still names this file: false once it was rotated away or deleted.
  var isInPlace: Bool {
    var named = stat()
    guard stat(path, &named) == 0 else { return errno != ENOENT }
    guard let own = Self.status(descriptor) else { return false }
    return named.st_dev == own.st_dev && named.st_ino == own.st_ino
  }

  /// Appends the line and its newline with one write and waits until the disk has them. Where that fails the file is cut back to what
  /// it was; where even that fails, the next opening finds out what is there.
  func append(_ line: [UInt8]) throws(SinkError) {
    let before = try size()
    let bytes = line + [UInt8(ascii: "\n")]
    do throws(SinkError) {
      try write(bytes)
      try sync()
    } catch {
      ftruncate(descriptor, off_t(before))
      throw error
    }
  }

  /// The last `limit` bytes.
  func tail(_ limit: Int) -> [UInt8] { Self.tail(descriptor, limit) }

  /// The last `limit` bytes of another file; none where it cannot be read.
  static func tail(of path: String, _ limit: Int) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    return tail(descriptor, limit)
  }

  /// A crash may have left part of a line, or zeros where the data never came. Nobody was told that it was delivered, so it goes;
  /// what does not look like ours stays, and is ended.
  private func mend() throws(SinkError) {
    let size = try size()
    let end = tail(1 << 20)
    guard let last = end.last, last != UInt8(ascii: "\n") else { return }
    let start = end.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let torn = end[start...]
    let isOurs = torn.first == UInt8(ascii: "{") || torn.allSatisfy { $0 == 0 }
    if isOurs && (start > 0 || end.count == size) {
      guard ftruncate(descriptor, off_t(size - torn.count)) == 0 else { throw .system("cannot mend \(path)", errno) }
    } else {
      try write([UInt8(ascii: "\n")])
    }
  }

  private func write(_ bytes: [UInt8]) throws(SinkError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if written == 0 || errno != EINTR {
        throw .system("cannot write to \(path)", written == 0 ? ENOSPC : errno)
      }
    }
  }

  private func sync() throws(SinkError) {
    guard fsync(descriptor) == 0 else { throw .system("cannot sync \(path)", errno) }
  }

  /// A new file's name must survive a power cut too.
  private func syncDirectory() {
    let directory = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return }
    fsync(directory)
    close(directory)
  }

  private func size() throws(SinkError) -> Int {
    guard let status = Self.status(descriptor) else { throw .system("cannot examine \(path)", errno) }
    return Int(status.st_size)
  }

  private static func status(_ descriptor: Int32) -> stat? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? status : nil
  }

  private static func tail(_ descriptor: Int32, _ limit: Int) -> [UInt8] {
    guard let status = status(descriptor), status.st_mode & S_IFMT == S_IFREG else { return [] }
    let size = Int(status.st_size)
    let start = max(0, size - limit)
    return [UInt8](unsafeUninitializedCapacity: size - start) { buffer, count in
      while count < buffer.count {
        let read = pread(descriptor, buffer.baseAddress! + count, buffer.count - count, off_t(start + count))
        guard read > 0 else { return }
        count += read
      }
    }
  }
}
