/// Tells lines that simply are records from those that may be a part of one, or hold several, by few bytes at known places.
///
/// It errs on one side only: what it calls plain is. Most lines cost it one look at their first byte and, in syslog, a comparison
/// with the host that the line before named.
@safe
struct LineStart {
  /// Docker splits what a container writes into lines of this many bytes.
  static let dockerPart = 16_384

  /// The host and the space behind it that the last line of syslog named, up to 16 bytes, and where the tag began behind it.
  private var host: (low: UInt64, high: UInt64) = (1, 0)
  private var mask: (low: UInt64, high: UInt64) = (0, 0)
  private var tag = 0
  /// Whether parts of a line wait for the rest: the last part is no plain line then.
  var waitsForParts = false

  /// Whether the line of `count` bytes at `line` may be more or less than a record. 64 bytes behind the line can be read.
  @inline(__always)
  mutating func isSpecial(_ line: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let first = unsafe line[0]
    if first.isUpper {
      // `Nov 24 15:46:27 host tag`
      guard count > 24, unsafe line[3] == 0x20, unsafe line[15] == 0x20 else { return false }
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
  private mutating func isDatedSpecial(_ line: UnsafePointer<UInt8>, _ count: Int) -> Bool {
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
  private mutating func mayWrapAudit(_ line: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Bool {
    let raw = unsafe UnsafeRawPointer(line + start)
    let low = unsafe raw.loadUnaligned(as: UInt64.self)
    let high = unsafe raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    if (low & mask.low) ^ host.low | (high & mask.high) ^ host.high != 0 {
      guard unsafe learn(line, start, count) else { return false }
    }
    guard start + tag < count else { return false }
    let byte = unsafe line[start + tag]
    return byte == 0x61 || byte == 0x6B
  }

  /// Finds the host at `start`; false where there is none. A long one is looked for again in each line.
  private mutating func learn(_ line: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Bool {
    guard let space = unsafe ByteView(line, count: count).firstIndex(of: 0x20, from: start) else { return false }
    tag = space - start + 1
    if tag > 16 {
      // No text is equal to this where the mask is empty but the host is not.
      (host, mask) = ((1, 0), (0, 0))
      return true
    }
    let raw = unsafe UnsafeRawPointer(line + start)
    func ones(_ bytes: Int) -> UInt64 { bytes >= 8 ? .max : (1 << UInt64(bytes * 8)) &- 1 }
    mask = (ones(tag), tag > 8 ? ones(tag - 8) : 0)
    host.low = unsafe raw.loadUnaligned(as: UInt64.self) & mask.low
    host.high = unsafe raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & mask.high
    return true
  }
}
