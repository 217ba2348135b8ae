/// One log as it is read: a file with its rotated predecessors, a pipe, or the journal files of a directory.
public struct InputChain: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// Members are read one after another, as one stream.
    case files
    /// Members are opened together by `JournalReader`.
    case journal
    case standardInput
  }

  /// One file of a chain.
  public struct Member: Equatable, Sendable {
    public let path: String
    /// When it was last written, in microseconds since 1970.
    public let modified: Int64
    /// Bytes as stored.
    public let size: UInt64
  }

  /// The path without what rotation added; the directory, for a journal; `-` for standard input.
  public let name: String
  public let kind: Kind
  /// Oldest first.
  public let members: [Member]
}
