import Testing
import TocsinEngine

@testable import TocsinDaemon

@Suite struct SinkAssemblyTests {
  private func configuration(_ text: String) -> Configuration {
    var configuration = Configuration()
    #expect(configuration.read(text: text, path: "t.yaml") == [])
    return configuration
  }

  @Test func makesEachSinkWithItsRoute() throws {
    let sinks = try configuration(
      """
      sinks:
        - stdout: {levels: critical}
        - file: /var/log/tocsin/a.jsonl
        - webhook: {url: https://x.example/s3cret, credential: env:T, actions: [opened, closed], headers: {X-Key: {credential: env:K}}}
      """
    ).makeSinks(version: "1", environment: ["T": "token", "K": "key"])
    #expect(sinks.map(\.sink.name) == ["stdout", "file /var/log/tocsin/a.jsonl", "webhook https://x.example"])
    let webhook = Route(levels: [.low, .medium, .high, .critical], actions: [.opened, .closed])
    #expect(sinks.map(\.route) == [Route(levels: [.critical]), Route(), webhook])
  }

  /// Sigma: `informational` must not raise a case by itself.
  @Test(arguments: [
    ("stdout: {}", AlertLevel.allCases), ("file: /a.jsonl", AlertLevel.allCases),
    ("stdout: {format: json}", AlertLevel.allCases), ("file: {path: /a.jsonl}", AlertLevel.allCases),
    ("webhook: {url: https://x.example}", [.low, .medium, .high, .critical]),
    ("webhook: {url: https://x.example, tags: attack, actions: opened}", [.low, .medium, .high, .critical]),
    ("webhook: {url: https://x.example, levels: [informational, high]}", [.informational, .high]),
    ("webhook: {url: https://x.example, levels: informational}", [.informational]),
  ])
  func aWebhookGetsInformationalOnlyIfItIsNamed(sink: String, levels: [AlertLevel]) throws {
    let route = try configuration("sinks: [{\(sink)}]").makeSinks(version: "1", environment: [:])[0].route
    let accepted = AlertLevel.allCases.filter {
      route.accepts(.sample(1, level: $0, action: .opened, tags: ["attack.t1110", "attack"]))
    }
    #expect(accepted == levels)
  }

  @Test func fetchesWhatTheWebhookNeeds() throws {
    let configuration = configuration(
      "sinks: [webhook: {url: {credential: 'env:U'}, credential: 'env:T', headers: {X-A: plain, X-Key: {credential: 'env:K'}}}]")
    guard case .webhook(let output) = configuration.sinks[0] else { throw TestFailure("no webhook") }
    let target = try output.target(version: "1.2", environment: ["U": "https://x.example/s", "T": "token", "K": "key"])
    #expect(target.url.reveal == "https://x.example/s" && target.bearer?.reveal == "token" && target.userAgent == "tocsin/1.2")
    #expect(target.headers.map { "\($0.name)=\($0.value.reveal)" } == ["X-A=plain", "X-Key=key"])
  }

  @Test func saysAllSecretsThatAreMissing() {
    let configuration = configuration(
      "sinks:\n- webhook: {url: https://x.example, credential: env:A}\n- webhook: {url: {credential: env:B}}\n")
    do throws(ConfigurationError) {
      _ = try configuration.makeSinks(version: "1", environment: [:])
      Issue.record("nothing was thrown")
    } catch {
      #expect(
        error.description == """
          t.yaml:2:3: the environment variable A is not set
          t.yaml:3:3: the environment variable B is not set
          """)
    }
  }
}
