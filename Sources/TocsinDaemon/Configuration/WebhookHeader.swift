/// Which headers the configuration may add to a webhook's requests.
enum WebhookHeader {
  /// Headers that Tocsin or HTTP itself sets.
  private static let reserved = [
    "content-type", "content-length", "content-encoding", "transfer-encoding", "connection", "host", "expect", "idempotency-key",
    "user-agent",
  ]

  static func problem(name: String) -> String? {
    // RFC 9110, 5.6.2: token.
    let isToken = name.utf8.allSatisfy { byte in
      byte > 32 && byte < 127 && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
    }
    guard isToken else { return "a header's name must be letters, digits and hyphens" }
    return reserved.contains(name.lowercased()) ? "header \(name) is set by Tocsin" : nil
  }

  /// Whether values of this header are usually secrets.
  static func isSecret(name: String) -> Bool {
    let name = name.lowercased()
    return ["auth", "cookie", "token", "secret", "key", "password", "signature"].contains { name.contains($0) }
  }
}
