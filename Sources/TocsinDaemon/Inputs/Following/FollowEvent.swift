/// What a follower tells, in order; `path` is the name of the chain: the log's path without what rotation adds to it.
public enum FollowEvent {
  /// A file is being read from here on; `file` is its name at this moment.
  case opened(path: String, file: String)
  case data(FollowedBytes)
  /// A rotated file was read to its end and let go; the next one of the chain follows.
  case rotated(path: String, file: String)
  /// The file was cut short in place and is read from its start. `lost` counts the bytes that are known to have been there and
  /// could be read nowhere; what was written and cut between two looks nobody can count.
  case truncated(path: String, file: String, lost: UInt64)
  /// The file was deleted and read to its end; a new one is waited for.
  case removed(path: String)
  /// Everything that is there has been read.
  case caughtUp(path: String)
  /// What had been told to be all is not: the file has a successor, which is read once this one is let go.
  case behind(path: String)
  /// Something cannot be read; `message` says what and what to do. Told once, and tried again when the file changes.
  case failed(path: String, message: String)
}

/// A run of bytes of a followed file.
public struct FollowedBytes {
  /// The chain.
  public let path: String
  /// The file's name as last seen.
  public let file: String
  public let identity: FileIdentity
  /// Where the bytes stand in the file's content.
  public let offset: UInt64
  /// When the file was last written, in microseconds since 1970.
  public let modified: Int64
  /// At most 256 KiB, valid during the call.
  public let bytes: UnsafeRawBufferPointer

  /// The position behind the first `count` bytes.
  public func position(after count: Int) -> FilePosition {
    FilePosition(identity: identity, offset: offset + UInt64(count), modified: modified)
  }
}
