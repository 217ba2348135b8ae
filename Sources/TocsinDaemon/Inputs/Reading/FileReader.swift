import Glibc

/// The bytes of a file, a pipe or any other descriptor, as they are.
public final class FileReader: ByteReader {
  public let name: String
  public let length: UInt64?
  /// When a regular file was last written, in microseconds since 1970.
  public let modified: Int64?
  public private(set) var consumed: UInt64 = 0

  private let descriptor: Int32
  private let closes: Bool
  private var ended = false

  /// Opens the file at `path`; a fifo waits for its writer.
  public convenience init(path: String) throws(InputError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw InputError("open", name: path, errno: errno) }
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    self.init(descriptor: descriptor, name: path, closes: true)
  }

  /// Reads from where `descriptor` stands; `closes` hands its ownership over.
  public init(descriptor: Int32, name: String, closes: Bool) {
    self.descriptor = descriptor
    self.name = name
    self.closes = closes
    var status = stat()
    let regular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    length = regular ? UInt64(max(0, status.st_size)) : nil
    modified = regular ? FileStatus.microseconds(status.st_mtim) : nil
  }

  public static func standardInput() -> FileReader {
    FileReader(descriptor: STDIN_FILENO, name: "standard input", closes: false)
  }

  deinit {
    if closes { close(descriptor) }
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    precondition(buffer.count > 0)
    while !ended {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count > 0 {
        consumed += UInt64(count)
        return count
      }
      if count == 0 {
        ended = true
        break
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: wait()
      case let code:
        ended = true
        throw InputError("read", name: name, offset: consumed, errno: code)
      }
    }
    return 0
  }

  /// Someone else made the descriptor non-blocking (a terminal, a shared pipe).
  private func wait() {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    poll(&request, 1, -1)
  }
}
