/// A detection after all of Sigma's modifiers and its condition were applied: what must hold of one event.
///
/// This is the language between the specification and an engine: `contains`, `base64offset`, `windash`, `expand`, `all`, lists and
/// `1 of x*` are gone, and only tests of values are left.
public indirect enum Expression: Hashable, Sendable {
  case and([Expression])
  case or([Expression])
  case not(Expression)
  /// Some value of the field passes the test.
  case field(String, Test)
  /// Some value of the event, at any depth, or its message, passes the test (keywords).
  case anywhere(Test)
  case always(Bool)
}

/// What one value must be.
public enum Test: Hashable, Sendable {
  /// The whole value fits the pattern. Keywords are unanchored: their pattern begins and ends with `.anyRun`.
  case text(Pattern, cased: Bool)
  /// Text or number equal to this number; its decimal text also fits (SPEC 3.6).
  case number(Number)
  case boolean(Bool)
  /// The field is missing or null.
  case null
  /// The field is present (true), even if null or empty, or absent (false).
  case exists(Bool)
  case compare(Comparison, Number)
  case network(Network)
  case regex(Regex)
  /// Equal to another field's value, or containing, starting or ending with it; without case unless `cased`.
  case sameAs(field: String, Affix, cased: Bool)
  /// A part of a date, as written.
  case timePart(TimePart, Comparison, Int)
}

/// Text with wildcards. No two `.anyRun` stand beside each other, and no literal is empty.
public struct Pattern: Hashable, Sendable {
  public enum Piece: Hashable, Sendable {
    /// UTF-8, as written in the rule (not folded).
    case literal([UInt8])
    /// `*`: any run of characters, newlines too, or nothing.
    case anyRun
    /// `?`: exactly one Unicode scalar.
    case anyOne
  }
  public var pieces: [Piece]
  public init(pieces: [Piece]) { self.pieces = pieces }
}

public enum Comparison: Hashable, Sendable, BitwiseCopyable { case equal, less, lessOrEqual, greater, greaterOrEqual }

public enum Affix: Hashable, Sendable, BitwiseCopyable { case whole, contains, startsWith, endsWith }

public enum TimePart: Hashable, Sendable, BitwiseCopyable { case minute, hour, day, week, month, year }

/// A number, exact to 64 bits where it is whole.
public enum Number: Hashable, Sendable, BitwiseCopyable {
  case integer(Int64)
  case real(Double)
}

/// A regular expression searched for, not matched whole. `\w` and `\d` are ASCII.
public struct Regex: Hashable, Sendable {
  public var pattern: String
  public var ignoresCase: Bool
  public var multiline: Bool
  public var dotMatchesNewline: Bool
  public init(pattern: String, ignoresCase: Bool = false, multiline: Bool = false, dotMatchesNewline: Bool = false) {
    self.pattern = pattern
    self.ignoresCase = ignoresCase
    self.multiline = multiline
    self.dotMatchesNewline = dotMatchesNewline
  }
}

/// An IP network: 4 or 16 bytes and how many leading bits count.
public struct Network: Hashable, Sendable {
  public var bytes: [UInt8]
  public var prefix: Int
  public init(bytes: [UInt8], prefix: Int) {
    self.bytes = bytes
    self.prefix = prefix
  }
}
