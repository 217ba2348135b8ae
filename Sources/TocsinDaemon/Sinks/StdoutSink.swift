import Foundation
import Synchronization

/// Writes alerts to standard output (or any open descriptor): text for people or JSON lines.
public final class StdoutSink: Sink {
  public enum Format: String, Sendable, CaseIterable { case text, json }

  public let name: String
  private let format: Format
  private let descriptor: Int32
  /// What is left of a message that the descriptor took only in part; it goes out before anything else.
  private let unfinished = Mutex<Rest?>(nil)

  private struct Rest {
    var id: String
    var bytes: ArraySlice<UInt8>
  }

  /// The descriptor stays the caller's; it may be non-blocking.
  public init(format: Format, descriptor: Int32 = STDOUT_FILENO) {
    self.format = format
    self.descriptor = descriptor
    name = "stdout"
  }

  /// Throws `.closed` where the reader has gone.
  public func deliver(_ message: AlertMessage, until stop: DeliveryStop) throws(SinkError) {
    try unfinished.withLock { unfinished throws(SinkError) in
      if let rest = unfinished {
        try write(rest, &unfinished)
        if rest.id == message.id { return }
      }
      try write(Rest(id: message.id, bytes: line(message)[...]), &unfinished)
    }
  }

  private func line(_ message: AlertMessage) -> [UInt8] {
    var bytes = format == .json ? message.json : Array(message.text.utf8)
    if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    return bytes
  }

  private func write(_ whole: Rest, _ unfinished: inout Rest?) throws(SinkError) {
    var rest = whole
    while !rest.bytes.isEmpty {
      let written = rest.bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      let code = errno
      if written >= 0 {
        rest.bytes = rest.bytes.dropFirst(written)
      } else if code == EAGAIN || code == EWOULDBLOCK {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wanted, 1, -1)
      } else if code != EINTR {
        unfinished = rest.bytes.count < whole.bytes.count || unfinished != nil ? rest : nil
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
