import ArgumentParser
import Foundation
import TocsinDaemon
import TocsinEngine

/// Standard output, buffered by the piece of work; a closed pipe ends the process with success, another failure with status 4.
final class Output {
  private var buffer: [UInt8] = []

  func write(_ bytes: [UInt8]) { write { $0 += bytes } }

  /// Writes what `append` appends.
  func write(_ append: (inout [UInt8]) -> Void) {
    append(&buffer)
    if buffer.count >= 64 * 1024 { flush() }
  }

  func write(_ text: String) { write(Array(text.utf8)) }

  func flush() {
    var rest = buffer[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno == EAGAIN {
        var wanted = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wanted, 1, -1)
      } else if errno == EPIPE {
        Foundation.exit(Status.done.rawValue)
      } else if errno != EINTR {
        Terminal.complain("standard output: \(String(cString: strerror(errno))); what is missing was not written")
        Foundation.exit(Status.inputOutput.rawValue)
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// How alerts are shown.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never

  /// Colours on a terminal, unless `NO_COLOR` is set.
  var isOn: Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto: isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
    }
  }
}

extension Format: ExpressibleByArgument {}

extension AlertLevel: ExpressibleByArgument {
  public init?(argument: String) { self.init(name: argument.lowercased()) }
  public static var allValueStrings: [String] { allCases.map(\.name) }
  public var defaultValueDescription: String { name }
}
