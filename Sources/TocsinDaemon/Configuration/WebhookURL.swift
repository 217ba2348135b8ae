import Foundation

/// What a webhook's URL must be.
enum WebhookURL {
  /// What is wrong with the URL, without repeating it; nil: nothing.
  static func problem(_ text: String) -> String? {
    guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased() else {
      return "\"url\" must be a URL such as https://alerts.example.net/hook"
    }
    guard scheme == "https" || scheme == "http" else { return "\"url\" must begin with https:// or http://" }
    guard let host = parts.host, !host.isEmpty else { return "\"url\" names no host" }
    guard parts.user == nil, parts.password == nil else {
      return "\"url\" must not hold a user or password: logs and process lists show configuration; use \"credential\""
    }
    return nil
  }

  /// Scheme, host and port: all of a URL that may be shown, since paths and queries of webhooks often are secrets.
  static func origin(_ text: String) -> String {
    guard let parts = URLComponents(string: text), let scheme = parts.scheme, let host = parts.host else { return "(no URL)" }
    return "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
  }

  /// A URL that a receiver sent, without user, query and fragment, fit for a terminal.
  static func shown(_ text: String) -> String {
    guard var parts = URLComponents(string: text) else { return "(no URL)" }
    (parts.user, parts.password, parts.query, parts.fragment) = (nil, nil, nil, nil)
    let scalars = (parts.string ?? "").unicodeScalars.filter { $0.value > 32 && $0.value < 127 }.prefix(300)
    return String(String.UnicodeScalarView(scalars))
  }

  /// Whether what is sent there can be read on the way.
  static func isExposed(_ text: String) -> Bool {
    guard let parts = URLComponents(string: text), parts.scheme?.lowercased() == "http" else { return false }
    return !["localhost", "127.0.0.1", "::1", "[::1]"].contains(parts.host ?? "")
  }
}
