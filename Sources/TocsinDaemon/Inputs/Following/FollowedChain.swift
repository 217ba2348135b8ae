import Glibc

/// A log under observation: the file being read and those that come after it.
final class FollowedChain {
  /// The path without what rotation adds.
  let path: String
  /// Oldest first; the first is being read, the last may be the live one.
  private(set) var files: [FollowedFile]
  /// Everything was read, and that has been told.
  var isCaughtUp = false
  /// It stands in the queue of chains with something to do.
  var isReady = false

  init(path: String) {
    self.path = path
    files = []
  }

  /// Puts `file` behind the others, of which each has had its successor now.
  func append(_ file: FollowedFile, now: Monotonic, grace: Duration) {
    if let last = files.last, last.leaveAt == nil { last.leaveAt = now + grace }
    files.append(file)
    isCaughtUp = false
  }

  /// Takes over what following begins with. Rotated files that were written just now may still be written, and have their grace.
  func begin(with files: [FollowedFile], now: Monotonic, grace: Duration) {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let present = FileStatus.microseconds(time)
    let (seconds, attoseconds) = grace.components
    let graceful = present - seconds * 1_000_000 - attoseconds / 1_000_000_000_000
    for file in files.dropLast() { file.leaveAt = !file.isPacked && file.modified > graceful ? now + grace : now }
    self.files = files
  }

  /// Puts the copy that holds the rest of the first file's former content before it.
  func readBefore(_ copy: FollowedFile, now: Monotonic) {
    copy.leaveAt = now
    files.insert(copy, at: 0)
  }

  func removeFirst() -> FollowedFile { files.removeFirst() }

  /// When the first file may be let go: it has a successor, or it was deleted.
  var deadline: Monotonic? { files.first?.leaveAt }
}
