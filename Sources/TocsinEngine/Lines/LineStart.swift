import CByteScan

/// Tells lines that simply are records from those that may be a part of one, or hold several, by few bytes at known places.
///
/// It errs on one side only: what it calls plain is. Most lines cost it one look at their first byte and, in syslog, one for the space
/// behind the host.
@safe
struct LineStart {
  /// Docker splits what a container writes into lines of this many bytes.
  static let dockerPart = 16_384

  /// Whether parts of a line wait for the rest: the last part is no plain line then.
  var waitsForParts = false

  /// Whether a line of a buffer may be more or less than a record. 64 bytes behind it can be read.
  @inline(__always)
  func isSpecial(_ buffer: UnsafePointer<UInt8>, _ line: Chunk.Record) -> Bool {
    unsafe isSpecial(buffer + Int(line.start), Int(line.end) &- Int(line.start))
  }

  /// Whether the line of `count` bytes at `line` may be more or less than a record. Its newline and 64 bytes behind it can be read.
  @inline(__always)
  func isSpecial(_ line: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let first = unsafe line[0]
    if first.isUpper {
      // `Nov 24 15:46:27 host tag`
      guard unsafe line[3] == 0x20 && line[15] == 0x20 else { return false }
      return unsafe mayWrapAudit(line, 16, count)
    }
    if first.isDigit {
      guard count > 24, unsafe line[10] == 0x54 else { return false }
      return unsafe isDatedSpecial(line, count)
    }
    switch first {
    // `type=`, `node=`, `__CURSOR=`
    case 0x74, 0x6E, 0x5F: return true
    case 0x5B: return unsafe count == 1 || line[1] == 0x7B || line[1] <= 0x20
    case 0x7B: return unsafe isObjectSpecial(line, count)
    default: return false
    }
  }

  /// `{` alone, `{"Records":`, or a line of Docker's that may be a part.
  @inline(__always)
  private func isObjectSpecial(_ line: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    if count <= 2 { return unsafe count == 1 || line[1] == 0x0D }
    let word = unsafe UnsafeRawPointer(line).loadUnaligned(as: UInt64.self)
    if word == Self.records { return true }
    return word == Self.log && (count >= Self.dockerPart || waitsForParts)
  }

  /// `{"Record` and `{"log":"` as words.
  private static let records: UInt64 = word("{\"Record")
  private static let log: UInt64 = word("{\"log\":\"")

  private static func word(_ text: StaticString) -> UInt64 {
    unsafe UnsafeRawPointer(text.utf8Start).loadUnaligned(as: UInt64.self)
  }

  /// Lines that start with `2026-11-24T`: a part of a container's line, or syslog as rsyslog writes it.
  @inline(__always)
  private func isDatedSpecial(_ line: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var space = 32
    // rsyslog's `2026-11-24T15:46:27.123456+00:00 `; all else is searched.
    let isUsual = unsafe count > 32 && line[32] == 0x20 && (line[26] == 0x2B || line[26] == 0x2D) && line[19] == 0x2E
    if !isUsual {
      space = unsafe 20 + (ByteView(line + 20, count: min(count - 20, 20)).firstIndex(of: 0x20) ?? 20)
      guard space < count, space < 40 else { return false }
    }
    if unsafe line[space + 1] == 0x73, unsafe line[space + 2] == 0x74, unsafe line[space + 3] == 0x64, space + 8 < count {
      let tag = unsafe line[space + 8]
      if tag == 0x50 || tag == 0x46 && waitsForParts { return true }
    }
    return unsafe mayWrapAudit(line, space + 1, count)
  }

  /// Whether the tag behind the host at `start` begins like that of a program that passes audit records on.
  @inline(__always)
  private func mayWrapAudit(_ line: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Bool {
    let spaces = unsafe tocsin_mask16(line + start, 0x20)
    // The line's end is beyond all of them.
    guard count > start &+ 17, spaces != 0 else { return unsafe mayWrapAuditFar(line, start, count) }
    return unsafe Self.mayBeginAudit(line[start &+ 1 &+ tocsin_first(spaces)])
  }

  @inline(never)
  private func mayWrapAuditFar(_ line: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Bool {
    let space = unsafe ByteView(line, count: count).firstIndex(of: 0x20, from: start) ?? count
    return unsafe space + 1 < count && Self.mayBeginAudit(line[space + 1])
  }

  @inline(__always)
  private static func mayBeginAudit(_ byte: UInt8) -> Bool { byte == 0x61 || byte == 0x6B }
}
