import Glibc

/// What went wrong with one input: which, where, what, and what to do about it.
///
/// Its description is one line, `NAME: byte OFFSET: WHAT; REMEDY`.
public struct InputError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Kind: Equatable, Sendable {
    /// A system call failed with this `errno`.
    case system(Int32)
    /// An archive ended in the middle.
    case truncated
    /// An archive's bytes are wrong: a bad block, a bad checksum, a bad header.
    case corrupt
    /// Bytes that belong to no member follow an archive's last one.
    case trailingGarbage
    /// An archive holds more than the limit allows.
    case tooLarge
    /// Something that is not read: a compression without its library, a device, a socket.
    case unsupported
    /// A path or pattern that names nothing.
    case noSuchInput
  }

  public let kind: Kind
  /// The path as the user wrote it or as it was found, or `standard input`.
  public let name: String
  /// Where in the file, in bytes as stored (compressed bytes of an archive), if a place is known.
  public let offset: UInt64?
  public let what: String
  public let remedy: String?

  public init(_ kind: Kind, name: String, offset: UInt64? = nil, what: String, remedy: String? = nil) {
    self.kind = kind
    self.name = name
    self.offset = offset
    self.what = what
    self.remedy = remedy
  }

  /// A failed system call: `verb` is what was tried ("open", "read").
  public init(_ verb: String, name: String, offset: UInt64? = nil, errno code: Int32) {
    self.init(
      .system(code), name: name, offset: offset, what: "cannot \(verb): \(Self.text(of: code))",
      remedy: Self.remedy(for: code, path: name))
  }

  public var description: String {
    let place = offset.map { "byte \($0): " } ?? ""
    let advice = remedy.map { "; \($0)" } ?? ""
    return "\(name): \(place)\(what)\(advice)"
  }

  static func text(of code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    return buffer.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  private static func remedy(for code: Int32, path: String) -> String? {
    switch code {
    case EACCES, EPERM:
      let group = readingGroup(of: path) ?? "adm"
      return "run it with sudo, or let the user read it: usermod -aG \(group) USER"
    case EMFILE, ENFILE: return "raise the limit of open files (LimitNOFILE= of the service)"
    case EISDIR: return "name a file in it, or replay the directory"
    case ELOOP: return "mend the loop of symbolic links"
    case ENOENT, ENOTDIR: return "check the path"
    case EIO: return "check the disk"
    default: return nil
    }
  }

  /// The group that may read `path`, where there is one other than root's.
  private static func readingGroup(of path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IRGRP != 0, status.st_gid != 0 else { return nil }
    var entry = group()
    var found: UnsafeMutablePointer<group>?
    var buffer = [CChar](repeating: 0, count: 16384)
    guard getgrgid_r(status.st_gid, &entry, &buffer, buffer.count, &found) == 0, let found else { return nil }
    return String(cString: found.pointee.gr_name)
  }
}
