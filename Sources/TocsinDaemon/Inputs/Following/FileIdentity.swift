/// Which file this is, through renames and, by its fingerprint, through copies and compression.
public struct FileIdentity: Hashable, Sendable, Codable {
  public let device: UInt64
  public let inode: UInt64
  public let fingerprint: Fingerprint

  public init(device: UInt64, inode: UInt64, fingerprint: Fingerprint) {
    self.device = device
    self.inode = inode
    self.fingerprint = fingerprint
  }
}

/// A hash (FNV-1a, 64 bits) of a file's first bytes: of the first 1 KiB, or of as much as there was.
public struct Fingerprint: Hashable, Sendable, Codable {
  public static let maximumLength = 1024
  static let empty = Fingerprint(of: [])

  public let length: Int
  public let hash: UInt64

  init(of bytes: some Collection<UInt8>) {
    let head = bytes.prefix(Self.maximumLength)
    length = head.count
    hash = head.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }

  /// Whether a file that begins with `bytes` (its first 1 KiB, or all of it) can be the one this was taken of.
  func matches(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.count >= length && Fingerprint(of: bytes.prefix(length)) == self
  }
}
