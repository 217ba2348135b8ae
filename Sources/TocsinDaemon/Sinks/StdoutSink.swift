import Foundation

/// Writes alerts to standard output (or any open descriptor): text for people or JSON lines.
public actor StdoutSink: Sink {
  public enum Format: String, Sendable, CaseIterable { case text, json }

  public nonisolated let name: String
  private let format: Format
  private let descriptor: Int32
  private let thread: SinkThread
  /// What is left of a message that the descriptor took only in part; it goes out before anything else.
  private var unfinished: (id: String, rest: ArraySlice<UInt8>)?

  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// The descriptor stays the caller's; it may be non-blocking.
  public init(format: Format, descriptor: Int32 = STDOUT_FILENO) {
    self.format = format
    self.descriptor = descriptor
    name = "stdout"
    thread = SinkThread(name: "stdout")
  }

  deinit { thread.stop() }

  /// Throws `.closed` where the reader has gone.
  public func deliver(_ message: AlertMessage) throws(SinkError) {
    if let (id, rest) = unfinished {
      try write(rest, of: id)
      if id == message.id { return }
    }
    try write(line(message)[...], of: message.id)
  }

  private func line(_ message: AlertMessage) -> [UInt8] {
    var bytes = format == .json ? message.json : Array(message.text.utf8)
    if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    return bytes
  }

  private func write(_ bytes: ArraySlice<UInt8>, of id: String) throws(SinkError) {
    var rest = bytes
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      let code = errno
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if code == EAGAIN || code == EWOULDBLOCK {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wanted, 1, -1)
      } else if code != EINTR {
        unfinished = rest.count < bytes.count || unfinished != nil ? (id, rest) : nil
        throw Self.error(code)
      }
    }
    unfinished = nil
  }

  private static func error(_ code: Int32) -> SinkError {
    switch code {
    case EPIPE: SinkError(.closed, "standard output: the reader has gone")
    case EBADF, EINVAL: .permanent("standard output is not open for writing")
    default: .system("cannot write to standard output", code)
    }
  }
}
