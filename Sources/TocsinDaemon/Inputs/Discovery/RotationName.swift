/// What a file's name says about rotation: the log it belongs to and its age within it.
///
/// Understood are the names of logrotate (`x.1`, `x.2.gz`, `x-20261124`, `x-20261124-1795478400.gz`, `x-20261124.log`), of newsyslog,
/// and of servers that write dated files themselves (`x.2026-11-24`, `x.2026-11-24.3.log`).
public struct RotationName: Equatable, Sendable {
  public enum Age: Equatable, Sendable {
    /// The plain name.
    case live
    /// A number that grows with age.
    case number(Int)
    /// A date, as `yyyymmddHHMM`, and what tells files of one date apart, both growing towards the present.
    case date(Int, Int)
  }

  /// The name without what rotation and compression added.
  public let base: String
  public let age: Age
  /// The name ends as compressed files' do.
  public let isCompressed: Bool

  static let compressions = [".gz", ".zst", ".xz", ".bz2"]

  public init(_ name: String) {
    var bytes = Array(name.utf8)[...]
    let suffix = Self.compressions.first { name.hasSuffix($0) && name.utf8.count > $0.utf8.count }
    bytes = bytes.dropLast(suffix?.utf8.count ?? 0)
    isCompressed = suffix != nil
    if let dated = Self.dated(bytes) {
      (base, age) = dated
    } else if let numbered = Self.numbered(bytes) {
      (base, age) = (Self.text(numbered.base), .number(numbered.value))
    } else {
      (base, age) = (Self.text(bytes), .live)
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  /// `BASE.N`. Not after another digit: `10.0.0.1` and `node-1.2` are names, not the first rotation of `10.0.0`.
  private static func numbered(_ name: ArraySlice<UInt8>) -> (base: ArraySlice<UInt8>, value: Int)? {
    let digits = trailingDigits(name)
    guard (1...4).contains(digits), name.count > digits + 1 else { return nil }
    let base = name.dropLast(digits)
    guard base.last == UInt8(ascii: "."), let before = base.dropLast().last, !isDigit(before) else { return nil }
    return (base.dropLast(), number(name.suffix(digits)))
  }

  /// `BASE-DATE`, `BASE.DATE`, `BASE-DATE.EXTENSION`, each with a number after the date or without.
  private static func dated(_ name: ArraySlice<UInt8>) -> (String, Age)? {
    var at = name.startIndex + 1
    while at < name.endIndex {
      if isSeparator(name[at]), let date = RotationDate(name[(at + 1)...]),
        let (index, tail) = ending(name[date.end...])
      {
        return (text(name[..<at]) + text(tail), .date(date.value, index))
      }
      at += 1
    }
    return nil
  }

  /// What may follow a date: a number that tells files of one date apart, then an extension of letters.
  private static func ending(_ rest: ArraySlice<UInt8>) -> (index: Int, tail: ArraySlice<UInt8>)? {
    var rest = rest
    var index = 0
    if let first = rest.first, isSeparator(first) {
      let digits = rest.dropFirst().prefix { isDigit($0) }
      if (1...18).contains(digits.count) {
        index = number(digits)
        rest = rest.dropFirst(1 + digits.count)
      }
    }
    guard let first = rest.first else { return (index, rest) }
    let letters = rest.dropFirst()
    guard first == UInt8(ascii: "."), (1...5).contains(letters.count), letters.allSatisfy(isLetter) else { return nil }
    return (index, rest)
  }

  private static func trailingDigits(_ name: ArraySlice<UInt8>) -> Int { name.reversed().prefix { isDigit($0) }.count }

  static func number(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
  }
}

extension RotationName.Age: Comparable {
  /// Older is less. Numbers and dates do not mix in one chain; where they do, numbers are taken for the older scheme.
  public static func < (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.live, _): false
    case (_, .live): true
    case (.number(let a), .number(let b)): a > b
    case (.date(let a, let i), .date(let b, let j)): (a, i) < (b, j)
    case (.number, .date): true
    case (.date, .number): false
    }
  }
}
