import Foundation

/// Why a sink did not take a message. `message` is for the operator and holds no secret.
public struct SinkError: Error, Equatable, CustomStringConvertible {
  public enum Kind: Sendable, Equatable {
    /// The same message may succeed later, at the earliest after the span that the receiver asked for.
    case retryable(after: Duration?)
    /// This message will never be taken.
    case permanent
    /// The reader is gone; nothing will be taken any more. For a pipe that is how work ends, not a failure.
    case closed
  }

  public var kind: Kind
  public var message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  public static func retryable(_ message: String, after: Duration? = nil) -> SinkError {
    SinkError(.retryable(after: after), message)
  }

  public static func permanent(_ message: String) -> SinkError { SinkError(.permanent, message) }

  /// What the system refused, in its words: `cannot write to /x: No space left on device`.
  static func system(_ what: String, _ code: Int32) -> SinkError {
    .retryable("\(what): \(String(cString: strerror(code)))")
  }

  public var description: String { message }
}
