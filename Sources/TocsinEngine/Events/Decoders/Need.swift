/// What must be known of a record before it can be said whether a rule matches it.
enum Need: UInt8, BitwiseCopyable, Comparable {
  /// No rule and no attempt can come of it.
  case nothing
  /// Rules can match it only where one of their literals stands in it.
  case literals
  /// Everything a pattern captures.
  case everything

  @inline(__always)
  static func < (a: Need, b: Need) -> Bool { a.rawValue < b.rawValue }
}
