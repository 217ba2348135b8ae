/// How an archive is unpacked, and how much of it.
public struct ArchiveLimits: Sendable {
  /// Bytes that one archive may unpack to. Deflate cannot exceed a ratio of 1,032 to 1, so this bounds time; memory is constant.
  public var output: UInt64
  public var library: InflateLibrary

  public init(output: UInt64 = 1 << 40, library: InflateLibrary = .preferred) {
    self.output = output
    self.library = library
  }
}
