import Foundation
import TestSupport

/// A way in which the same records reach Tocsin.
enum Carrier: CustomStringConvertible, Sendable {
  case files
  case threads(Int)
  case readSize(Int)
  case withoutPrefilter
  /// One gzip member, or as many as there are cuts.
  case gzip(members: Int)
  /// `x.2.gz`, `x.1` and `x`.
  case rotated
  /// One log alone, through a pipe in random pieces.
  case pipe
  /// Syslog alone, as what `journalctl -o export` would print.
  case journal(pidKey: String)
  /// Several of these at once.
  case mixed

  var description: String {
    switch self {
    case .files: "files"
    case .threads(let count): "\(count) threads"
    case .readSize(let size): "reads of \(size)"
    case .withoutPrefilter: "without prefilter"
    case .gzip(let members): "gzip of \(members)"
    case .rotated: "rotated"
    case .pipe: "pipe"
    case .journal(let key): "journal with \(key)"
    case .mixed: "mixed"
    }
  }

  /// The alerts of `logs` carried so.
  func replay(_ logs: [LogFile], _ dice: inout Dice) throws -> [String] {
    let scratch = Scratch()
    var options: [String] = []
    var input: [[UInt8]] = []
    switch self {
    case .threads(let count): options = ["--threads", "\(count)"]
    case .readSize(let size): options = ["--read-size", "\(size)"]
    case .withoutPrefilter: options = ["--without-prefilter"]
    case .mixed: options = ["--threads", "\(dice.roll(1...8))", "--read-size", "\(dice.roll(40...9_000))"]
    default: break
    }
    for log in logs {
      switch self {
      case .gzip(let members): try scratch.write("\(log.name).gz", Gzip.members(dice.cut(log.bytes, parts: members)))
      case .rotated: try Self.rotate(log, scratch, &dice)
      case .mixed:
        switch dice.roll(0...2) {
        case 0: try Self.rotate(log, scratch, &dice)
        case 1: try scratch.write("\(log.name).gz", Gzip.members(dice.cut(log.bytes, parts: dice.roll(1...4))))
        default: scratch.write(log.name, log.bytes)
        }
      case .pipe: input = dice.pieces(log.bytes, longest: 5_000)
      case .journal(let key): scratch.write(log.name, try Self.journal(log, pidKey: key, &dice))
      default: scratch.write(log.name, log.bytes)
      }
    }
    return try Alerts.replay([input.isEmpty ? scratch.path : "-"] + options, input: input)
  }

  private static func rotate(_ log: LogFile, _ scratch: Scratch, _ dice: inout Dice) throws {
    let parts = dice.split(log.bytes, parts: 3)
    try scratch.write("\(log.name).2.gz", Gzip.member(parts[0]))
    scratch.write("\(log.name).1", parts[1])
    scratch.write(log.name, parts[2])
    for (age, name) in [log.name, "\(log.name).1", "\(log.name).2.gz"].enumerated() {
      try scratch.touch(name, 1_800_000_000 - age * 86_400)
    }
  }

  private static func journal(_ log: LogFile, pidKey: String, _ dice: inout Dice) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var year = 2026
    var last: Int64 = 0
    for (index, line) in log.lines.enumerated() {
      guard var entry = JournalEntry(line, year: year) else { throw NotSyslog(line: line) }
      // The turn of the year, which the line does not say; records may be out of order around it.
      if entry.time < last - 180 * 86_400_000_000, let next = JournalEntry(line, year: year + 1) {
        (entry, year) = (next, year + 1)
      }
      if entry.time > last + 180 * 86_400_000_000, last > 0, let before = JournalEntry(line, year: year - 1) { entry = before }
      last = max(last, entry.time)
      bytes += entry.export(pidKey: pidKey, isBinary: dice.chance(20), ordinal: index + 1)
    }
    return bytes
  }

  struct NotSyslog: Error {
    var line: String
  }
}

extension Dice {
  /// `bytes` cut anywhere into `count` parts.
  fileprivate mutating func cut(_ bytes: [UInt8], parts count: Int) -> [[UInt8]] {
    let cuts = [0] + (1..<max(1, count)).map { _ in roll(0...bytes.count) }.sorted() + [bytes.count]
    return zip(cuts, cuts.dropFirst()).map { Array(bytes[$0..<$1]) }
  }
}
