/// What came of one request, as far as HTTP knows.
struct WebhookReply {
  /// 0 where there was no answer.
  var status = 0
  /// Seconds of `Retry-After`; 0: none.
  var retryAfter = 0
  /// Absolute URL of a redirect.
  var location: String?
  /// The first bytes of the answer's body.
  var excerpt: [UInt8] = []

  /// The longest span that a receiver may ask for.
  private static let longestWait = 600

  /// Nil: the receiver has the message (RFC 9110, 15.3). Once it has said so, nothing that happens to the rest of the answer counts.
  ///
  /// - Parameter masked: takes secrets out of what the receiver says.
  func refusal(by name: String, masked: (String) -> String) -> SinkError? {
    switch status {
    case 200..<300: nil
    case 300..<400: .permanent("\(name) answered \(status)\(redirection); set \"url\" to where it really is")
    case 408, 425, 429, 500...:
      .retryable(
        "\(name) answered \(status)\(words(masked))", after: retryAfter > 0 ? .seconds(min(retryAfter, Self.longestWait)) : nil)
    default: .permanent("\(name) answered \(status)\(words(masked))")
    }
  }

  private var redirection: String { location.map { ", a redirect to \(WebhookURL.shown($0))" } ?? ", a redirect" }

  /// What the receiver says, on one line.
  private func words(_ masked: (String) -> String) -> String {
    let text = masked(String(decoding: excerpt.prefix(2_000), as: UTF8.self))
    let line = text.unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format ? " " : scalar
    }
    let words = String(String.UnicodeScalarView(line)).split(separator: " ").joined(separator: " ").prefix(160)
    return words.isEmpty ? "" : ": \(words)"
  }
}
