import Foundation

/// Where a secret is. The configuration names the place, never the secret.
public enum Credential: Sendable, Equatable, CustomStringConvertible {
  /// `NAME`: `$CREDENTIALS_DIRECTORY/NAME`, as systemd's `LoadCredential=` provides it.
  case systemd(String)
  /// `env:NAME`
  case environment(String)
  /// `file:/path`
  case file(String)

  /// Nil where the text names no place.
  public init?(_ text: String) {
    let isWord = { (name: Substring) in
      !name.isEmpty && name.count <= 255 && name != "." && name != ".."
        && name.unicodeScalars.allSatisfy { $0.value > 32 && $0.value != 127 && $0 != "/" && $0 != ":" && $0 != "=" }
    }
    if text.hasPrefix("env:") {
      guard isWord(text.dropFirst(4)) else { return nil }
      self = .environment(String(text.dropFirst(4)))
    } else if text.hasPrefix("file:") {
      guard text.dropFirst(5).hasPrefix("/") else { return nil }
      self = .file(String(text.dropFirst(5)))
    } else {
      guard isWord(text[...]) else { return nil }
      self = .systemd(text)
    }
  }

  public var description: String {
    switch self {
    case .systemd(let name): name
    case .environment(let name): "env:\(name)"
    case .file(let path): "file:\(path)"
    }
  }

  /// Fetches the secret: at most 64 KiB, without the newline at its end. Throws in words what is missing.
  public func secret(environment: [String: String] = ProcessInfo.processInfo.environment) throws(ConfigurationProblem) -> Secret {
    switch self {
    case .environment(let name):
      guard let value = environment[name] else { throw problem("the environment variable \(name) is not set") }
      return try checked(Array(value.utf8))
    case .file(let path):
      return try checked(contents(of: path))
    case .systemd(let name):
      guard let directory = environment["CREDENTIALS_DIRECTORY"] else {
        throw problem(
          "credential \(name): there is no $CREDENTIALS_DIRECTORY; add LoadCredential=\(name) to the unit, or use env: or file:")
      }
      return try checked(contents(of: directory + "/" + name))
    }
  }

  /// What speaks against the place, if anything: others can read the file.
  public var warning: String? {
    var status = stat()
    guard case .file(let path) = self, stat(path, &status) == 0, status.st_mode & 0o077 != 0 else { return nil }
    let everyone = status.st_mode & 0o007 != 0
    return "\(path) can be read by \(everyone ? "every user" : "its group"); chmod 600 it"
  }

  private func contents(of path: String) throws(ConfigurationProblem) -> [UInt8] {
    do throws(SmallFile.Failure) {
      return try SmallFile.read(path, limit: 64 << 10)
    } catch {
      throw problem("credential \(self): cannot read \(path): \(error.reason)")
    }
  }

  /// A secret goes into a header: one line of text.
  private func checked(_ bytes: [UInt8]) throws(ConfigurationProblem) -> Secret {
    let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty else { throw problem("credential \(self) is empty") }
    guard text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 && $0 != "\u{FFFD}" }) else {
      throw problem("credential \(self) must be one line of text")
    }
    return Secret(text)
  }

  private func problem(_ message: String) -> ConfigurationProblem { ConfigurationProblem(.error, nil, message) }
}
