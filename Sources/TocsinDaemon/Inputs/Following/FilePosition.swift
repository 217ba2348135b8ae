/// How far a file has been read; what a checkpoint keeps.
public struct FilePosition: Equatable, Sendable, Codable {
  public let identity: FileIdentity
  /// The bytes read, counted in the file's content (unpacked, for an archive).
  public let offset: UInt64
  /// When the file had last been written as it was read, in microseconds since 1970: files written later were not read.
  public let modified: Int64

  public init(identity: FileIdentity, offset: UInt64, modified: Int64) {
    self.identity = identity
    self.offset = offset
    self.modified = modified
  }
}
