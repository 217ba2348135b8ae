import Sigma

@testable import TocsinEngine

/// A record as the scanner gets it; owns its bytes.
struct FramedRecord: Equatable, CustomStringConvertible {
  var bytes: [UInt8]
  var ordinal: Int
  var offset: Int
  var isJoined = false
  var isCut = false
  /// Ordinals of the physical lines that made it.
  var lines: [Int]

  var text: String { String(decoding: bytes, as: UTF8.self) }
  var description: String {
    "#\(ordinal)@\(offset)\(isJoined ? "j" : "")\(isCut ? "c" : "")\(lines) \(text.prefix(80).debugDescription)"
  }
}

/// Frames bytes read in steps of any size.
struct Framing {
  static let now = Timestamp(seconds: 1_795_536_000)
  let framer: Framer
  private let scanner: Scanner
  private(set) var records: [FramedRecord] = []
  private(set) var chunks = 0
  /// Whether each chunk's end is where the next begins.
  private(set) var endOffset = 0

  init(lineLimit: Int = 64 * 1024, joinsAudit: Bool = true, offset: Int = 0) {
    framer = Framer(
      input: 0, clock: Clock(year: .notAfter(Self.now)), arrival: Self.now, offset: offset,
      options: .init(lineLimit: lineLimit, joinsAudit: joinsAudit))
    // No rules and no decoders: nothing to get wrong.
    let detectors = try! DetectorSet(rules: RuleSet(), decoders: [])
    scanner = Scanner(detectors, lineLimit: lineLimit)
  }

  /// Reads the bytes in steps whose sizes `step` gives.
  mutating func read(_ bytes: [UInt8], _ step: () -> Int = { 1 << 20 }) {
    var at = 0
    while at < bytes.count {
      let wanted = max(1, step())
      let (count, new) = unsafe framer.read { room in
        let count = min(wanted, room.count, bytes.count - at)
        unsafe bytes.withUnsafeBytes { unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[at..<at + count])) }
        return count
      }
      at += count
      take(new)
    }
  }

  mutating func endFile() { take(framer.endFile()) }
  mutating func finish() { take(framer.finish()) }
  mutating func expire(now: Timestamp) { take(framer.expire(now: now)) }

  private mutating func take(_ new: [Chunk]) {
    for chunk in new {
      chunks += 1
      endOffset = chunk.endOffset
      scanner.forEachRecord(of: chunk) { place in
        let special = chunk.irregular.first { $0.index == place.index }
        records.append(
          FramedRecord(
            bytes: place.record.bytes, ordinal: place.ordinal, offset: place.offset, isJoined: place.isJoined,
            isCut: place.isCut, lines: special?.lines ?? [place.ordinal]))
      }
    }
  }

  /// All of an input at once.
  static func records(
    _ bytes: [UInt8], lineLimit: Int = 64 * 1024, joinsAudit: Bool = true, _ step: () -> Int = { 1 << 20 }
  ) -> [FramedRecord] {
    var framing = Framing(lineLimit: lineLimit, joinsAudit: joinsAudit)
    framing.read(bytes, step)
    framing.finish()
    return framing.records
  }

  static func records(_ text: String, lineLimit: Int = 64 * 1024, joinsAudit: Bool = true) -> [FramedRecord] {
    records(Array(text.utf8), lineLimit: lineLimit, joinsAudit: joinsAudit)
  }

  /// Lines as anyone would split them: at newlines, without one carriage return, cut at a limit.
  static func naiveLines(_ bytes: [UInt8], lineLimit: Int) -> [FramedRecord] {
    var result: [FramedRecord] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      var line = Array(bytes[start..<end])
      // A line that is too long is not searched for its end.
      if line.count > lineLimit + 2 { line = Array(line.prefix(lineLimit + 2)) }
      if line.last == 0x0D { line.removeLast() }
      let isCut = line.count > lineLimit
      result.append(
        FramedRecord(
          bytes: Array(line.prefix(lineLimit)), ordinal: result.count + 1, offset: start, isCut: isCut, lines: [result.count + 1])
      )
      start = end + 1
    }
    return result
  }

  /// A journal-export field with any bytes.
  static func binaryField(_ name: String, _ value: [UInt8]) -> [UInt8] {
    Array(name.utf8) + [0x0A] + (0..<8).map { UInt8(truncatingIfNeeded: value.count >> ($0 * 8)) } + value + [0x0A]
  }
}
