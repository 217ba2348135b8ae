/// What is known for certain of an input before it is read: it decides which rules have to wait for the input.
public struct InputKind: Sendable, Equatable {
  /// Index among the detector set's input sources; nil where even that is not known.
  public var source: Int?
  /// The format that it is declared to have; nil where each record's is recognised.
  public var format: Format?

  public init(source: Int? = 0, format: Format? = nil) { (self.source, self.format) = (source, format) }

  /// It may bring anything.
  public static let unknown = InputKind(source: nil)
}
