import Foundation
import Sigma
import Testing
import TocsinEngine

@testable import TocsinDaemon

@Suite struct ConfigurationLoadingTests {
  static let bare = Surroundings(environment: [:], hasJournal: false, isReadable: { _ in false })
  let directory = TemporaryDirectory()

  private func load(_ files: [String: String]) throws -> Configuration {
    for (name, text) in files { try directory.write(text, to: name) }
    return try Configuration.load(path: directory.file("tocsin.yaml"), host: Self.bare)
  }

  @Test func readsTheShapeOfTheDesign() throws {
    let configuration = try load([
      "tocsin.yaml": """
      inputs:
        - journal: {}
        - file: /var/log/nginx/access.log*     # a path or glob
        - file:
            path: /var/log/app.log
            format: combined
            write-delay: 5s
            logsource: {product: linux, service: nginx}
            timezone: Europe/Berlin
      detectors: [/usr/share/tocsin/detectors, own]
      sinks:
        - stdout: {format: json}
        - file: /var/log/tocsin/alerts.jsonl
        - webhook: {url: https://alerts.example.net/hook, credential: hook-token, levels: [high, critical]}
      ignore:
        - {networks: [10.0.0.0/8, 2001:db8::/32], users: backup, until: 2027-01-31, reason: scanner}
      timezone: UTC
      state: /srv/tocsin
      limits: {windows: 1GiB, line: 32KiB, waiting: 16MiB, outbox: 8MiB, lateness: 2m}
      log-level: debug
      """
    ])
    guard case .journal(let journal) = configuration.inputs[0], case .file(let access) = configuration.inputs[1],
      case .file(let app) = configuration.inputs[2]
    else { throw TestFailure("inputs: \(configuration.inputs)") }
    #expect(journal.units.isEmpty && journal.directory == nil)
    #expect(access.path == "/var/log/nginx/access.log*" && access.format == nil && access.writeDelay == nil)
    #expect(app.path == "/var/log/app.log" && app.format == .combined && app.writeDelay == .seconds(5))
    #expect(app.logSource == LogSource(product: "linux", service: "nginx") && app.timezone == "Europe/Berlin")
    #expect(app.location?.line == 4)
    #expect(configuration.detectors == ["/usr/share/tocsin/detectors", directory.file("own")])
    guard case .stdout(let stdout) = configuration.sinks[0], case .file(let file) = configuration.sinks[1],
      case .webhook(let webhook) = configuration.sinks[2]
    else { throw TestFailure("sinks: \(configuration.sinks)") }
    #expect(stdout.format == .json && file.path == "/var/log/tocsin/alerts.jsonl" && file.route == Route())
    #expect(webhook.url == .text("https://alerts.example.net/hook") && webhook.credential == .systemd("hook-token"))
    #expect(webhook.route == Route(levels: [.high, .critical]))
    let ignore = try #require(configuration.ignore.first)
    #expect(ignore.networks == ["10.0.0.0/8", "2001:db8::/32"] && ignore.users == ["backup"] && ignore.reason == "scanner")
    #expect(ignore.until?.rfc3339 == "2027-02-01T00:00:00.000000Z")
    #expect(configuration.timezone == "UTC" && configuration.state == "/srv/tocsin" && "\(configuration.logLevel)" == "debug")
    #expect(configuration.limits.windows == 1 << 30 && configuration.limits.line == 32 << 10)
    #expect(configuration.limits.waiting == 16 << 20 && configuration.limits.outbox == 8 << 20)
    #expect(configuration.limits.lateness == .seconds(120))
  }

  @Test func listsAppendAndScalarsOverride() throws {
    let configuration = try load([
      "tocsin.yaml": "detectors: [/a]\nstate: /one\nlimits: {windows: 2MiB, line: 2KiB}\n",
      "conf.d/20-b.yaml": "detectors: [/c]\nlimits: {line: 3KiB}\nstate: /three\n",
      "conf.d/10-a.yaml": "detectors: [/b]\nstate: /two\nsinks: [stdout]\n",
      "conf.d/ignored.yml": "nonsense: true\n",
    ])
    #expect(configuration.detectors == ["/a", "/b", "/c"] && configuration.state == "/three")
    #expect(configuration.limits.windows == 2 << 20 && configuration.limits.line == 3 << 10)
    #expect(configuration.sinks.count == 1 && configuration.inputs.isEmpty)
    #expect(configuration.files == ["tocsin.yaml", "conf.d/10-a.yaml", "conf.d/20-b.yaml"].map(directory.file))
  }

  @Test(arguments: ["- journal", "- journal:", "- journal: {}"])
  func aJournalNeedsNoSettings(entry: String) throws {
    guard case .journal = try #require(try load(["tocsin.yaml": "inputs:\n  \(entry)\n"]).inputs.first) else {
      throw TestFailure("no journal")
    }
  }

  @Test(arguments: ["", "# only a comment\n", "---\n"])
  func anEmptyFileIsTheDefaults(text: String) throws {
    let configuration = try load(["tocsin.yaml": text])
    #expect(configuration.limits == Configuration.Limits() && configuration.sinks.count == 1)
  }

  @Test func anEmptyListIsNotTheDefault() throws {
    #expect(try load(["tocsin.yaml": "sinks: []"]).sinks.isEmpty)
  }

  @Test func aFileThatWasAskedForMustBeThere() {
    let path = directory.file("none.yaml")
    #expect(throws: ConfigurationError.self) { try Configuration.load(path: path, host: Self.bare) }
    do throws(ConfigurationError) {
      _ = try Configuration.load(path: path, host: Self.bare)
    } catch {
      #expect(error.description == "\(path): cannot read: No such file or directory")
    }
  }

  @Test func withoutFilesTheHostDecidesWhatIsRead() {
    func inputs(journal: Bool, _ readable: Set<String>) -> [String] {
      var configuration = Configuration()
      configuration.addDefaults(Surroundings(environment: [:], hasJournal: journal, isReadable: { readable.contains($0) }))
      return configuration.inputs.map { if case .file(let file) = $0 { file.path } else { "journal" } }
    }
    let all: Set = ["/var/log/nginx/access.log*", "/var/log/audit/audit.log*", "/var/log/auth.log*"]
    #expect(inputs(journal: true, all) == ["journal", "/var/log/nginx/access.log*", "/var/log/audit/audit.log*"])
    #expect(inputs(journal: false, all) == ["/var/log/nginx/access.log*", "/var/log/audit/audit.log*", "/var/log/auth.log*"])
    #expect(inputs(journal: true, []) == ["journal"])
  }

  @Test func systemdSaysWhereTheStateIs() {
    var configuration = Configuration()
    configuration.addDefaults(
      Surroundings(environment: ["STATE_DIRECTORY": "/var/lib/t:/x"], hasJournal: false, isReadable: { _ in false }))
    #expect(configuration.state == "/var/lib/t")
  }
}

struct TestFailure: Error {
  var message: String
  init(_ message: String) { self.message = message }
}
