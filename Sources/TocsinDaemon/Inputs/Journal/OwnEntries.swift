import CSystemd
import Glibc

/// Tells the entries that this program wrote itself: reading them would feed it its own alerts for ever.
struct OwnEntries {
  /// `_PID=` of this process; only of use in this boot's journal.
  let process: [UInt8]
  let boot: sd_id128_t
  let identifier = Array("SYSLOG_IDENTIFIER=tocsin".utf8)
  /// `_EXE=` of this program, which entries of its former runs carry.
  let executable: [UInt8]

  init(pid: Int32, executable: String) {
    process = Array("_PID=\(pid)".utf8)
    self.executable = Array("_EXE=\(executable)".utf8)
    var boot = sd_id128_t()
    sd_id128_get_boot(&boot)
    self.boot = boot
  }

  static func ofThisProcess() -> OwnEntries {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count)
    let bytes = path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
    return OwnEntries(pid: getpid(), executable: String(decoding: bytes, as: UTF8.self))
  }

  /// What the fields of one entry have shown.
  struct Evidence {
    var isProcess = false
    var isIdentifier = false
    var isExecutable = false

    var isOwn: Bool { isProcess || isIdentifier && isExecutable }
  }

  /// Takes note of one `KEY=value`.
  func note(_ field: UnsafeRawBufferPointer, isThisBoot: Bool, in evidence: inout Evidence) {
    if isThisBoot, Self.equal(field, process) { evidence.isProcess = true }
    if Self.equal(field, identifier) { evidence.isIdentifier = true }
    if Self.equal(field, executable) { evidence.isExecutable = true }
  }

  private static func equal(_ field: UnsafeRawBufferPointer, _ bytes: [UInt8]) -> Bool {
    field.count == bytes.count && field.elementsEqual(bytes)
  }

  func isThisBoot(_ other: sd_id128_t) -> Bool {
    withUnsafeBytes(of: boot) { mine in withUnsafeBytes(of: other) { mine.elementsEqual($0) } }
  }
}
