/// Why a regular expression cannot be used.
public struct RegexFault: Error, Hashable, Sendable {
  /// What is wrong; how to mend it.
  public var message: String
  /// Where in the pattern, in Unicode scalars from 0; nil where that is not known.
  public var offset: Int?

  public init(_ message: String, at offset: Int? = nil) { (self.message, self.offset) = (message, offset) }
}
