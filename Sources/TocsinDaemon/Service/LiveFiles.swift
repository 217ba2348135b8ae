import Foundation
import TocsinEngine

/// Follows the files of one path or pattern; each log of it is an input of its own.
final class LiveFiles: LiveInput, @unchecked Sendable {
  // Unchecked: `streams` belongs to the follower's thread.
  private let settings: Configuration.FileInput
  private let context: LiveContext
  private let source: Int
  private var streams: [String: LiveStream] = [:]
  private var follower: FileFollower?
  private let ended = DispatchSemaphore(value: 0)
  private let opened = DispatchSemaphore(value: 0)
  private var unopened: Set<String> = []

  init(_ settings: Configuration.FileInput, source: Int, context: LiveContext) {
    (self.settings, self.source, self.context) = (settings, source, context)
  }

  func start() throws(InputError) {
    unopened = Set(Self.existing(settings.path).map { RotationName(($0 as NSString).lastPathComponent).base })
    let waits = !unopened.isEmpty
    let follower = try FileFollower(pattern: settings.path, start: .end) { [unowned self] in handle($0) }
    self.follower = follower
    let thread = Thread { [ended] in
      follower.run()
      ended.signal()
    }
    thread.name = "tocsin.files"
    thread.start()
    // Ready means that what is written from now on is read; a directory that cannot be read must not hold that up for ever.
    if waits { _ = opened.wait(timeout: .now() + 2) }
  }

  func stop() {
    guard let follower else { return }
    follower.stop()
    ended.wait()
  }

  private static func existing(_ pattern: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(pattern, 0, nil, &result) == 0 else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
  }

  private func handle(_ event: FollowEvent) {
    switch event {
    case .opened(let path, _): _ = stream(path)
    case .data(let data): stream(data.path).append(data.bytes)
    case .rotated(let path, _), .removed(let path): streams[path]?.endFile()
    case .truncated(let path, let file, let lost):
      streams[path]?.endFile()
      if lost > 0 { context.warn("\(file) was cut short in place: \(lost) bytes could not be read; prefer rotation by renaming") }
    case .caughtUp(let path):
      stream(path).caughtUp()
      open(path)
    case .failed(let path, let message):
      context.warn("\(path): \(message)")
      open(path)
    }
  }

  private func open(_ path: String) {
    guard !unopened.isEmpty else { return }
    unopened.remove(RotationName((path as NSString).lastPathComponent).base)
    if unopened.isEmpty { opened.signal() }
  }

  private func stream(_ path: String) -> LiveStream {
    if let known = streams[path] { return known }
    let zone = settings.timezone.flatMap { HostZone.zone($0) }
    let new = LiveStream(
      context, name: path, delay: settings.writeDelay, format: settings.format, zone: zone, source: source)
    streams[path] = new
    return new
  }
}
