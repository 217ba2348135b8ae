import Foundation

@testable import TocsinDaemon

/// A follower in a thread of its own, and what it told so far.
final class Followed: @unchecked Sendable {
  // Unchecked, because `condition` guards all that changes.

  private let condition = NSCondition()
  private var text: [String: [UInt8]] = [:]
  private var told: [String] = []
  private var positions: [String: FilePosition] = [:]
  private var isDone = false
  private let root: String
  private var follower: FileFollower!

  /// Follows `pattern` in `directory`; `slowly` sleeps on each run of bytes, as a busy engine would.
  init(
    _ pattern: String, in directory: ScratchDirectory, start: FollowStart = .beginning, grace: Duration = .milliseconds(50),
    mayRead: @escaping @Sendable (String) -> Bool = { _ in true }, onData: (@Sendable () -> Void)? = nil
  ) throws {
    root = directory.path + "/"
    follower = try FileFollower(
      pattern: directory[pattern], start: start, grace: grace, mayRead: { [root] in mayRead(String($0.dropFirst(root.count))) }
    ) { [unowned self] event in
      if case .data = event { onData?() }
      note(event)
    }
    Thread { [self] in
      follower.run()
      condition.withLock {
        isDone = true
        condition.broadcast()
      }
    }.start()
  }

  func resume() { follower.resume() }

  /// Ends the thread and waits for its end.
  func stop() {
    follower.stop()
    wait { $0.isDone }
  }

  private func note(_ event: FollowEvent) {
    condition.withLock {
      switch event {
      case .opened(_, let file): told.append("opened \(short(file))")
      case .data(let data):
        text[short(data.path), default: []].append(contentsOf: data.bytes)
        positions[data.path] = data.position(after: data.bytes.count)
      case .rotated(_, let file): told.append("rotated \(short(file))")
      case .truncated(_, let file, let lost): told.append("truncated \(short(file)) \(lost)")
      case .removed(let path): told.append("removed \(short(path))")
      case .caughtUp(let path): told.append("caughtUp \(short(path))")
      case .behind(let path): told.append("behind \(short(path))")
      case .failed(let path, let message): told.append("failed \(short(path)) \(message)")
      }
      condition.broadcast()
    }
  }

  private func short(_ path: String) -> String { path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path }

  /// Whether `holds` comes true; ten seconds are for a machine under load, not for the follower.
  @discardableResult
  private func wait(_ holds: (Followed) -> Bool) -> Bool {
    let limit = Date(timeIntervalSinceNow: 10)
    return condition.withLock {
      while !holds(self) {
        if !condition.wait(until: limit) { return holds(self) }
      }
      return true
    }
  }

  func waitFor(_ content: String, of path: String) -> Bool { wait { $0.text[path] == Array(content.utf8) } }
  func waitFor(bytes count: Int, of path: String) -> Bool { wait { $0.text[path]?.count ?? 0 >= count } }
  func waitFor(event: String, times: Int = 1) -> Bool { wait { $0.told.count { $0.hasPrefix(event) } >= times } }
  func waitFor(lastEvent event: String) -> Bool { wait { $0.told.last == event } }

  func content(of path: String) -> String { condition.withLock { String(decoding: text[path] ?? [], as: UTF8.self) } }
  var events: [String] { condition.withLock { told } }
  /// What the follower itself says, once it has stopped.
  var stoppedAt: [String: FilePosition] { follower.positions }
  var allPositions: [String: FilePosition] { condition.withLock { positions } }
}
