import Foundation
import Logging
import Sigma
import TocsinEngine

/// What the operator wants: `/etc/tocsin/tocsin.yaml` and `conf.d/*.yaml` beside it, or the defaults where there is neither.
///
/// docs/configuration.md describes each setting. Paths are absolute once loaded.
public struct Configuration: Sendable {
  public static let defaultPath = "/etc/tocsin/tocsin.yaml"

  public var inputs: [Input] = []
  /// Directories or files of Sigma rules.
  public var detectors: [String] = ["/usr/share/tocsin/detectors", "/etc/tocsin/detectors"]
  /// Directories or files of message decoders.
  public var decoders: [String] = ["/usr/share/tocsin/detectors/decoders", "/etc/tocsin/decoders"]
  /// What `%name%` stands for in rules with `expand`.
  public var placeholders: [String: [String]] = [:]
  public var sinks: [Sink] = [.stdout(StdoutOutput())]
  public var ignore: [Ignore] = []
  /// Zone of times that name none (`Europe/Berlin`); nil: the host's.
  public var timezone: String?
  public var state = "/var/lib/tocsin"
  public var limits = Limits()
  public var logLevel = Logger.Level.info

  /// Files read, in order; empty where the defaults stand alone.
  public internal(set) var files: [String] = []
  /// Top-level keys that a file set.
  var stated: Set<String> = []

  public init() {}

  public enum Input: Sendable {
    case journal(JournalInput)
    case file(FileInput)
  }

  public struct JournalInput: Sendable {
    /// Only entries of these units (`ssh.service`); empty: all.
    public var units: [String] = []
    /// Directory of journal files; nil: this host's journal.
    public var directory: String?
    public var location: SettingLocation?
    public init() {}
  }

  public struct FileInput: Sendable {
    /// A path or glob.
    public var path: String
    /// How its records are written; nil: recognised per record.
    public var format: Format?
    /// How long after an event its record may be written; nil: DESIGN's default.
    public var writeDelay: Duration?
    public var logSource: LogSource?
    /// Zone of its times; nil: that of the whole configuration.
    public var timezone: String?
    public var location: SettingLocation?
    public init(path: String) { self.path = path }
  }

  public enum Sink: Sendable {
    case stdout(StdoutOutput)
    case file(FileOutput)
    case webhook(WebhookOutput)
  }

  public struct StdoutOutput: Sendable {
    public var format = StdoutSink.Format.text
    public var route = Route()
    public init() {}
  }

  public struct FileOutput: Sendable {
    public var path: String
    public var route = Route()
    public var location: SettingLocation?
    public init(path: String) { self.path = path }
  }

  public struct WebhookOutput: Sendable {
    public var url: Value
    /// Sent as `Authorization: Bearer …`.
    public var credential: Credential?
    public var headers: [(name: String, value: Value)] = []
    /// File of certificates to trust instead of the system's.
    public var authorities: String?
    public var route = Route(levels: Self.usualLevels)
    public var location: SettingLocation?
    public init(url: Value) { self.url = url }

    /// Who is behind a webhook is to act; what is `informational` raises no case by itself.
    public static let usualLevels = Set(AlertLevel.allCases).subtracting([.informational])

    /// What stands in the configuration, or where the secret is that does not.
    public enum Value: Sendable, Equatable {
      case text(String)
      case credential(Credential)
    }
  }

  /// Matches that do not count. All lists that are there must agree; one entry of each is enough.
  public struct Ignore: Sendable, Equatable {
    /// Addresses or networks in CIDR notation.
    public var networks: [String] = []
    public var users: [String] = []
    public var hosts: [String] = []
    /// From this moment on the entry is without effect; nil: it lasts.
    public var until: Timestamp?
    public var reason: String?
    public init() {}
  }

  public struct Limits: Sendable, Equatable {
    /// Bytes of window state.
    public var windows = 64 << 20
    /// Bytes of one record; the rest is cut off.
    public var line = 64 << 10
    /// Bytes of matches that wait for an input that is behind; beyond it inputs that are ahead are not read on.
    public var waiting = 64 << 20
    /// Bytes that wait for all sinks together.
    public var outbox = 256 << 20
    /// How far behind its input's newest time a record still counts.
    public var lateness = Duration.seconds(60)
    public init() {}
  }
}
