import Foundation
import TocsinEngine

/// Follows the files of one path or pattern; each log of it is an input of its own.
///
/// Unchecked: what changes is used under the lock, or before the follower's thread begins.
final class LiveFiles: LiveInput, @unchecked Sendable {
  private let path: String
  private var follower: FileFollower?
  private var thread: OwnThread?

  private let lock = NSLock()
  private var context: LiveContext
  private var settings: LiveStream.Settings
  private var streams: [String: LiveStream] = [:]

  init(_ input: Configuration.FileInput, context: LiveContext) {
    (path, self.context, settings) = (input.path, context, input.streamSettings)
  }

  func reads(_ input: Configuration.Input) -> Bool {
    guard case .file(let file) = input else { return false }
    return file.path == path
  }

  func open(at positions: [String: FilePosition]) throws(InputError) {
    let follower = try FileFollower(pattern: path, start: .continuing(positions), mayRead: { [unowned self] in mayRead($0) }) {
      [unowned self] in handle($0)
    }
    self.follower = follower
    for path in follower.chainsAtStart { _ = stream(path) }
  }

  func begin() {
    guard let follower, thread == nil else { return }
    thread = OwnThread("tocsin.files") { follower.run() }
  }

  func announce(to context: LiveContext) {
    for stream in lock.withLock({ Array(streams.values) }) { stream.announce(to: context.engine) }
  }

  func change(to input: Configuration.Input, _ context: LiveContext) {
    guard case .file(let file) = input else { return }
    lock.withLock {
      self.context = context
      settings = file.streamSettings
      for stream in streams.values { stream.change(to: context, settings) }
    }
  }

  func stop() -> [String: FilePosition] {
    guard let follower else { return [:] }
    follower.stop()
    thread?.join()
    var positions = follower.positions
    for (path, stream) in lock.withLock({ streams }) {
      let unfinished = UInt64(stream.end())
      guard let position = positions[path] else { continue }
      // A line that is not whole yet is read anew, by whoever goes on from here.
      let offset = position.offset - min(position.offset, unfinished)
      positions[path] = FilePosition(identity: position.identity, offset: offset, modified: position.modified)
    }
    return positions
  }

  private func mayRead(_ path: String) -> Bool { lock.withLock { streams[path] }?.mayRead ?? true }

  private func handle(_ event: FollowEvent) {
    switch event {
    case .opened(let path, _): _ = stream(path)
    case .data(let data): stream(data.path).append(data.bytes)
    case .rotated(let path, _), .removed(let path): stream(path).endFile()
    case .truncated(let path, let file, let lost):
      stream(path).endFile()
      if lost > 0 { warn("\(file) was cut short in place: \(lost) bytes could not be read; prefer rotation by renaming") }
    case .caughtUp(let path): stream(path).caughtUp()
    case .behind(let path): stream(path).isBehind()
    case .failed(_, let message): warn(message)
    }
  }

  private func warn(_ message: String) { lock.withLock { context.warn }(message) }

  private func stream(_ path: String) -> LiveStream {
    lock.withLock {
      if let known = streams[path] { return known }
      let new = LiveStream(context, name: path, settings, resume: { [weak follower] in follower?.resume() })
      streams[path] = new
      return new
    }
  }
}

extension Configuration.FileInput {
  var streamSettings: LiveStream.Settings {
    .init(delay: writeDelay, format: format, zone: timezone.flatMap { HostZone.zone($0) }, source: logSource)
  }
}
