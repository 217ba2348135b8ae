import Glibc

/// What `stat(2)` says of a path that inputs care about.
struct FileStatus: Equatable, Sendable {
  enum Kind: Sendable { case regular, directory, fifo, other }

  /// Device and inode: which file this is, under whatever name.
  struct Key: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
  }

  let key: Key
  let kind: Kind
  let size: UInt64
  /// Microseconds since 1970.
  let modified: Int64
  let links: UInt64

  /// The status of `path`, or the `errno` of the failed call.
  static func of(_ path: String, followingLinks: Bool = true) -> Result<FileStatus, Errno> {
    var status = stat()
    let failed = followingLinks ? stat(path, &status) : lstat(path, &status)
    return failed == 0 ? .success(FileStatus(status)) : .failure(Errno(code: errno))
  }

  static func of(descriptor: Int32) -> FileStatus? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? FileStatus(status) : nil
  }

  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  private init(_ status: stat) {
    key = Key(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFIFO: .fifo
      default: .other
      }
    size = UInt64(max(0, status.st_size))
    modified = Self.microseconds(status.st_mtim)
    links = UInt64(status.st_nlink)
  }

  static func microseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  /// An `errno` as an error that a `Result` can carry.
  struct Errno: Error {
    let code: Int32
  }
}
