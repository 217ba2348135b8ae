import Glibc

/// A queue of the kernel's news about files and directories.
final class Inotify {
  struct Event {
    let watch: Int32
    let mask: UInt32
    /// The name in the watched directory, or empty for the watched file itself.
    let name: String
  }

  static let directoryMask = UInt32(
    IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
  static let fileMask = UInt32(IN_MODIFY | IN_ATTRIB)
  /// Events were lost; everything must be looked at anew.
  static let overflow = UInt32(IN_Q_OVERFLOW)
  /// The watch is gone.
  static let ignored = UInt32(IN_IGNORED)
  /// A watched directory is gone or has another path now.
  static let displaced = UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)

  let descriptor: Int32
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 8)

  init() throws(InputError) {
    descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { throw InputError("create", name: "inotify", errno: errno) }
  }

  deinit {
    close(descriptor)
    buffer.deallocate()
  }

  /// Watches a directory; the same directory always has the same number.
  func watchDirectory(_ path: String) throws(InputError) -> Int32 { try add(path, Self.directoryMask, name: path) }

  /// Watches an open file, under whatever name; `name` is for errors.
  func watchFile(descriptor file: Int32, name: String) throws(InputError) -> Int32 {
    try add("/proc/self/fd/\(file)", Self.fileMask, name: name)
  }

  func remove(_ watch: Int32) { inotify_rm_watch(descriptor, watch) }

  private func add(_ path: String, _ mask: UInt32, name: String) throws(InputError) -> Int32 {
    let watch = inotify_add_watch(descriptor, path, mask)
    if watch >= 0 { return watch }
    guard errno == ENOSPC else { throw InputError("watch", name: name, errno: errno) }
    throw InputError(
      .system(ENOSPC), name: name, what: "cannot watch: the user's inotify watches are used up",
      remedy: "raise fs.inotify.max_user_watches with sysctl")
  }

  /// The events at hand, without waiting.
  func read() -> [Event] {
    var events: [Event] = []
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return events }
      var at = 0
      while at + 16 <= count {
        let length = Int(buffer.loadUnaligned(fromByteOffset: at + 12, as: UInt32.self))
        let name = buffer[(at + 16)..<min(count, at + 16 + length)].prefix { $0 != 0 }
        events.append(
          Event(
            watch: buffer.loadUnaligned(fromByteOffset: at, as: Int32.self),
            mask: buffer.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self), name: String(decoding: name, as: UTF8.self)))
        at += 16 + length
      }
    }
  }
}
