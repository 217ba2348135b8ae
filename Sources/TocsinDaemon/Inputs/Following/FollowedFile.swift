import Glibc

/// One open file of a chain and how far it has been read. Live files are read with pread(2), packed ones through a `GzipReader`.
final class FollowedFile {
  /// What a look at the file found.
  enum Look: Equatable {
    case unchanged
    /// It is shorter than what was read, or begins with other bytes.
    case truncated
  }

  /// The name as last seen.
  var path: String
  let key: FileStatus.Key
  private(set) var fingerprint = Fingerprint.empty
  private(set) var offset: UInt64
  private(set) var size: UInt64 = 0
  private(set) var modified: Int64 = 0
  private(set) var isDeleted = false
  /// From when on the file is let go, once it is read to its end; nil while it is the live one.
  var leaveAt: Monotonic?
  var isAnnounced = false
  /// Reading failed, and that has been told.
  var hasFailed = false
  var watch: Int32?

  let descriptor: Int32
  let isPacked: Bool
  private var unpacker: (any ByteReader)?

  /// Opens `path` to be read from `offset` of its content.
  init(path: String, offset: UInt64 = 0) throws(InputError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else { throw InputError("open", name: path, errno: errno) }
    guard let status = FileStatus.of(descriptor: descriptor), status.kind == .regular else {
      close(descriptor)
      throw InputError(.unsupported, name: path, what: "it is not a regular file", remedy: "give a regular file to follow")
    }
    self.path = path
    self.offset = offset
    key = status.key
    // By its name: a live log may hold any bytes, and rotation names what it packs.
    isPacked = RotationName(PathPattern.split(path).name).isCompressed
    note(status)
    fingerprint = Fingerprint(of: beginning())
  }

  deinit { close(descriptor) }

  var identity: FileIdentity { FileIdentity(device: key.device, inode: key.inode, fingerprint: fingerprint) }

  /// The first bytes of the content, up to 1 KiB. None where an archive cannot be unpacked; reading it will say why.
  func beginning() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Fingerprint.maximumLength)
    guard isPacked else {
      let count = pread(descriptor, &bytes, bytes.count, 0)
      return Array(bytes.prefix(max(0, count)))
    }
    lseek(descriptor, 0, SEEK_SET)
    let content = try? OpenedInput.open(FileReader(descriptor: descriptor, name: path, closes: false), limits: ArchiveLimits())
    guard let content else { return [] }
    return PeekReader(content.reader).peek(limit: bytes.count) { _ in false }
  }

  /// Notices growth, deletion and truncation.
  func look() -> Look {
    guard let status = FileStatus.of(descriptor: descriptor) else { return .unchanged }
    let grown = status.size
    if !isPacked {
      if grown < offset { return .truncated }
      let bytes = beginning()
      if !fingerprint.matches(bytes) { return .truncated }
      if fingerprint.length < bytes.count { fingerprint = Fingerprint(of: bytes) }
    }
    note(status)
    return .unchanged
  }

  private func note(_ status: FileStatus) {
    size = status.size
    modified = status.modified
    isDeleted = status.links == 0
  }

  /// Reads the file from its start, after a truncation. A writer that does not append leaves a hole where it was: that is skipped.
  func restart() {
    let seekData: Int32 = 3
    offset = UInt64(max(0, lseek(descriptor, 0, seekData)))
    if let status = FileStatus.of(descriptor: descriptor) { note(status) }
    fingerprint = Fingerprint(of: beginning())
  }

  /// Starts at the end of what is there.
  func seekToEnd() { offset = size }

  func seek(to offset: UInt64) { self.offset = offset }

  /// The next bytes; 0 where there are none now.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    let count = isPacked ? try unpack(into: buffer) : try readPlain(into: buffer)
    offset += UInt64(count)
    return count
  }

  private func readPlain(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw InputError("read", name: path, offset: offset, errno: errno) }
    }
  }

  private func unpack(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    if let unpacker { return try unpacker.read(into: buffer) }
    lseek(descriptor, 0, SEEK_SET)
    let file = FileReader(descriptor: descriptor, name: path, closes: false)
    let reader = try OpenedInput.open(file, limits: ArchiveLimits()).reader
    unpacker = reader
    var left = offset
    while left > 0 {
      let count = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Int(clamping: left))))
      if count == 0 { return 0 }
      left -= UInt64(count)
    }
    return try reader.read(into: buffer)
  }
}
