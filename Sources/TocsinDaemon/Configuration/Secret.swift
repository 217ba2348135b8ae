/// Text that must not be shown. It prints as dots, however it is printed; `reveal` is for the one place that sends it.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let text: String

  public init(_ text: String) { self.text = text }

  public var reveal: String { text }
  public var description: String { "…" }
  public var debugDescription: String { "…" }
  public var customMirror: Mirror { Mirror(self, children: []) }

  /// The message without the secret, where somebody has put it there.
  public func masked(in message: String) -> String {
    text.isEmpty ? message : message.split(separator: text, omittingEmptySubsequences: false).joined(separator: "…")
  }
}
